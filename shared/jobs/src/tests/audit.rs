//! The audit can fail: whatever is broken in a good table, it complains.

use std::collections::BTreeMap;
use std::time::Duration;

use contract::port::table::{Item, Key, Value};
use model::project::ProjectName;
use model::{ProjectId, StageName, UserId};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRng, TestRunner};

use super::{Ask, Lab, landed, problem};
use crate::project::Budget;
use crate::{Chain, Chains, End, Memory, Place, Project, ProjectView, Projects, Verdict};

type Items = BTreeMap<Key, Item>;

/// A table with jobs in every state that there is, with budgets, a charge above its hold, a second run and a second attempt, one
/// that waits in line and one that was canceled there.
fn good() -> Items {
    let lab = Lab::rich(10_000);
    lab.budget(9_000);
    lab.slots(20);
    for job in 1..=7 {
        let chain = (job < 4).then(|| Chain::default_of(Ask::job(job).project));
        let ask = Ask { user: if job % 2 == 0 { "ann" } else { "bob" }, chain, ..Ask::job(job) };
        lab.ask(&ask).unwrap();
        if job > 1 {
            lab.begin(ask.id(), 1).unwrap();
            lab.run(lab.check_in(&lab.view(ask.id()), &Lab::step(ask.id(), 1), StageName::Prepare, "ok"))
                .unwrap();
        }
    }
    let id = |job| Ask::job(job).id();
    for job in 3..=7 {
        lab.granted(id(job));
    }
    lab.conclude(id(4), 1, &Verdict::InDoubt);
    lab.conclude(id(5), 1, &landed(150));
    lab.succeed(id(5));
    lab.conclude(id(6), 1, &Verdict::Refused("no".to_owned()));
    lab.granted(id(6));
    lab.conclude(id(6), 2, &landed(40));
    lab.run(lab.office.reap(id(6), 1, None)).unwrap();
    lab.succeed(id(6));
    lab.settle(id(7), &End::Failed(problem("no")));
    let chains = Chains::new(lab.jobs.store.clone());
    let project = Ask::job(1).project;
    for (job, position) in [(1, 1), (3, 3)] {
        let memory = Memory::of(id(job), position);
        lab.run(chains.remember(project, Chain::default_of(project), memory)).unwrap();
    }
    lab.slots(0);
    for job in [8, 9] {
        lab.ask(&Ask { user: "cy", place: Place::Line { priority: 1 }, ..Ask::job(job) }).unwrap();
    }
    lab.run(lab.jobs.cancel(&lab.line, id(9))).unwrap();
    assert!(lab.sequence([1, 4, 6].map(id)).is_empty());
    lab.advance(Duration::from_secs(1));
    assert!(lab.sequence([2, 3, 4, 5].map(id)).is_empty());
    archive_and_delete(&lab);
    lab.audit();
    lab.world.table.snapshot()
}

/// The default project in the archive, and another one that is gone.
fn archive_and_delete(lab: &Lab) {
    let (by, gone) = (UserId::derived("ann"), ProjectId::derived("gone"));
    let projects = Projects::new(lab.jobs.store.clone());
    lab.run(projects.archive(projects.default_id(), None, by, true)).unwrap();
    let project = Project::new(gone, &ProjectName::parse("Gone").unwrap(), by, lab.jobs.now());
    lab.run(projects.create(&ProjectView::unspent(project, Budget(None)).unwrap(), &[])).unwrap();
    lab.run(projects.delete(gone, 1, by)).unwrap();
}

/// Everything that can be broken about one item, by its kind.
fn breakages(key: &Key, item: &Item) -> Vec<(String, Option<Item>)> {
    let kind = key.pk.split('#').next().unwrap_or_default();
    let below = key.sk.split('#').next().unwrap_or_default();
    let empty_lane = kind == "LAN" && item.is_empty();
    let read = ["JOB", "RUN", "WAL", "LED", "LAN", "FDX", "WAI", "PRJ", "CHJ", "CHN"];
    if empty_lane || !read.contains(&kind) {
        return Vec::new();
    }
    let attributes: &[&str] = match (kind, below) {
        ("WAL", _) => &["cap", "avail", "held", "spent", "closed", "jobs"],
        ("LED", "GRT") => &["amount", "kind"],
        ("LED", _) => &["amount", "charged", "released", "overrun", "kind", "wallets", "attempts"],
        ("LAN", _) => &["holders", "gdp", "gds"],
        ("JOB", _) => &[
            "status",
            "version",
            "run",
            "att",
            "slot",
            "due",
            "gdp",
            "gds",
            "ended_at",
            "outputs",
            "problem",
            "g1p",
            "g1s",
            "chain",
            "chain_position",
        ],
        ("CHN", _) => &["memory", "learned"],
        // Of the last version the chain itself knows the position.
        ("CHJ", "M") if key.sk.ends_with('2') => &["position"],
        ("CHJ", "POS" | "M") => &[],
        ("CHJ", _) => &["job"],
        ("RUN", "E") => &["type", "version"],
        ("RUN", "A") => &["state"],
        ("RUN", "FED") => &["ver"],
        ("PRJ", below) if below != "GONE" => &["archived_at"],
        ("FDX", "HEAD") => &["seq"],
        ("FDX", _) => &["seq", "version", "type", "job", "data"],
        _ => &[],
    };
    let mut broken = vec![("is gone".to_owned(), None)];
    for name in attributes {
        // A hold has no attempts and no overrun that it could be wrong about.
        let idle = below != "GRT" && key.sk.ends_with("#0hold") && matches!(*name, "overrun" | "attempts");
        for value in item.get(*name).into_iter().filter(|_| !idle).flat_map(|value| wrong(name, value)) {
            let mut item = item.clone();
            match &value {
                Some(value) => item.insert((*name).to_owned(), value.clone()),
                None => item.remove(*name),
            };
            broken.push((format!("{name} is {value:?}"), Some(item)));
        }
    }
    broken
}

/// Values that an attribute should not have; `None` takes it away.
fn wrong(name: &str, value: &Value) -> Vec<Option<Value>> {
    match (name, value) {
        // A lane's moment is in its index alone; a head has it as a number too, which must be the same.
        ("gdp" | "gds" | "ended_at" | "outputs" | "problem", Value::Text(_))
        | ("ended_at" | "archived_at", _) => vec![None],
        (_, Value::Int(number)) => vec![Some(Value::Int(number + 1)), Some(Value::Int(number - 1))],
        (_, Value::Bool(truth)) => vec![Some(Value::Bool(!truth))],
        (_, Value::Set(members)) => {
            let one_less = members.iter().skip(1).cloned().collect();
            let one_more = members.iter().cloned().chain([Ask::job(99).id().to_string()]).collect();
            vec![Some(Value::Set(one_less)), Some(Value::Set(one_more))]
        }
        (_, Value::Text(text)) => {
            let words: &[&str] = match name {
                "status" => &["queued", "running", "in_doubt", "succeeded", "failed", "canceled", "expired"],
                "type" => &[
                    "queued",
                    "started",
                    "stage",
                    "submitting",
                    "landed",
                    "voided",
                    "resumed",
                    "in_doubt",
                    "succeeded",
                    "failed",
                    "canceled",
                    "expired",
                ],
                "state" => &["submitting", "accepted", "landed", "refused", "void", "in_doubt", "lost"],
                "kind" => &["grant", "hold", "settle", "release", "split"],
                "wallets" => &["[]", r#"[{"wallet":"CREDITS","amount":1}]"#],
                "attempts" => &[r#"[{"booked_usd_micros":7}]"#],
                _ => &["?"],
            };
            let others = words.iter().filter(|word| *word != text);
            others.map(|word| Some(Value::Text((*word).to_owned()))).collect()
        }
    }
}

#[test]
fn whatever_is_broken_about_one_item_is_told() {
    let good = good();
    let every: Vec<_> = good
        .iter()
        .flat_map(|(key, item)| breakages(key, item).into_iter().map(move |(what, item)| (key, what, item)))
        .collect();
    assert!(every.len() > 300, "{} ways", every.len());
    for (key, what, item) in every {
        let mut broken = good.clone();
        match item {
            Some(item) => broken.insert(key.clone(), item),
            None => broken.remove(key),
        };
        assert_ne!(testkit::audit(&broken), Vec::<String>::new(), "{key:?}: {what}");
    }
}

#[test]
fn an_item_that_is_in_two_places_is_told() {
    let good = good();
    let copied = |from: &Key, to: Key| {
        let mut broken = good.clone();
        let item = broken[from].clone();
        (broken.insert(to, item).is_none()).then(|| testkit::audit(&broken))
    };
    let (one, two) = (Ask::job(1).id().to_string(), Ask::job(99).id().to_string());
    let mut copies = 0;
    for key in good.keys().filter(|key| ["JOB", "RUN", "LED"].iter().any(|kind| key.pk.starts_with(kind))) {
        let elsewhere = Key { pk: key.pk.replace("wsp_", "wsp_x"), sk: key.sk.clone() };
        let another = Key { pk: key.pk.replace(&one, &two), sk: key.sk.replace(&one, &two) };
        for copy in [elsewhere, another] {
            if let Some(wrong) = copied(key, copy.clone()) {
                assert_ne!(wrong, Vec::<String>::new(), "{copy:?}");
                copies += 1;
            }
        }
    }
    assert!(copies > 60, "{copies} copies");
}

#[test]
fn money_that_moves_between_two_figures_at_random_is_told() {
    const FIGURES: &[&str] = &["cap", "avail", "held", "spent"];
    let good = good();
    let wallets: Vec<_> = good.keys().filter(|key| key.pk.starts_with("WAL#")).cloned().collect();
    let config = Config { cases: 500, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    let figure = || prop::sample::select(FIGURES);
    let moves = (prop::sample::select(wallets), figure(), figure(), 1..10_000_i64);
    let result = TestRunner::new_with_rng(config, rng).run(&moves, |(wallet, from, to, amount)| {
        prop_assume!(from != to);
        // A cap of the project's wallet that grows together with what is left of it is a larger budget and no mistake.
        prop_assume!(
            !(wallet.sk != "CREDITS" && [from, to].contains(&"cap") && [from, to].contains(&"avail"))
        );
        let mut broken = good.clone();
        let item = broken.get_mut(&wallet).unwrap();
        let sign = if [from, to].contains(&"cap") { 1 } else { -1 };
        for (name, by) in [(from, sign * amount), (to, amount)] {
            let Some(Value::Int(number)) = item.get_mut(name) else { panic!("{name} is a number") };
            *number += by;
        }
        prop_assert_ne!(testkit::audit(&broken), Vec::<String>::new());
        Ok(())
    });
    result.unwrap();
}
