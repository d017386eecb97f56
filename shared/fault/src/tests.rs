use super::*;

#[test]
fn a_fault_is_one_word() {
    assert_eq!(size_of::<Fault>(), size_of::<usize>());
}

#[test]
fn the_cause_is_logged_and_never_sent() {
    let fault = Fault::defect("table answered AKIA-SECRET");
    assert!(fault.chain().contains("AKIA-SECRET"));
    let sent = serde_json::to_string(&fault.problem("req-1")).unwrap();
    assert!(!sent.contains("AKIA") && !fault.to_string().contains("AKIA"), "{sent}");
    assert!(sent.contains("req-1"));
}

#[test]
fn a_problem_names_the_field_and_what_is_allowed() {
    let problem = Fault::invalid("/aspect", "`7:5` is no aspect").allowed(["1:1", "16:9"]).problem("r");
    assert_eq!((problem.status, problem.pointer.as_deref()), (422, Some("/aspect")));
    assert_eq!(problem.allowed, ["1:1", "16:9"]);
    assert_eq!(problem.r#type, "https://ferrotype.dev/problems/invalid-field");
}

#[test]
fn the_location_is_the_callers() {
    let fault = Fault::not_found();
    assert!(fault.location().file().ends_with("tests.rs"), "{}", fault.location());
}

#[test]
fn only_three_kinds_may_be_retried() {
    let transient: Vec<_> =
        Kind::ALL.into_iter().filter(|kind| kind.disposition() == Disposition::Transient).collect();
    assert_eq!(transient, [Kind::Throttled, Kind::Unavailable, Kind::TimedOut]);
    assert!(Kind::ALL.into_iter().all(|kind| (400..=504).contains(&kind.status())));
}

#[test]
fn a_fault_that_is_told_again_reads_the_same() {
    let limit = Limit {
        id: "credits".to_owned(),
        level: Level::Workspace,
        cap: 3,
        held: 1,
        spent: 2,
        needed: 1,
        resets_at: None,
    };
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Throttled) {
        let first =
            Fault::new(kind, "bad-image", "It is damaged.").at("/a").allowed(["b"]).limit(limit.clone());
        let again = Fault::repeated(&first.problem("req-1"));
        assert_eq!((again.kind(), again.problem("req-2")), (kind, first.problem("req-2")));
        assert!(again.chain().contains("req-1"), "{}", again.chain());
    }
}
