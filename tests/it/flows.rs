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

fn states(flow: &Value) -> &serde_json::Map<String, Value> {
    flow["States"].as_object().expect("a flow has states")
}

/// The stage that a Task invokes: `${PipelinePrepare}` is `PipelinePrepare`.
fn stage_of(state: &Value) -> Option<&str> {
    state["Arguments"]["FunctionName"].as_str()?.strip_prefix("${")?.strip_suffix('}')
}

#[test]
fn every_task_is_a_stage_and_every_stage_is_a_task() {
    let mut used = BTreeSet::new();
    for (path, flow) in flows() {
        for (name, state) in states(&flow).iter().filter(|(_, state)| state["Type"] == "Task") {
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
    let waits: Vec<_> = flows()
        .iter()
        .flat_map(|(_, flow)| states(flow).clone())
        .filter(|(_, state)| state["Type"] == "Task" && Manner::of(state) == Manner::Signal)
        .map(|(name, _)| name)
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
            let branches: BTreeSet<_> = choice["Choices"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|branch| {
                    let condition = branch["Condition"].as_str()?;
                    condition.strip_prefix("{% $states.input.word = '")?.strip_suffix("' %}")
                })
                .collect();
            assert_eq!(branches, words, "{path}: the choice after {name}");
            assert!(choice["Default"].is_string(), "{path}: the choice after {name} has no default");
        }
    }
}

#[test]
fn every_task_handles_errors_in_the_canonical_manner() {
    for (path, flow) in flows() {
        assert!(flow["TimeoutSeconds"].is_u64(), "{path} may run for ever");
        for (name, task) in states(&flow).iter().filter(|(_, state)| state["Type"] == "Task") {
            assert_eq!(task["Retry"], canonical_retry(), "{path} {name}");
            if name == "Fail" {
                // Nothing is below it but the rule on failed executions.
                assert!(task["Catch"].is_null(), "{path} {name}");
                continue;
            }
            let [catch] = task["Catch"].as_array().expect("a Catch").as_slice() else {
                panic!("{path} {name}")
            };
            assert_eq!(
                (&catch["ErrorEquals"], &catch["Next"]),
                (&json!(["States.ALL"]), &json!("Fail")),
                "{path} {name}"
            );
        }
    }
}

#[test]
fn every_state_can_be_reached_and_every_next_exists() {
    for (path, flow) in flows() {
        let mut reached = BTreeSet::new();
        let mut ahead = vec![flow["StartAt"].as_str().expect("a start").to_owned()];
        while let Some(name) = ahead.pop() {
            let state =
                states(&flow).get(&name).unwrap_or_else(|| panic!("{path}: there is no state {name}"));
            if reached.insert(name) {
                ahead.extend(next_states(state));
            }
        }
        assert_eq!(reached, states(&flow).keys().cloned().collect(), "{path}");
    }
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
        for (name, task) in states(&flow).iter().filter(|(_, state)| state["Type"] == "Task") {
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
