use contract::port::table::{Edit, Guard, Value};
use fault::Problem;
use model::project::Medium;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRng, TestRunner};
use store::Change;

use super::*;
use crate::tests::{Ask, Invocation, Lab};

fn lab() -> Lab {
    Lab::rich(1_000)
}

fn project() -> ProjectId {
    Ask::job(0).project
}

fn rules(lab: &Lab) -> Rules {
    Rules { store: lab.jobs.store.clone() }
}

fn ann() -> UserId {
    UserId::derived("ann")
}

fn id(number: u128) -> RuleId {
    RuleId::from_body(number)
}

fn new(text: &str, order: Option<u32>) -> NewRule {
    NewRule { text: RuleText::parse(text).unwrap(), applies_to: None, active: true, order }
}

async fn make(rules: Rules, number: u128, new: NewRule) -> Result<Rule, Fault> {
    match rules.create(project(), id(number), &new, ann(), &|_| Ok(Vec::new())).await? {
        Made::Done(rule) => Ok(rule),
        Made::Refused(refused) => panic!("{refused:?}"),
    }
}

fn made(lab: &Lab, number: u128, order: Option<u32>) -> Rule {
    lab.run(make(rules(lab), number, new(&format!("rule {number}"), order))).unwrap()
}

fn set(lab: &Lab) -> RuleSet {
    lab.run(rules(lab).set(project())).unwrap()
}

fn numbers(set: &RuleSet) -> Vec<u128> {
    let number = |rule: &Rule| (1..100).find(|number| id(*number) == rule.id).unwrap();
    set.rules.iter().map(number).collect()
}

fn change(lab: &Lab, number: u128, seen: u64, edit: &RuleEdit) -> Result<Rule, Fault> {
    lab.run(rules(lab).change(project(), id(number), seen, ann(), edit))
}

fn told<T: std::fmt::Debug>(result: Result<T, Fault>) -> Problem {
    result.unwrap_err().problem("test")
}

#[test]
fn rules_stand_in_the_order_that_they_are_given() {
    let lab = lab();
    assert_eq!(set(&lab), RuleSet::default());
    assert_eq!(made(&lab, 1, None).order, 1);
    assert_eq!(made(&lab, 2, None).order, 2);
    assert_eq!(made(&lab, 3, Some(1)).order, 1);
    assert_eq!(made(&lab, 4, Some(99)).order, 4);
    let all = set(&lab);
    assert_eq!((numbers(&all), all.version), (vec![3, 1, 2, 4], 4));
    assert!(all.rules.iter().zip(1..).all(|(rule, place)| rule.order == place));
}

#[test]
fn moving_a_rule_changes_the_order_alone() {
    let lab = lab();
    for number in 1..=3 {
        made(&lab, number, None);
    }
    let before = lab.world.table.snapshot();
    let moved = change(&lab, 3, 1, &RuleEdit { order: Some(1), ..RuleEdit::default() }).unwrap();
    assert_eq!((moved.order, moved.version), (1, 1));
    let after = lab.world.table.snapshot();
    let changed: Vec<_> = after.iter().filter(|(key, item)| before.get(*key) != Some(item)).collect();
    assert!(changed.len() == 1 && changed[0].0.sk == "SET", "{changed:?}");
    assert_eq!((numbers(&set(&lab)), set(&lab).version), (vec![3, 1, 2], 4));
    // Where nothing is another, nothing is written.
    change(&lab, 3, 1, &RuleEdit { order: Some(1), ..RuleEdit::default() }).unwrap();
    assert_eq!(lab.world.table.snapshot(), after);
}

#[test]
fn a_rule_is_changed_from_the_version_that_was_seen() {
    let lab = lab();
    made(&lab, 1, None);
    let off = RuleEdit { active: Some(false), ..RuleEdit::default() };
    assert_eq!(change(&lab, 1, 1, &off).unwrap().version, 2);
    let problem = told(change(&lab, 1, 1, &RuleEdit { active: Some(true), ..RuleEdit::default() }));
    assert_eq!((problem.status, problem.current.unwrap().etag.as_str()), (412, "\"2\""));
    assert_eq!(told(change(&lab, 9, 1, &off)).status, 404);
    assert_eq!(told(lab.run(rules(&lab).delete(project(), id(1), Some(1)))).status, 412);
    lab.run(rules(&lab).delete(project(), id(1), Some(2))).unwrap();
    assert_eq!(told(lab.run(rules(&lab).delete(project(), id(1), None))).status, 404);
    assert_eq!(
        (set(&lab).rules.len(), set(&lab).version),
        (0, 3),
        "the version goes on when the last one has gone"
    );
}

/// An order that says that it is not there: whoever looks again is refused again.
#[test]
fn what_is_refused_again_and_again_is_given_up() {
    let lab = lab();
    made(&lab, 1, None);
    let never = vec![Edit::Set(store::VERSION, Value::Int(0))];
    lab.commit(vec![Change::update(order(project()), never, Guard::Present)]);
    let before = lab.world.table.snapshot();
    let off = RuleEdit { active: Some(false), ..RuleEdit::default() };
    let refused = [
        told(lab.run(make(rules(&lab), 2, new("another", None)))),
        told(change(&lab, 1, 1, &off)),
        told(lab.run(rules(&lab).delete(project(), id(1), None))),
    ];
    for problem in refused {
        assert_eq!((problem.status, problem.code.as_str()), (503, "contended"));
    }
    assert_eq!(lab.world.table.snapshot(), before);
}

#[test]
fn only_what_is_active_and_meant_is_followed() {
    let lab = lab();
    let films = NewRule { applies_to: Some([Medium::Video].into_iter().collect()), ..new("films.", None) };
    let both = [Medium::Video, Medium::Image].into_iter().collect();
    lab.run(make(rules(&lab), 1, films)).unwrap();
    lab.run(make(rules(&lab), 2, NewRule { active: false, ..new("off", None) })).unwrap();
    lab.run(make(rules(&lab), 3, NewRule { applies_to: Some(both), ..new("warm light. ", None) })).unwrap();
    lab.run(make(rules(&lab), 4, new("no people", None))).unwrap();
    let set = lab.run(rules(&lab).set(project())).unwrap();
    assert_eq!(words(set.active(Task::Image)).collect::<Vec<_>>(), ["warm light", "no people"]);
    assert_eq!(lab.run(rules(&lab).set(ProjectId::derived("none"))).unwrap(), RuleSet::default());
}

#[test]
fn a_project_has_fifty_rules() {
    let lab = lab();
    for number in 1..=50 {
        made(&lab, number, None);
    }
    let fault = lab.run(make(rules(&lab), 51, new("one more", None))).unwrap_err();
    let problem = fault.problem("test");
    let limit = problem.limit.unwrap();
    assert_eq!((problem.status, problem.code.as_str(), limit.cap, limit.held), (429, "rule-limit", 50, 50));
    assert_eq!(fault.disposition(), fault::Disposition::Rejected);
    lab.audit();
}

#[test]
fn a_rule_of_no_project_is_not_made() {
    let lab = lab();
    let nowhere = ProjectId::derived("none");
    let new = new("a", None);
    let made = lab.run(rules(&lab).create(nowhere, id(1), &new, ann(), &|_| Ok(Vec::new())));
    assert_eq!(told(made).status, 404);
    assert_eq!(lab.run(rules(&lab).set(nowhere)).unwrap(), RuleSet::default());
}

#[test]
fn a_reading_between_two_changes_is_never_of_both() {
    for seed in 0..200 {
        let lab = lab();
        for number in 1..=3 {
            made(&lab, number, None);
        }
        let edit =
            RuleEdit { text: Some(RuleText::parse("other").unwrap()), order: Some(3), ..RuleEdit::default() };
        let (one, two, three) = (rules(&lab), rules(&lab), rules(&lab));
        let all: Vec<Invocation<'_, RuleSet>> = vec![
            Box::pin(async {
                one.change(project(), id(1), 1, ann(), &edit).await.unwrap();
                RuleSet::default()
            }),
            Box::pin(async {
                two.delete(project(), id(2), None).await.unwrap();
                RuleSet::default()
            }),
            Box::pin(async { three.set(project()).await.unwrap() }),
        ];
        let read = lab.race(seed, all).pop().unwrap();
        // Every state that there was between the changes, whichever came first.
        let lawful = [(3, vec![1, 2, 3]), (4, vec![2, 3, 1]), (4, vec![1, 3]), (5, vec![3, 1])];
        assert!(lawful.contains(&(read.version, numbers(&read))), "seed {seed}: {read:?}");
        let end = set(&lab);
        assert_eq!((end.version, numbers(&end)), (5, vec![3, 1]), "seed {seed}");
    }
}

#[test]
fn any_moves_leave_every_rule_once_at_the_place_that_was_asked_for() {
    let config = Config { cases: 60, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    let moves = prop::collection::vec((1..=6_u128, 1..=8_u32), 1..12);
    let result = TestRunner::new_with_rng(config, rng).run(&moves, |moves| {
        let lab = lab();
        let mut model: Vec<u128> = (1..=6).collect();
        for number in &model {
            made(&lab, *number, None);
        }
        for (number, place) in moves {
            change(&lab, number, 1, &RuleEdit { order: Some(place), ..RuleEdit::default() }).unwrap();
            model.retain(|other| *other != number);
            model.insert((place as usize - 1).min(model.len()), number);
            prop_assert_eq!(&numbers(&set(&lab)), &model);
        }
        Ok(())
    });
    result.unwrap();
}
