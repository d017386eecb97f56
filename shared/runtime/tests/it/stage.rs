use std::time::Duration;

use serde_json::{Value, json};

use super::events::step;
use super::function::Function;
use super::lambda::{Posted, now};

/// The error name and the problem document of a failed invocation.
pub(crate) fn error(posted: &Posted) -> (String, Value) {
    assert!(posted.is_error(), "no function error: {posted:?}");
    let body = posted.json();
    let problem = serde_json::from_str(body["errorMessage"].as_str().unwrap()).unwrap();
    (body["errorType"].as_str().unwrap().to_owned(), problem)
}

#[test]
fn a_step_is_answered_with_its_word_and_try() {
    let mut function = Function::start("stage");
    let posted = function.invoke(step(1).to_string());
    assert!(!posted.is_error());
    assert_eq!(posted.json(), json!({ "word": "done", "try": 3 }));
}

#[test]
fn faults_have_one_of_three_names_and_a_problem_document() {
    let mut function = Function::start("stage");
    let cases = [
        (4, "Rejected", "archived", 409),
        (5, "Transient", "unavailable", 503),
        (6, "Defect", "internal", 500),
    ];
    for (run, name, code, status) in cases {
        let (told, problem) = error(&function.invoke(step(run).to_string()));
        assert_eq!(
            (told.as_str(), &problem["code"], &problem["status"]),
            (name, &json!(code), &json!(status))
        );
        assert!(problem["request_id"].as_str().unwrap().starts_with("lambda-"), "{problem}");
        assert!(!problem.to_string().contains("words of a cause"), "{problem}");
    }
}

#[test]
fn a_panic_is_a_defect_and_the_same_process_goes_on() {
    let mut function = Function::start("stage");
    let (name, problem) = error(&function.invoke(step(2).to_string()));
    assert_eq!(name, "Defect");
    assert!(!problem.to_string().contains("words of a panic"), "{problem}");
    assert_eq!(function.invoke(step(1).to_string()).json()["word"], "done");
    let output = function.stop();
    assert_eq!(output.stdout.matches("the words of a panic").count(), 1, "{}", output.stdout);
    assert_eq!(output.stderr, "");
}

#[test]
fn a_stage_that_is_late_is_transient() {
    let mut function = Function::start("stage");
    function.invoke(step(1).to_string());
    let left = Duration::from_millis(1_200);
    let dies = now() + left;
    let (name, problem) = error(&function.invoke_with(step(3).to_string(), left));
    assert!(now() < dies);
    assert_eq!((name.as_str(), &problem["code"]), ("Transient", &json!("deadline")));
}

#[test]
fn payloads_that_do_not_fit_are_rejected_with_a_reason() {
    let mut function = Function::start("stage");
    for garbage in ["nope", "{\"ws\": \"", "\u{0}", "{\"ws\": \"wsp_1\"}", "[]", "null"] {
        let (name, problem) = error(&function.invoke(garbage));
        assert_eq!((name.as_str(), &problem["code"]), ("Rejected", &json!("payload")), "{garbage}");
    }
    let (name, problem) = error(&function.invoke([b'"', 0xff, b'"']));
    assert_eq!((name.as_str(), &problem["code"]), ("Rejected", &json!("payload")));
    let mut negative = step(1);
    negative["run"] = json!(-1);
    let (_, problem) = error(&function.invoke(negative.to_string()));
    assert!(problem["detail"].as_str().unwrap().contains("expected u32"), "{problem}");
    assert_eq!(function.invoke(step(1).to_string()).json()["word"], "done");
}
