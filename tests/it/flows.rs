//! The state machines, read as data: every Task is a stage that we know, every word has a way to go, every error is handled
//! in the one canonical manner.

use std::collections::{BTreeMap, BTreeSet};

use contract::{Trigger, Word};
use serde_json::{Value, json};

use crate::repository::{files, functions, logical_id, read, template, untagged};

/// Names that a stage's failure may be retried under. Every stage is idempotent, so `Lambda.Unknown` is safe too, and so is a
/// worker that died or hung: it is replaced once (`docs/adr/0010-a-worker-that-dies-is-replaced-once.md`).
fn canonical_retry() -> Value {
    json!([{
        "ErrorEquals": [
            "Transient", "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException", "Lambda.Unknown",
        ],
        "IntervalSeconds": 1, "MaxAttempts": 3, "BackoffRate": 2, "MaxDelaySeconds": 10, "JitterStrategy": "FULL",
    }, {
        "ErrorEquals": ["Runtime.ExitError", "Sandbox.Timedout"],
        "IntervalSeconds": 1, "MaxAttempts": 1, "JitterStrategy": "FULL",
    }])
}

fn stages() -> BTreeMap<String, &'static [Word]> {
    let stage = |function: &contract::Function| match function.spec.trigger {
        Trigger::Stage { words } => {
            Some((logical_id(function.spec.name).trim_end_matches("Fn").to_owned(), words))
        }
        _ => None,
    };
    functions().iter().filter_map(stage).collect()
}

fn flows() -> Vec<(String, Value)> {
    let paths = files("infra/flows", ".asl.json");
    assert!(!paths.is_empty());
    paths
        .into_iter()
        .map(|path| (path.clone(), serde_json::from_str(&read(&path)).expect("a flow is JSON")))
        .collect()
}

/// How a Task invokes its stage: it reads the answer, or it hands out a token and waits for whoever gets it to signal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    Answer,
    Signal,
}

impl Manner {
    fn of(task: &Value) -> Self {
        match task["Resource"].as_str() {
            Some("arn:aws:states:::lambda:invoke") => Self::Answer,
            Some("arn:aws:states:::lambda:invoke.waitForTaskToken") => Self::Signal,
            other => panic!("a Task is a stage, not {other:?}"),
        }
    }

    /// What the stage is given: the input as it is, with the token where there is one. Nothing else travels.
    const fn payload(self) -> &'static str {
        match self {
            Self::Answer => "{% $states.input %}",
            Self::Signal => "{% $merge([$states.input, {'token': $states.context.Task.Token}]) %}",
        }
    }

    /// What goes on: the input with word and try of the result. The token does not, because it ends with the Task.
    fn output(self) -> String {
        let result = match self {
            Self::Answer => "$states.result.Payload",
            Self::Signal => "$states.result",
        };
        format!(
            "{{% $merge([$states.input, {{'word': $type({result}.word) = 'string' ? {result}.word : 'none', \
             'try': $type({result}.try) = 'number' ? {result}.try : $states.input.try}}]) %}}"
        )
    }
}

type States = serde_json::Map<String, Value>;

fn states(flow: &Value) -> &States {
    flow["States"].as_object().expect("a flow has states")
}

/// The states of a flow, and those of the branches of its Parallels: which lead only to each other.
fn scopes(flow: &Value) -> Vec<&States> {
    let branches = states(flow).values().flat_map(branches_of);
    std::iter::once(states(flow)).chain(branches.map(states)).collect()
}

fn branches_of(state: &Value) -> impl Iterator<Item = &Value> {
    state["Branches"].as_array().into_iter().flatten()
}

/// Every Task of a flow, wherever it is.
fn tasks(flow: &Value) -> Vec<(&String, &Value)> {
    let all = scopes(flow).into_iter().flatten();
    all.filter(|(_, state)| state["Type"] == "Task").collect()
}

/// Stages without which a render goes on, and where to from their state: what fails there must not fail the render.
const OPTIONAL: [(&str, &str); 8] = [
    ("ParseIntent", "OptimizePrompt"),
    ("ParseIntentBeside", "Unread"),
    ("AnalyzeReference", "Unseen"),
    ("Refine", "OptimizePrompt"),
    ("OptimizePrompt", "RouteModel"),
    ("Validate", "Settle"),
    ("Remember", "Settle"),
    ("Understand", "OptimizePrompt"),
];

/// Where a state leads that failed: to the end of the render, or on without it.
fn way_out(name: &str) -> &str {
    OPTIONAL.iter().find(|(optional, _)| *optional == name).map_or("Fail", |(_, next)| next)
}

/// The stage that a Task invokes: `${PipelinePrepare}` is `PipelinePrepare`.
fn stage_of(state: &Value) -> Option<&str> {
    state["Arguments"]["FunctionName"].as_str()?.strip_prefix("${")?.strip_suffix('}')
}

#[test]
fn every_task_is_a_stage_and_every_stage_is_a_task() {
    let mut used = BTreeSet::new();
    for (path, flow) in flows() {
        for (name, state) in tasks(&flow) {
            let manner = Manner::of(state);
            let stage = stage_of(state).unwrap_or_else(|| panic!("{path}: {name} invokes no stage"));
            assert!(stages().contains_key(stage), "{path}: {name} invokes {stage}");
            assert_eq!(state["Arguments"]["Payload"], manner.payload(), "{path} {name}");
            assert_eq!(state["Output"], manner.output(), "{path} {name}");
            assert!(state["TimeoutSeconds"].is_u64(), "{path}: {name} waits for ever");
            used.insert(stage.to_owned());
        }
    }
    assert_eq!(used, stages().into_keys().collect());
}

#[test]
fn the_stages_whose_signal_is_waited_for_are_few() {
    // A wait costs nothing and hides everything: each has somebody who signals on a repeated delivery, and a net below.
    let flows = flows();
    let waits: Vec<_> = flows
        .iter()
        .flat_map(|(_, flow)| tasks(flow))
        .filter(|(_, state)| Manner::of(state) == Manner::Signal)
        .map(|(name, _)| name.clone())
        .collect();
    assert_eq!(waits, ["Await", "FanOut"]);
}

#[test]
fn every_stage_is_substituted_by_its_function() {
    let template = template();
    let flow = &template["Resources"]["RenderFlow"]["Properties"];
    let substitutions = flow["DefinitionSubstitutions"].as_mapping().expect("substitutions");
    let given: BTreeMap<_, _> = substitutions
        .iter()
        .filter_map(|(name, value)| Some((name.as_str()?.to_owned(), untagged(value).as_str()?.to_owned())))
        .collect();
    let expected = stages().into_keys().map(|stage| (stage.clone(), format!("{stage}Fn.Arn"))).collect();
    assert_eq!(given, expected);
}

#[test]
fn every_word_has_a_way_to_go() {
    for (path, flow) in flows() {
        for (name, task) in states(&flow).iter().filter(|(_, state)| state["Type"] == "Task") {
            let words: BTreeSet<_> = stages()[stage_of(task).expect("a stage")].iter().copied().collect();
            let choice = &states(&flow)[task["Next"].as_str().expect("a Task goes on")];
            assert_eq!(choice["Type"], "Choice", "{path}: after {name} its word is read");
            assert_eq!(words_of(choice), words, "{path}: the choice after {name}");
            // Nothing is below the stage that ends a render badly.
            let default = if name == "Fail" { "Broken" } else { way_out(name) };
            assert_eq!(
                choice["Default"], default,
                "{path}: what a stage says that nobody knows is a failure"
            );
        }
    }
}

/// The words that a Choice reads.
fn words_of(choice: &Value) -> BTreeSet<&str> {
    let branches = choice["Choices"].as_array().into_iter().flatten();
    let word = branches.filter_map(|branch| {
        branch["Condition"].as_str()?.strip_prefix("{% $states.input.word = '")?.strip_suffix("' %}")
    });
    word.collect()
}

#[test]
fn stages_side_by_side_come_to_one_word_and_it_is_the_gravest() {
    let worst = "'cancel' in $states.result.word ? 'cancel' : 'stop' in $states.result.word ? 'stop' : \
                 'refine' in $states.result.word ? 'refine' : 'ok'";
    for (path, flow) in flows() {
        for (name, both) in states(&flow).iter().filter(|(_, state)| state["Type"] == "Parallel") {
            let output = format!("{{% $merge([$states.input, {{'word': {worst}}}]) %}}");
            assert_eq!(both["Output"], output, "{path} {name}");
            let mut words = BTreeSet::new();
            for branch in branches_of(both) {
                let task = &branch["States"][branch["StartAt"].as_str().expect("a branch begins")];
                assert_eq!((&task["Type"], &task["End"]), (&json!("Task"), &json!(true)), "{path} {name}");
                words.extend(stages()[stage_of(task).expect("a stage")].iter().copied());
                let caught = &branch["States"][task["Catch"][0]["Next"].as_str().expect("a Catch")];
                assert_eq!(
                    (&caught["Type"], &caught["End"]),
                    (&json!("Pass"), &json!(true)),
                    "{path} {name}"
                );
            }
            let choice = &states(&flow)[both["Next"].as_str().expect("a Parallel goes on")];
            assert_eq!(words_of(choice), words, "{path}: the choice after {name}");
            assert_eq!(choice["Default"], way_out(name), "{path}");
        }
    }
}

#[test]
fn every_task_handles_errors_in_the_canonical_manner() {
    for (path, flow) in flows() {
        assert!(flow["TimeoutSeconds"].is_u64(), "{path} may run for ever");
        for (name, task) in tasks(&flow) {
            assert_eq!(task["Retry"], canonical_retry(), "{path} {name}");
            if name == "Fail" {
                // Nothing is below it but the rule on failed executions.
                assert!(task["Catch"].is_null(), "{path} {name}");
                continue;
            }
            catches_all(&path, name, task);
        }
        for (name, both) in states(&flow).iter().filter(|(_, state)| state["Type"] == "Parallel") {
            catches_all(&path, name, both);
        }
    }
}

/// Everything that goes wrong in a state leads out the one way that it has, and only the stage that ends a render is told what.
fn catches_all(path: &str, name: &str, state: &Value) {
    let [catch] = state["Catch"].as_array().expect("a Catch").as_slice() else { panic!("{path} {name}") };
    let found = (&catch["ErrorEquals"], &catch["Next"]);
    assert_eq!(found, (&json!(["States.ALL"]), &json!(way_out(name))), "{path} {name}");
    let told = if way_out(name) == "Fail" {
        "{% $merge([$states.input, {'failure': {'error': $states.errorOutput.Error, 'cause': $states.errorOutput.Cause}}]) %}"
    } else {
        "{% $states.input %}"
    };
    assert_eq!(catch["Output"], told, "{path} {name}");
}

#[test]
fn every_state_can_be_reached_and_every_next_exists() {
    for (path, flow) in flows() {
        all_reached(&path, &flow);
        let mut names = BTreeSet::new();
        for name in scopes(&flow).into_iter().flat_map(States::keys) {
            assert!(names.insert(name), "{path}: Step Functions knows one {name} in all of a machine");
        }
    }
}

/// That from its start all states of a machine or a branch are reached, and nothing else.
fn all_reached(path: &str, scope: &Value) {
    let mut reached = BTreeSet::new();
    let mut ahead = vec![scope["StartAt"].as_str().expect("a start").to_owned()];
    while let Some(name) = ahead.pop() {
        let state = states(scope).get(&name).unwrap_or_else(|| panic!("{path}: there is no state {name}"));
        branches_of(state).for_each(|branch| all_reached(path, branch));
        if reached.insert(name) {
            ahead.extend(next_states(state));
        }
    }
    assert_eq!(reached, states(scope).keys().cloned().collect(), "{path}");
}

fn next_states(state: &Value) -> Vec<String> {
    let branches =
        ["Choices", "Catch"].into_iter().flat_map(|list| state[list].as_array().into_iter().flatten());
    let nexts = branches.map(|branch| &branch["Next"]).chain([&state["Next"], &state["Default"]]);
    nexts.filter_map(|next| next.as_str().map(str::to_owned)).collect()
}

#[test]
fn a_stage_has_less_time_than_its_state() {
    let template = template();
    for (path, flow) in flows() {
        for (name, task) in tasks(&flow) {
            let id = format!("{}Fn", stage_of(task).expect("a stage"));
            let timeout = &template["Resources"][id.as_str()]["Properties"]["Timeout"];
            let function = timeout.as_u64().expect("a stage says its time");
            let state = task["TimeoutSeconds"].as_u64().expect("a time");
            assert!(
                function < state,
                "{path}: {name} gives up after {state} s, its function after {function} s"
            );
        }
    }
}

#[test]
fn a_flow_waits_longer_than_any_provider_takes_and_is_looked_for() {
    let flow: Value = serde_json::from_str(&read("infra/flows/render.asl.json")).expect("a flow is JSON");
    let wait = flow["States"]["Await"]["TimeoutSeconds"].as_u64().expect("a time");
    assert!(
        flow["TimeoutSeconds"].as_u64().is_some_and(|whole| whole > wait),
        "the whole is longer than its part"
    );
    for (provider, model) in providers::Catalogue::get().models() {
        // Twice the longest run: then the sweeper gives up the doubt and ends the wait.
        let longest = model.answers_within_seconds.map_or(0, |seconds| u64::from(seconds) * 2);
        assert!(longest + 300 < wait, "{provider}/{} may take {longest} s", model.id);
    }
}
