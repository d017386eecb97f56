use clap::{CommandFactory as _, Parser as _};

use super::{Cli, Verb, age};

#[test]
fn the_definition_holds_together() {
    Cli::command().debug_assert();
}

#[test]
fn an_age_has_a_unit() {
    let seconds = |text: &str| age(text).map(|age| age.as_secs());
    assert_eq!(seconds("90"), Ok(90));
    assert_eq!(seconds("10m"), Ok(600));
    assert_eq!(seconds("2h"), Ok(7_200));
    assert!(seconds("soon").is_err() && seconds("").is_err() && seconds("-1s").is_err());
}

#[test]
fn a_grant_is_for_somebody() {
    let parse = |line: &str| Cli::try_parse_from(line.split(' '));
    assert!(parse("ferrotype keys create --grant 5").is_err());
    assert!(parse("ferrotype keys create --as a@b.c --grant -5").is_err());
    assert!(parse("ferrotype keys create --as a@b.c --scope renders:write").is_err());
    assert!(matches!(parse("ferrotype keys create --as a@b.c --grant 5").unwrap().verb, Verb::Keys(_)));
}

#[test]
fn a_bucket_and_a_region_belong_to_a_deployed_stack() {
    let parse = |line: &str| Cli::try_parse_from(line.split(' '));
    assert!(parse("ferrotype doctor --region eu-central-1").is_err());
    assert!(parse("ferrotype doctor --bucket media").is_err());
    assert!(parse("ferrotype doctor --table things --bucket media --region eu-central-1").is_ok());
    assert!(parse("ferrotype doctor").is_ok());
}

#[test]
fn the_last_of_wait_and_no_wait_counts() {
    let no_wait = |line: &str| match Cli::parse_from(line.split(' ')).verb {
        Verb::Render(render) => render.no_wait,
        _ => unreachable!("the line is a render"),
    };
    assert!(no_wait("ferrotype render fox --wait --no-wait"));
    assert!(!no_wait("ferrotype render fox --no-wait --wait"));
}
