use audit::Invariant;
use contract::port::table::Key;

use super::*;

fn report(findings: Vec<Finding>) -> Report {
    let examined = Examined { items: 9, workspaces: 1, findings, ..Examined::default() };
    Report { examined, calls: BTreeMap::new(), table: "things".to_owned(), bucket: Some("media".to_owned()) }
}

fn finding() -> Finding {
    Finding {
        invariant: Invariant::HeldIsOpenHolds,
        workspace: "wsp_a".to_owned(),
        item: Key { pk: "WAL#wsp_a".to_owned(), sk: "CREDITS".to_owned() },
        words: "holds 2, and the open holds are 1".to_owned(),
    }
}

#[test]
fn people_learn_what_is_wrong_where_and_what_to_do() {
    let text = console::strip_ansi_codes(&report(vec![finding()]).text()).into_owned();
    let lines: Vec<_> = text.lines().map(str::trim).collect();
    assert_eq!(lines[0], "wsp_a");
    assert_eq!(lines[1], "held-is-open-holds (I1)  WAL#wsp_a CREDITS");
    assert_eq!(lines[2], "holds 2, and the open holds are 1");
    assert_eq!(lines[4], format!("what to do: {}", Invariant::HeldIsOpenHolds.remedy()));
    assert!(text.ends_with("1 finding. Read: workspaces 1, jobs 0, files 0, items in all 9.\n"), "{text}");
}

#[test]
fn machines_learn_the_same() {
    let document = report(vec![finding()]).document();
    let [found] = document["findings"].as_array().unwrap().as_slice() else { panic!("{document}") };
    assert_eq!((&document["clean"], &found["promise"]), (&json!(false), &json!("I1")));
    assert_eq!(found["item"], json!({ "pk": "WAL#wsp_a", "sk": "CREDITS" }));
    assert_eq!(report(Vec::new()).document()["clean"], true);
}

#[test]
fn what_was_not_looked_at_is_said() {
    let blind = Report { bucket: None, ..report(Vec::new()) };
    assert!(blind.text().contains("--bucket"), "{}", blind.text());
    assert!(!report(Vec::new()).text().contains("--bucket"));
}
