use fault::Problem;
use model::project::Description;
use serde_json::{Map, Value, json};
use store::Record as _;

use super::*;
use crate::rule::NewRule;
use crate::tests::{Ask, Invocation, Lab, landed, output, problem};
use crate::{Admitted, End, Rules};

fn ann() -> UserId {
    UserId::derived("ann")
}

fn projects(lab: &Lab) -> Projects {
    Projects::new(lab.jobs.store.clone())
}

fn spring() -> ProjectId {
    ProjectId::derived("spring")
}

/// A laboratory with a thousand micro-USD and a project besides the default one.
fn lab(budget: Option<i64>) -> Lab {
    let lab = Lab::rich(1_000);
    let name = ProjectName::parse("Spring").unwrap();
    let project = Project::new(spring(), &name, ann(), lab.jobs.now());
    let view = ProjectView::unspent(project, Budget(budget.map(UsdMicros::new))).unwrap();
    assert_eq!(lab.run(projects(&lab).create(&view, &[])).unwrap(), Commit::Done);
    lab
}

fn ask(job: u128) -> Ask {
    Ask { project: spring(), ..Ask::job(job) }
}

fn get(lab: &Lab) -> ProjectView {
    lab.run(projects(lab).get(spring())).unwrap()
}

fn change(lab: &Lab, seen: u64, edited: &Edited) -> Result<ProjectView, Fault> {
    lab.run(projects(lab).change(spring(), seen, ann(), &|_| Ok(edited.clone())))
}

fn budget(lab: &Lab, budget: Option<i64>) -> ProjectView {
    let edited = Edited { budget: Some(Budget(budget.map(UsdMicros::new))), ..Edited::default() };
    change(lab, get(lab).project.version, &edited).unwrap()
}

fn archive(lab: &Lab, archived: bool) -> ProjectView {
    lab.run(projects(lab).archive(spring(), None, ann(), archived)).unwrap()
}

fn refused<T: std::fmt::Debug>(result: Result<T, Fault>) -> Problem {
    result.unwrap_err().problem("test")
}

/// Cap, what is left, what is held, what is spent.
fn figures(view: &ProjectView) -> [i64; 4] {
    let wallet = view.wallet.unwrap();
    [wallet.cap, wallet.avail, wallet.held, wallet.spent].map(UsdMicros::get)
}

#[test]
fn an_old_project_is_readable_and_a_new_one_reads_back() {
    let old: contract::port::table::Item = [
        ("id", json!(spring().to_string())),
        ("name", json!("Default")),
        ("version", json!(1)),
        ("created_at", json!(0)),
    ]
    .into_iter()
    .map(|(name, value)| {
        let value = match value {
            Value::String(text) => contract::port::table::Value::Text(text),
            value => contract::port::table::Value::Int(value.as_i64().unwrap()),
        };
        (name.to_owned(), value)
    })
    .collect();
    let project = Project::from_item(&old).unwrap();
    assert!(project.settings.is_empty() && project.archived_at.is_none());
    let settings = serde_json::from_value(json!({ "style": "ink", "seed": u64::MAX })).unwrap();
    let full = Project {
        settings,
        description: Some(Description::parse("two\nlines").unwrap()),
        archived_at: Some(Time::from_millis(5)),
        ..project
    };
    assert_eq!(Project::from_item(&full.to_item().unwrap()).unwrap(), full);
    let gone = Gone { project: full, deleted_at: Time::from_millis(9), deleted_by: ann() };
    assert_eq!(Gone::from_item(&gone.to_item().unwrap()).unwrap(), gone);
}

#[test]
fn a_project_without_a_budget_counts_what_it_spends_and_limits_nothing() {
    let lab = lab(None);
    let job = ask(1).id();
    lab.ask(&ask(1)).unwrap();
    let view = get(&lab);
    assert_eq!((view.budget(), view.wallet.unwrap().jobs, view.wallet.unwrap().held.get()), (None, 1, 100));
    lab.begin(job, 1).unwrap();
    lab.granted(job);
    lab.conclude(job, 1, &landed(40));
    lab.succeed(job);
    let view = get(&lab);
    let wallet = view.wallet.unwrap();
    assert_eq!((wallet.spent.get(), wallet.held.get(), wallet.jobs), (40, 0, 0));
    assert_eq!(wallet.picture, Some(output().asset));
    assert_eq!(view.project.version, 1, "money moves without the version");
    lab.audit();
}

#[test]
fn a_render_that_ends_badly_leaves_the_picture_as_it_was() {
    let lab = lab(None);
    lab.ask(&ask(1)).unwrap();
    lab.settle(ask(1).id(), &End::Failed(problem("no")));
    let wallet = get(&lab).wallet.unwrap();
    assert_eq!((wallet.picture, wallet.jobs, wallet.spent.get()), (None, 0, 0));
    lab.audit();
}

#[test]
fn nothing_and_no_budget_are_two_things() {
    let lab = lab(Some(0));
    let problem = refused(lab.ask(&ask(1)));
    assert_eq!((problem.status, problem.code.as_str()), (402, "budget-exceeded"));
    assert_eq!(problem.limit.unwrap().cap, 0);
    assert_eq!(budget(&lab, None).budget(), None);
    lab.ask(&ask(1)).unwrap();
    lab.audit();
}

#[test]
fn a_budget_is_lowered_under_what_is_held_and_nothing_more_is_admitted() {
    let lab = lab(Some(500));
    lab.ask(&ask(1)).unwrap();
    lab.ask(&ask(2)).unwrap();
    let view = budget(&lab, Some(150));
    assert_eq!(figures(&view), [150, -50, 200, 0]);
    assert_eq!(view, get(&lab), "what is answered is what is there");
    assert_eq!(refused(lab.ask(&ask(3))).code, "budget-exceeded");
    lab.settle(ask(1).id(), &End::Failed(problem("no")));
    assert_eq!(figures(&get(&lab)), [150, 50, 100, 0]);
    assert_eq!(refused(lab.ask(&ask(3))).code, "budget-exceeded");
    assert_eq!(
        figures(&budget(&lab, None)),
        [Wallet::NO_BUDGET.get(), Wallet::NO_BUDGET.get() - 100, 100, 0]
    );
    lab.ask(&ask(3)).unwrap();
    lab.audit();
}

#[test]
fn a_budget_has_bounds() {
    let lab = lab(None);
    for bad in [-1, Wallet::NO_BUDGET.get(), i64::MAX, i64::MIN] {
        let edited = Edited { budget: Some(Budget(Some(UsdMicros::new(bad)))), ..Edited::default() };
        let problem = refused(change(&lab, 1, &edited));
        assert_eq!((problem.status, problem.pointer.as_deref()), (422, Some("/budget_usd_micros")), "{bad}");
    }
    assert_eq!(get(&lab).project.version, 1);
}

#[test]
fn a_change_from_another_version_says_what_is_there() {
    let lab = lab(None);
    let named = |name| Edited { name: Some(ProjectName::parse(name).unwrap()), ..Edited::default() };
    let changed = change(&lab, 1, &named("Summer")).unwrap();
    assert_eq!((changed.project.version, changed.project.name.as_str()), (2, "Summer"));
    let problem = refused(change(&lab, 1, &named("Autumn")));
    assert_eq!((problem.status, problem.code.as_str()), (412, "stale"));
    let current = problem.current.unwrap();
    assert_eq!(
        (current.etag.as_str(), current.changed_at, current.changed_by),
        ("\"2\"", lab.jobs.now(), Some(ann()))
    );
    assert_eq!(get(&lab), changed);
    lab.audit();
}

#[test]
fn of_two_who_change_one_version_one_is_told_of_the_other() {
    for seed in 0..100 {
        let lab = lab(Some(500));
        let edited = [200, 300]
            .map(|amount| Edited { budget: Some(Budget(Some(UsdMicros::new(amount)))), ..Edited::default() });
        let by_both = edited.each_ref().map(|edited| {
            let projects = projects(&lab);
            async move { projects.change(spring(), 1, ann(), &|_| Ok(edited.clone())).await }
        });
        let race = lab.race(seed, by_both);
        let (done, told): (Vec<_>, Vec<_>) = race.into_iter().partition(Result::is_ok);
        assert_eq!((done.len(), told.len()), (1, 1), "seed {seed}");
        assert_eq!(get(&lab), done.into_iter().next().unwrap().unwrap(), "seed {seed}");
        assert_eq!(refused(told.into_iter().next().unwrap()).code, "stale", "seed {seed}");
        lab.audit();
    }
}

#[test]
fn money_that_moves_while_the_budget_changes_is_not_lost() {
    for seed in 0..200 {
        let lab = lab(Some(500));
        lab.slots(9);
        let jobs: Vec<_> = (1..=3).map(ask).collect();
        let edited = Edited { budget: Some(Budget(Some(UsdMicros::new(250)))), ..Edited::default() };
        let projects = projects(&lab);
        let mut all: Vec<Invocation<'_, bool>> = Vec::new();
        for ask in &jobs {
            all.push(Box::pin(async { lab.asked(ask).await.is_ok() }));
        }
        all.push(Box::pin(async {
            projects.change(spring(), 1, ann(), &|_| Ok(edited.clone())).await.is_ok()
        }));
        let done = lab.race(seed, all);
        assert!(done[3], "seed {seed}: who has the version changes the budget");
        let view = get(&lab);
        let admitted = i64::try_from(done[..3].iter().filter(|done| **done).count()).unwrap();
        assert_eq!(figures(&view), [250, 250 - 100 * admitted, 100 * admitted, 0], "seed {seed}");
        lab.audit();
    }
}

#[test]
fn the_archive_lets_go_on_what_was_admitted_and_admits_nothing() {
    let lab = lab(None);
    lab.ask(&ask(1)).unwrap();
    let archived = archive(&lab, true);
    assert_eq!((archived.project.archived_at, archived.project.version), (Some(lab.jobs.now()), 2));
    assert_eq!(archived, get(&lab));
    let problem = refused(lab.ask(&ask(2)));
    assert_eq!((problem.status, problem.code.as_str()), (409, "project-archived"));
    assert_eq!(archive(&lab, true), archived, "asked again it answers the same");
    lab.audit();
    lab.begin(ask(1).id(), 1).unwrap();
    lab.granted(ask(1).id());
    lab.conclude(ask(1).id(), 1, &landed(40));
    lab.succeed(ask(1).id());
    assert_eq!(archive(&lab, false).project.version, 3);
    lab.ask(&ask(2)).unwrap();
    lab.audit();
}

#[test]
fn a_project_from_before_every_one_had_a_wallet_can_be_archived_and_given_a_budget() {
    let lab = Lab::rich(1_000);
    let default = projects(&lab).default_id();
    lab.run(projects(&lab).archive(default, None, ann(), true)).unwrap();
    assert_eq!(refused(lab.ask(&Ask::job(1))).code, "project-archived");
    lab.audit();
    let open = lab.run(projects(&lab).archive(default, Some(2), ann(), false)).unwrap();
    assert_eq!(open.budget(), None);
    lab.ask(&Ask::job(1)).unwrap();
    lab.audit();
}

/// The wallet that an admission read decides whether it is guarded: no order of the two ends in a job that nobody counted.
#[test]
fn an_admission_that_races_with_the_archive_is_before_it_or_refused() {
    for seed in 0..200 {
        let lab = lab(None);
        let one = ask(1);
        let projects = projects(&lab);
        let all: Vec<Invocation<'_, bool>> = vec![
            Box::pin(async { lab.asked(&one).await.is_ok() }),
            Box::pin(async { projects.archive(spring(), None, ann(), true).await.is_ok() }),
        ];
        let done = lab.race(seed, all);
        assert!(done[1], "seed {seed}");
        assert_eq!(get(&lab).wallet.unwrap().jobs, i64::from(done[0]), "seed {seed}");
        lab.audit();
    }
}

/// A default project without a wallet: from before there were any, or as if somebody had died between the two.
#[test]
fn whoever_comes_first_makes_the_wallet_that_is_missing() {
    for seed in 0..200 {
        let lab = Lab::rich(1_000);
        let (one, two) = (Ask::job(1), Ask::job(2));
        let projects = projects(&lab);
        let default = projects.default_id();
        let all: Vec<Invocation<'_, bool>> = vec![
            Box::pin(async { lab.asked(&one).await.is_ok() }),
            Box::pin(async { lab.asked(&two).await.is_ok() }),
            Box::pin(async { projects.archive(default, None, ann(), true).await.is_ok() }),
        ];
        let done = lab.race(seed, all);
        assert!(done[2], "seed {seed}");
        let wallet = lab.run(projects.get(default)).unwrap().wallet.unwrap();
        let admitted = i64::from(done[0]) + i64::from(done[1]);
        assert_eq!(
            (wallet.closed, wallet.jobs, wallet.held.get()),
            (true, admitted, 100 * admitted),
            "seed {seed}"
        );
        lab.audit();
    }
}

fn delete(lab: &Lab, seen: u64) -> Result<Gone, Fault> {
    lab.run(projects(lab).delete(spring(), seen, ann()))
}

#[test]
fn a_project_goes_with_its_rules_and_its_draft_and_leaves_its_money() {
    let lab = lab(Some(500));
    let rules: Rules = lab.world.open("lab");
    for number in 0..3 {
        let text = model::project::RuleText::parse(&format!("rule {number}")).unwrap();
        let new = NewRule { text, applies_to: None, active: true, order: None };
        let id = model::RuleId::from_body(number);
        lab.run(rules.create(spring(), id, &new, ann(), &|_| Ok(Vec::new()))).unwrap();
    }
    let drafts: Drafts = lab.world.open("lab");
    lab.run(drafts.put(spring(), None, Map::new(), ann())).unwrap();
    lab.ask(&ask(1)).unwrap();
    let busy = refused(delete(&lab, 1));
    assert_eq!((busy.status, busy.code.as_str()), (409, "project-busy"));
    lab.settle(ask(1).id(), &End::Failed(problem("no")));
    assert_eq!(refused(delete(&lab, 2)).status, 412);
    let gone = delete(&lab, 1).unwrap();
    lab.advance(std::time::Duration::from_secs(5));
    assert_eq!(delete(&lab, 1).unwrap(), gone, "asked again it answers the same");
    assert_eq!(refused(lab.run(projects(&lab).get(spring()))).status, 404);
    assert_eq!(refused(lab.ask(&ask(2))).status, 404);
    assert_eq!(refused(lab.run(drafts.put(spring(), None, Map::new(), ann()))).status, 404);
    let table = lab.world.table.snapshot();
    let of_it: Vec<_> = table
        .keys()
        .filter(|key| key.pk.contains(&spring().to_string()) || key.sk.contains(&spring().to_string()))
        .map(|key| format!("{} {}", &key.pk[..3], key.sk))
        .collect();
    assert_eq!(of_it, [format!("PRJ GONE#{}", spring()), format!("WAL PRJ#{}", spring())]);
    assert_eq!(lab.head(ask(1).id()).project, spring());
    lab.audit();
}

#[test]
fn a_render_that_costs_nothing_keeps_its_project_all_the_same() {
    let lab = lab(None);
    lab.ask(&Ask { hold: 0, ..ask(1) }).unwrap();
    assert_eq!(refused(delete(&lab, 1)).code, "project-busy");
    lab.audit();
}

/// A table that says that a project is there and has gone: whoever looks again sees the same.
#[test]
fn what_is_refused_again_and_again_is_given_up() {
    let lab = lab(None);
    let gone = Gone { project: get(&lab).project, deleted_at: lab.jobs.now(), deleted_by: ann() };
    lab.commit(vec![Change::create(Gone::address(spring()), &gone).unwrap()]);
    let problem = refused(delete(&lab, 1));
    assert_eq!((problem.status, problem.code.as_str()), (503, "unavailable"));
    assert_eq!(get(&lab).project.version, 1);
}

/// Whoever swept a project for settings that are others by now must not put off the look that these ask for.
#[test]
fn a_look_that_was_decided_for_other_settings_is_not_set() {
    let lab = lab(None);
    let swept = get(&lab).project;
    let settings = serde_json::from_value(json!({ "retention_days": 1 })).unwrap();
    let changed = change(&lab, 1, &Edited { settings: Some(settings), ..Edited::default() }).unwrap();
    assert!(changed.project.gds.is_some());
    for at in [None, Some(lab.jobs.now().plus(std::time::Duration::from_hours(24)))] {
        lab.run(projects(&lab).look_again(&swept, at)).unwrap();
        assert_eq!(get(&lab).project, changed.project);
    }
    lab.run(projects(&lab).look_again(&changed.project, None)).unwrap();
    assert_eq!(get(&lab).project.gds, None);
}

#[test]
fn the_default_project_stays() {
    let lab = Lab::rich(1_000);
    let default = projects(&lab).default_id();
    assert_eq!(refused(lab.run(projects(&lab).delete(default, 1, ann()))).code, "default-project");
}

#[test]
fn a_project_is_deleted_or_a_render_is_admitted_and_never_both() {
    for seed in 0..300 {
        let lab = lab(None);
        let one = ask(1);
        let projects = projects(&lab);
        let all: Vec<Invocation<'_, bool>> = vec![
            Box::pin(async { matches!(lab.asked(&one).await, Ok(Admitted::New(_))) }),
            Box::pin(async { projects.delete(spring(), 1, ann()).await.is_ok() }),
        ];
        let done = lab.race(seed, all);
        assert!(done[0] != done[1], "seed {seed}: {done:?}");
        lab.audit();
    }
}

#[test]
fn a_list_is_newest_first_and_filtered_by_the_archive() {
    let lab = Lab::new();
    for number in 1..=9_u128 {
        let name = ProjectName::parse(&number.to_string()).unwrap();
        let id = ProjectId::from_body(number);
        let view =
            ProjectView::unspent(Project::new(id, &name, ann(), lab.jobs.now()), Budget(None)).unwrap();
        lab.run(projects(&lab).create(&view, &[])).unwrap();
        if number % 3 == 0 {
            lab.run(projects(&lab).archive(id, None, ann(), true)).unwrap();
        }
        let drafts: Drafts = lab.world.open("lab");
        lab.run(drafts.put(id, None, Map::new(), ann())).unwrap();
    }
    let pages = |archived, limit| {
        let (mut names, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let page = lab.run(projects(&lab).list(archived, cursor.as_deref(), limit)).unwrap();
            assert!(page.items.len() <= limit);
            names.extend(page.items.into_iter().map(|view| view.project.name));
            cursor = page.next_cursor;
            if cursor.is_none() {
                return names.concat();
            }
        }
    };
    for limit in [1, 2, 4, 100] {
        assert_eq!(pages(None, limit), "987654321", "{limit}");
        assert_eq!(pages(Some(true), limit), "963", "{limit}");
        assert_eq!(pages(Some(false), limit), "875421", "{limit}");
    }
}

#[test]
fn a_draft_is_written_from_the_version_that_was_seen() {
    let lab = lab(None);
    let drafts: Drafts = lab.world.open("lab");
    let state = |step: &str| json!({ "step": step }).as_object().unwrap().clone();
    let put = |seen, step| lab.run(drafts.put(spring(), seen, state(step), ann()));
    assert_eq!(refused(lab.run(drafts.get(spring()))).status, 404);
    assert_eq!(refused(put(Some(1), "brief")).status, 404, "there is none to replace");
    assert_eq!(put(None, "brief").unwrap().version, 1);
    assert_eq!(put(None, "brief").unwrap().version, 1, "the same again is the same, when an answer was lost");
    assert_eq!(refused(put(None, "other")).current.unwrap().etag, "\"1\"");
    assert_eq!(put(Some(1), "moods").unwrap().version, 2);
    assert_eq!(put(Some(1), "moods").unwrap().version, 2, "and so is the next");
    let told = refused(put(Some(1), "film"));
    assert_eq!((told.status, told.current.unwrap().changed_by), (412, Some(ann())));
    let there = lab.run(drafts.get(spring())).unwrap();
    assert_eq!((there.state, there.version), (state("moods"), 2));
}

#[test]
fn a_draft_is_as_large_as_an_item_may_be_and_no_larger() {
    let lab = lab(None);
    let drafts: Drafts = lab.world.open("lab");
    let of = |bytes: usize| json!({ "a": "é".repeat((bytes - 8) / 2) }).as_object().unwrap().clone();
    assert_eq!(serde_json::to_string(&of(Draft::MAX_BYTES)).unwrap().len(), Draft::MAX_BYTES);
    lab.run(drafts.put(spring(), None, of(Draft::MAX_BYTES), ann())).unwrap();
    let problem = refused(lab.run(drafts.put(spring(), Some(1), of(Draft::MAX_BYTES + 2), ann())));
    assert_eq!((problem.status, problem.code.as_str()), (413, "draft-too-large"));
    assert!(problem.detail.contains("49154"), "{}", problem.detail);
    lab.audit();
}
