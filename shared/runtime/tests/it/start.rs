use super::function::Function;
use super::stage::error;

#[test]
fn every_missing_setting_is_reported_at_once() {
    let function = Function::start_with("stream", &[]);
    let posted = function.lambda.wait("an init error", |posted| posted.complete);
    assert_eq!(posted.path, "/2018-06-01/runtime/init/error");
    assert_eq!(posted.header("lambda-runtime-function-error-type"), Some("Defect"));
    let (name, problem) = error(&posted);
    assert_eq!((name.as_str(), problem["code"].as_str()), ("Defect", Some("settings")));
    let detail = problem["detail"].as_str().unwrap();
    assert!(
        detail.contains("TABLE_NAME: is not set") && detail.contains("PROBE_GATE: is not set"),
        "{detail}"
    );
    let (status, output) = function.ended();
    assert_eq!(status.code(), Some(1));
    assert_eq!((output.lines().len(), output.failures().len()), (1, 1), "{}", output.stdout);
    assert_eq!(output.failures()[0]["level"], "ERROR");
    assert_eq!(output.stderr, "");
}

#[test]
fn a_function_outside_of_lambda_says_so() {
    let empty = [("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "much"), ("AWS_LAMBDA_FUNCTION_NAME", "")];
    let (status, output) = Function::start_with("duty", &empty).ended();
    assert_eq!(status.code(), Some(1));
    let detail = output.failures()[0]["chain"].to_string();
    assert!(
        detail.contains("MEMORY_SIZE: is not set") && detail.contains("FUNCTION_NAME: is not set"),
        "{detail}"
    );
    assert!(!detail.contains("FUNCTION_VERSION"), "{detail}");
    assert_eq!(output.stderr, "");
}

#[test]
fn a_panic_while_starting_is_reported_too() {
    let function = Function::start_with("broken", &[]);
    let (name, problem) = error(&function.lambda.wait("an init error", |posted| posted.complete));
    assert_eq!((name.as_str(), problem["code"].as_str()), ("Defect", Some("internal")));
    let (status, output) = function.ended();
    assert_eq!((status.code(), output.lines().len()), (Some(1), 1));
    assert!(
        output.failures()[0]["chain"].as_str().unwrap().contains("the words of a panic"),
        "{}",
        output.stdout
    );
    assert_eq!(output.stderr, "");
}
