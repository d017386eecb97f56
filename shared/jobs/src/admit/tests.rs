use fault::Level;
use std::time::Duration;

use contract::port::table::{Guard, Key};
use model::Status;
use serde_json::json;
use store::Change;

use super::*;
use crate::End;
use crate::tests::{Ask, Lab, problem};

fn refusal(result: Result<Admitted, Fault>) -> fault::Problem {
    result.unwrap_err().problem("test")
}

fn answer(ask: &Ask) -> serde_json::Value {
    json!({ "id": ask.id() })
}

#[test]
fn an_admission_writes_these_items_and_no_others() {
    let lab = Lab::rich(1_000);
    lab.budget(500);
    let before = lab.world.table.snapshot();
    let effects = lab.wire.effects();
    let job = lab.admitted();
    assert_eq!(lab.wire.effects(), effects + 1, "one transaction");
    let after = lab.world.table.snapshot();
    let mut changed: Vec<String> = after
        .iter()
        .filter(|(key, item)| before.get(*key) != Some(item))
        .map(|(Key { pk, sk }, _)| format!("{pk} {sk}"))
        .collect();
    changed.sort();
    let ws = testkit::workspace("lab").id();
    let (user, project) = (UserId::derived("ann"), Ask::job(1).project);
    let key = Digest::of("k1");
    let expected = [
        format!("IDM#{ws} renders-start#{key}"),
        format!("JOB#{ws} {job}"),
        format!("LAN#{ws} render#{user}"),
        format!("LED#{ws} {job}#0hold"),
        format!("RUN#{ws}#{job} E#00000001"),
        format!("RUN#{ws}#{job} REQ"),
        format!("WAL#{ws} CREDITS"),
        format!("WAL#{ws} PRJ#{project}"),
    ];
    assert_eq!(changed, expected);
    let head = lab.head(job);
    assert_eq!((head.status, head.version, head.run, head.slot), (Status::Queued, 1, 1, true));
    assert_eq!(head.due, Some(lab.jobs.now().plus(crate::START_WITHIN)));
    let wallet = lab.wallet();
    assert_eq!((wallet.avail.get(), wallet.held.get(), wallet.spent.get()), (900, 100, 0));
    lab.audit();
}

#[test]
fn money_that_does_not_suffice_is_told_with_every_figure() {
    let lab = Lab::rich(250);
    lab.slots(9);
    for job in 1..=2 {
        lab.ask(&Ask::job(job)).unwrap();
    }
    let before = lab.world.table.snapshot();
    let problem = refusal(lab.ask(&Ask::job(3)));
    assert_eq!((problem.status, problem.code.as_str()), (402, "credits-exhausted"));
    let limit = problem.limit.unwrap();
    assert_eq!((limit.id.as_str(), limit.level), ("CREDITS", Level::Workspace));
    assert_eq!((limit.cap, limit.held, limit.spent, limit.needed), (250, 200, 0, 100));
    assert_eq!(lab.world.table.snapshot(), before);
    lab.audit();
}

#[test]
fn a_workspace_that_was_never_given_money_is_refused_for_it() {
    let lab = Lab::new();
    lab.commit(vec![Project::create_default(testkit::workspace("lab"), lab.jobs.now()).unwrap()]);
    let limit = refusal(lab.ask(&Ask::job(1))).limit.unwrap();
    assert_eq!((limit.cap, limit.needed), (0, 100));
    lab.audit();
}

#[test]
fn the_projects_budget_refuses_although_there_is_money() {
    let lab = Lab::rich(1_000);
    lab.budget(150);
    lab.ask(&Ask::job(1)).unwrap();
    let problem = refusal(lab.ask(&Ask::job(2)));
    assert_eq!((problem.status, problem.code.as_str()), (402, "budget-exceeded"));
    let limit = problem.limit.unwrap();
    assert_eq!((limit.level, limit.cap, limit.held, limit.needed), (Level::Project, 150, 100, 100));
    lab.audit();
}

#[test]
fn an_archived_project_spends_nothing_whether_it_has_a_budget_or_not() {
    for budget in [None, Some(500)] {
        let lab = Lab::rich(1_000);
        if let Some(budget) = budget {
            lab.budget(budget);
        }
        let projects = crate::Projects::new(lab.jobs.store.clone());
        lab.run(projects.archive(Ask::job(1).project, None, UserId::derived("ann"), true)).unwrap();
        let problem = refusal(lab.ask(&Ask::job(1)));
        assert_eq!((problem.status, problem.code.as_str()), (409, "project-archived"));
        assert_eq!(problem.pointer.as_deref(), Some("/project"));
        lab.audit();
    }
}

#[test]
fn a_project_that_is_not_there_is_not_found() {
    let lab = Lab::rich(1_000);
    let ask = Ask { project: ProjectId::derived("elsewhere"), ..Ask::job(1) };
    let problem = refusal(lab.ask(&ask));
    assert_eq!((problem.status, problem.pointer.as_deref()), (404, Some("/project")));
    lab.audit();
}

#[test]
fn a_full_lane_is_told_with_its_holders_and_each_user_has_a_lane() {
    let lab = Lab::rich(10_000);
    lab.slots(2);
    for job in 1..=2 {
        lab.ask(&Ask::job(job)).unwrap();
    }
    let fault = lab.ask(&Ask::job(3)).unwrap_err();
    let problem = fault.problem("test");
    assert_eq!((problem.status, fault.wait_seconds()), (429, Some(5)));
    for job in 1..=2 {
        assert!(problem.detail.contains(&Ask::job(job).id().to_string()), "{}", problem.detail);
    }
    let limit = problem.limit.unwrap();
    assert_eq!((limit.id.as_str(), limit.cap, limit.held, limit.needed), ("render", 2, 2, 1));
    lab.ask(&Ask { user: "bob", ..Ask::job(4) }).unwrap();
    lab.audit();
}

#[test]
fn a_plan_without_slots_refuses_all() {
    let lab = Lab::rich(1_000);
    lab.slots(0);
    assert_eq!(refusal(lab.ask(&Ask::job(1))).status, 429);
    lab.audit();
}

#[test]
fn a_hold_below_nothing_is_a_defect() {
    let lab = Lab::rich(1_000);
    assert_eq!(refusal(lab.ask(&Ask { hold: -1, ..Ask::job(1) })).status, 500);
    lab.audit();
}

#[test]
fn a_key_is_answered_as_before_and_refused_for_another_request() {
    let lab = Lab::rich(1_000);
    lab.admitted();
    let again = Ask { key: "k1".to_owned(), ..Ask::job(2) };
    assert_eq!(lab.ask(&again).unwrap(), Admitted::Before(answer(&Ask::job(1))));
    let problem = refusal(lab.ask(&Ask { body: "another", ..again }));
    assert_eq!((problem.status, problem.code.as_str()), (422, "idempotency-mismatch"));
    lab.audit();
}

#[test]
fn a_replay_asks_for_neither_money_nor_slot_nor_project() {
    let lab = Lab::rich(100);
    lab.slots(1);
    let job = lab.admitted();
    assert_eq!(refusal(lab.ask(&Ask::job(2))).status, 402);
    assert_eq!(lab.ask(&Ask::job(1)).unwrap(), Admitted::Before(answer(&Ask::job(1))));
    lab.commit(vec![Change::delete(Project::address(Ask::job(1).project), Guard::Present)]);
    assert_eq!(lab.ask(&Ask::job(1)).unwrap(), Admitted::Before(answer(&Ask::job(1))));
    lab.settle(job, &End::Failed(problem("no")));
    assert_eq!(lab.ask(&Ask::job(1)).unwrap(), Admitted::Before(answer(&Ask::job(1))));
    lab.commit(vec![Project::create_default(testkit::workspace("lab"), lab.jobs.now()).unwrap()]);
    lab.audit();
}

#[test]
fn a_key_whose_time_is_over_admits_anew() {
    let lab = Lab::rich(1_000);
    lab.admitted();
    let another = Ask { key: "k1".to_owned(), body: "another", ..Ask::job(2) };
    lab.advance(store::once::KEPT);
    assert_eq!(refusal(lab.ask(&another)).status, 422, "the last millisecond still counts");
    lab.advance(Duration::from_millis(1));
    assert_eq!(lab.ask(&another).unwrap(), Admitted::New(answer(&another)));
    lab.audit();
}

#[test]
fn two_admissions_under_one_key_are_one_job_and_one_answer() {
    // With money and slot for just one, the second must find the first's answer and not the first's traces.
    for seed in 0..200 {
        let lab = Lab::rich(100);
        lab.slots(1);
        let asks = [Ask::job(1), Ask { key: "k1".to_owned(), ..Ask::job(2) }];
        let race = lab.race(seed, asks.iter().map(|ask| lab.asked(ask)));
        let answers: Vec<_> = race.into_iter().map(Result::unwrap).collect();
        let [one, other] = &answers[..] else { panic!("two answers") };
        let text = |admitted: &Admitted| match admitted {
            Admitted::New(answer) | Admitted::Before(answer) => answer.clone(),
        };
        assert_eq!(text(one), text(other), "seed {seed}");
        let new = answers.iter().filter(|answer| matches!(answer, Admitted::New(_))).count();
        assert_eq!(new, 1, "seed {seed}");
        lab.audit();
    }
}
