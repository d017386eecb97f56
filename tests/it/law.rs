//! What review would have to remember.

use std::collections::BTreeSet;

use contract::Trigger;
use store::Kind;

use crate::repository::{files, functions, read};

fn rust() -> Vec<String> {
    ["shared", "functions", "infra/doctor", "infra/ferrotype", "infra/studio", "tests"]
        .into_iter()
        .flat_map(|folder| files(folder, ".rs"))
        .filter(|path| !path.contains("/target/"))
        .collect()
}

fn places(needle: &str) -> Vec<String> {
    let own = "tests/it/law.rs";
    rust().into_iter().filter(|path| path != own && read(path).contains(needle)).collect()
}

#[test]
fn scopes_are_minted_in_few_places() {
    let minting: Vec<_> =
        places("Workspace::mint(").into_iter().filter(|path| !path.ends_with("/tests.rs")).collect();
    assert_eq!(minting, ["shared/runtime/src/mint.rs", "shared/testkit/src/world.rs"]);
}

#[test]
fn system_access_has_a_reason() {
    let reasons: Vec<_> = functions()
        .iter()
        .filter_map(|function| match function.spec.trigger {
            Trigger::Duty { reason, .. } => Some(format!("{}: {reason}", function.spec.name)),
            _ => None,
        })
        .collect();
    assert_eq!(
        reasons,
        [
            "accounts-bootstrap: it founds workspaces, to which nobody belongs yet",
            "assets-sweep: uploads of every workspace may be abandoned",
            "assets-thumbnail: the bucket tells of the media of every workspace",
            "events-sequence: jobs of every workspace have news",
            "ops-bury: workers of every workspace may be killed",
            "ops-reap: executions of every workspace may die",
            "ops-redrive: executions whose end could not be told are of every workspace",
            "ops-sweep: jobs of every workspace may be forgotten",
        ]
    );
}

#[test]
fn the_kinds_of_the_spine_are_named_by_the_spine_alone() {
    for kind in ["CHJ", "CHN", "FDX", "JOB", "RUN", "WAI", "WAL", "LAN", "LED", "PLN"] {
        let places: BTreeSet<_> = places(&format!("Kind::{kind}"))
            .into_iter()
            .map(|path| path.split('/').take(2).collect::<Vec<_>>().join("/"))
            .filter(|place| !matches!(place.as_str(), "shared/store" | "shared/testkit" | "tests/it"))
            .collect();
        assert_eq!(places, BTreeSet::from(["shared/jobs".to_owned()]), "Kind::{kind}");
    }
}

#[test]
fn aws_and_lambda_are_named_in_one_crate_each() {
    let crates_that_name = |needles: &[&str]| -> BTreeSet<String> {
        files(".", "Cargo.toml")
            .into_iter()
            .map(|path| path.trim_start_matches("./").to_owned())
            .filter(|path| path != "Cargo.toml" && !path.starts_with("target"))
            .filter(|path| {
                let text = read(path);
                let normal = text.split("[dev-dependencies]").next().unwrap_or_default();
                needles.iter().any(|needle| normal.lines().any(|line| line.starts_with(needle)))
            })
            .collect()
    };
    let aws = crates_that_name(&["aws-sdk-", "aws-config"]);
    assert_eq!(aws, BTreeSet::from(["shared/cloud/Cargo.toml".to_owned()]));
    let lambda = crates_that_name(&["lambda_"]);
    assert_eq!(lambda, BTreeSet::from(["shared/runtime/Cargo.toml".to_owned()]));
}

#[test]
fn http_clients_and_connections_are_made_in_one_place_each() {
    let product = |needle: &str| -> Vec<String> {
        let shipped = |path: &String| path.starts_with("shared/") || path.starts_with("functions/");
        places(needle).into_iter().filter(|path| shipped(path) && !path.contains("/tests")).collect()
    };
    // A client for each request is how a service that came before leaked memory. `connect` runs once in INIT.
    assert_eq!(product(".build_https()"), ["shared/cloud/src/config/http.rs"]);
    assert_eq!(product("http::client("), ["shared/cloud/src/config.rs"]);
    assert_eq!(product("Client::from_conf("), ["shared/cloud/src/connect.rs"]);
    assert_eq!(product("cloud::connect("), ["shared/runtime/src/surroundings.rs"]);
    for other in ["reqwest::", "hyper_util::", "hyper::client", "ureq::"] {
        assert_eq!(product(other), Vec::<String>::new(), "{other}");
    }
}

#[test]
fn files_are_rooms() {
    let long: Vec<_> = rust()
        .into_iter()
        .map(|path| (read(&path).lines().count(), path))
        .filter(|(lines, path)| *lines > if path.ends_with("tests.rs") { 600 } else { 400 })
        .collect();
    assert_eq!(long, []);
}

#[test]
fn the_page_on_the_doctor_has_every_invariant() {
    let page = read("docs/doctor.md");
    for invariant in testkit::audit::Invariant::ALL {
        let row = format!("| {} | `{invariant}` | {} |", invariant.promise().number(), invariant.about());
        assert!(page.contains(&row), "docs/doctor.md lacks: {row}");
    }
}

#[test]
fn the_page_on_the_doctor_allows_what_it_calls_and_nothing_else() {
    let page = read("docs/doctor.md");
    let policy = page.split("```json").nth(1).and_then(|rest| rest.split("```").next()).expect("a policy");
    let policy: serde_json::Value = serde_json::from_str(policy).expect("a policy is JSON");
    let statements = policy["Statement"].as_array().expect("statements");
    let actions = statements.iter().flat_map(|statement| match &statement["Action"] {
        serde_json::Value::Array(actions) => actions.clone(),
        action => vec![action.clone()],
    });
    let allowed: BTreeSet<_> = actions.map(|action| action.as_str().expect("a text").to_owned()).collect();
    assert_eq!(allowed, cloud::SURVEY_ACTIONS.map(str::to_owned).into());
}

#[test]
fn the_page_on_keys_has_every_kind() {
    let page = read("docs/keys.md");
    for kind in Kind::ALL {
        let row = page.lines().find(|line| line.starts_with(&format!("| {} |", kind.word)));
        let row = row.unwrap_or_else(|| panic!("docs/keys.md has no row for {}", kind.word));
        assert!(row.contains(kind.sorts), "docs/keys.md on {}: its sort keys are {}", kind.word, kind.sorts);
        assert!(row.contains(kind.about), "docs/keys.md on {}: {}", kind.word, kind.about);
    }
}
