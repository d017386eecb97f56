use std::collections::VecDeque;
use std::sync::Mutex;

use super::*;

/// Functions that answer from a list, and signals that come after a while.
struct Script {
    pace: Arc<Pace>,
    answers: Mutex<VecDeque<Result<Value, Error>>>,
    heard: Mutex<Vec<(Time, Value)>>,
    signal: Option<Duration>,
}

impl Host for Script {
    fn invoke(&self, _: &str, function: &str, payload: Value) -> BoxFuture<Result<Value, Error>> {
        self.heard.lock().unwrap().push((self.pace.now(), payload));
        let answer = self.answers.lock().unwrap().pop_front();
        let (hangs, pace) = (function == "hangs", self.pace.clone());
        Box::pin(async move {
            if hangs {
                pace.sleep(Duration::from_hours(1)).await;
            }
            answer.unwrap_or(Ok(json!({})))
        })
    }

    fn token(&self, _: &str) -> (String, oneshot::Receiver<Value>) {
        let (sender, receiver) = oneshot::channel();
        if let Some(after) = self.signal {
            let pace = self.pace.clone();
            self.pace.serve(async move {
                pace.sleep(after).await;
                let _ = sender.send(json!({ "word": "signalled" }));
            });
        } else {
            std::mem::forget(sender);
        }
        ("a-token".to_owned(), receiver)
    }

    fn note(&self, _: &str, _: String) {}
}

struct Ran {
    end: End,
    /// When each invocation came, since the start.
    at: Vec<Duration>,
    payloads: Vec<Value>,
    took: Duration,
}

fn run_with(states: &Value, answers: Vec<Result<Value, Error>>, signal: Option<Duration>) -> Ran {
    let text = json!({ "QueryLanguage": "JSONata", "StartAt": "A", "TimeoutSeconds": 900, "States": states });
    let pace = Arc::new(Pace::new(7));
    let start = pace.now();
    let (answers, heard) = (Mutex::new(answers.into()), Mutex::default());
    let host = Arc::new(Script { pace: pace.clone(), answers, heard, signal });
    let execution = Execution {
        machine: Arc::new(Machine::read(&text.to_string(), |_| None)),
        name: "e".to_owned(),
        input: json!({ "n": 1 }),
        pace: pace.clone(),
        host: host.clone(),
    };
    let end = pace.block_on(async move { execution.run().await });
    let (at, payloads) =
        host.heard.lock().unwrap().iter().map(|(at, payload)| (at.since(start), payload.clone())).unzip();
    Ran { end, at, payloads, took: pace.now().since(start) }
}

fn run(states: &Value, answers: Vec<Result<Value, Error>>) -> Ran {
    run_with(states, answers, None)
}

fn task(also: &Value) -> Value {
    let mut task = json!({
        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "TimeoutSeconds": 60, "End": true,
        "Arguments": { "FunctionName": "f", "Payload": "{% $states.input %}" },
    });
    task.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
    task
}

fn fails(name: &str) -> Result<Value, Error> {
    Err(Error::new(name, "why"))
}

#[test]
fn a_task_hands_its_input_to_a_function_and_its_output_on() {
    let output = json!({ "Output": "{% {'got': $states.result.Payload.n, 'was': $states.input.n} %}" });
    let ran = run(&json!({ "A": task(&output) }), vec![Ok(json!({ "n": 2 }))]);
    assert_eq!(ran.end, End::Succeeded(json!({ "got": 2, "was": 1 })));
    assert_eq!(ran.payloads, [json!({ "n": 1 })]);
}

#[test]
fn an_error_that_is_listed_is_tried_again_with_growing_waits() {
    let retry = json!({ "Retry": [{ "ErrorEquals": ["Transient"], "IntervalSeconds": 4, "MaxAttempts": 3,
        "BackoffRate": 2, "MaxDelaySeconds": 10 }] });
    let ran = run(&json!({ "A": task(&retry) }), vec![fails("Transient"); 4]);
    assert_eq!(ran.end, End::Failed(Error::new("Transient", "why")));
    let waits: Vec<_> =
        ran.at.windows(2).map(|pair| (pair[1].checked_sub(pair[0]).unwrap()).as_secs()).collect();
    assert_eq!(waits, [4, 8, 10]);
}

#[test]
fn each_retrier_counts_its_own_errors_and_full_jitter_waits_no_longer() {
    let retrier = |name: &str| json!({ "ErrorEquals": [name], "IntervalSeconds": 9, "MaxAttempts": 1, "JitterStrategy": "FULL" });
    let retry = json!({ "Retry": [retrier("X"), retrier("Y")] });
    let ran = run(&json!({ "A": task(&retry) }), vec![fails("X"), fails("Y"), fails("X")]);
    assert_eq!((ran.at.len(), ran.end), (3, End::Failed(Error::new("X", "why"))));
    assert!(ran.took < Duration::from_secs(18));
}

#[test]
fn an_error_that_is_caught_leads_on_with_what_is_known_of_it() {
    let catch = json!({ "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "B",
        "Output": "{% $merge([$states.input, {'failure': $states.errorOutput}]) %}" }] });
    let states = json!({ "A": task(&catch), "B": { "Type": "Succeed" } });
    let ran = run(&states, vec![fails("Defect")]);
    assert_eq!(ran.end, End::Succeeded(json!({ "n": 1, "failure": { "Error": "Defect", "Cause": "why" } })));
    assert_eq!(
        run(&states, vec![fails("States.Runtime")]).end,
        End::Failed(Error::new("States.Runtime", "why"))
    );
}

#[test]
fn a_task_that_takes_too_long_is_a_time_out_and_no_failed_task() {
    let hangs = |error: &str| {
        let also = json!({
            "Arguments": { "FunctionName": "hangs", "Payload": {} },
            "Catch": [{ "ErrorEquals": [error], "Next": "B" }],
        });
        run(&json!({ "A": task(&also), "B": { "Type": "Succeed" } }), vec![])
    };
    assert!(matches!(hangs("States.Timeout").end, End::Succeeded(_)));
    let uncaught = hangs("States.TaskFailed");
    assert!(matches!(uncaught.end, End::Failed(error) if error.name == "States.Timeout"));
    assert_eq!(uncaught.took.as_secs(), 60);
}

#[test]
fn a_machine_has_a_time_out_of_its_own() {
    let ran = run(&json!({ "A": { "Type": "Wait", "Seconds": 901, "End": true } }), vec![]);
    assert_eq!((ran.end, ran.took.as_secs()), (End::TimedOut, 900));
}

#[test]
fn a_choice_takes_the_first_way_that_holds_and_fails_without_one() {
    let choice = |default: &str| {
        let mut choice = json!({ "Type": "Choice", "Choices": [
            { "Condition": "{% $states.input.n = 2 %}", "Next": "Two" },
            { "Condition": "{% $states.input.n < 3 %}", "Next": "Few", "Output": "few" },
        ] });
        choice["Default"] = default.into();
        let end = json!({ "Type": "Succeed" });
        run(&json!({ "A": choice, "Two": { "Type": "Fail" }, "Few": end, "Else": end }), vec![]).end
    };
    assert_eq!(choice("Else"), End::Succeeded(json!("few")));
    let none = json!({ "A": { "Type": "Choice", "Choices": [] } });
    assert!(matches!(run(&none, vec![]).end, End::Failed(error) if error.name == "States.NoChoiceMatched"));
}

#[test]
fn branches_run_side_by_side_and_keep_their_variables_to_themselves() {
    let branch = |n: u32| {
        json!({ "StartAt": "W", "States": {
        "W": { "Type": "Wait", "Seconds": 10, "Assign": { "x": n }, "Next": "P" },
        "P": { "Type": "Pass", "Output": "{% $x %}", "End": true },
    } })
    };
    let states = json!({
        "A": { "Type": "Pass", "Assign": { "x": 9 }, "Next": "Both" },
        "Both": { "Type": "Parallel", "Branches": [branch(1), branch(2)], "Next": "C" },
        "C": { "Type": "Pass", "Output": { "own": "{% $x %}", "theirs": "{% $states.input %}" }, "End": true },
    });
    let ran = run(&states, vec![]);
    assert_eq!(ran.end, End::Succeeded(json!({ "own": 9, "theirs": [1, 2] })));
    assert!(ran.took < Duration::from_secs(15));
}

#[test]
fn a_task_with_a_token_waits_for_its_signal_and_not_for_its_function() {
    let also = json!({
        "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Arguments": { "FunctionName": "f", "Payload": { "token": "{% $states.context.Task.Token %}" } },
    });
    let states = json!({ "A": task(&also) });
    let ran = run_with(&states, vec![Ok(json!({}))], Some(Duration::from_secs(30)));
    assert_eq!(ran.end, End::Succeeded(json!({ "word": "signalled" })));
    assert_eq!((ran.payloads, ran.took.as_secs()), (vec![json!({ "token": "a-token" })], 30));
    let failed = run_with(&states, vec![fails("Rejected")], Some(Duration::from_secs(30)));
    assert_eq!(failed.end, End::Failed(Error::new("Rejected", "why")));
    let never = run_with(&states, vec![], None);
    assert!(matches!(never.end, End::Failed(error) if error.name == "States.Timeout"));
}

#[test]
fn a_machine_can_fail_in_words_of_its_own() {
    let ran = run(
        &json!({ "A": { "Type": "Fail", "Error": "Defect", "Cause": "{% 'n is ' & $states.input.n %}" } }),
        vec![],
    );
    assert_eq!(ran.end, End::Failed(Error::new("Defect", "n is 1")));
}
