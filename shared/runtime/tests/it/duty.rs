use serde_json::json;

use super::function::Function;
use super::stage::error;

#[test]
fn a_duty_reports_and_has_system_access() {
    let mut function = Function::start("duty");
    let posted = function.invoke("{\"act\": \"work\", \"more\": 1}");
    assert_eq!((posted.is_error(), posted.json()), (false, json!("to be tested")));
}

#[test]
fn a_fault_is_a_function_error_so_that_lambda_tries_again() {
    let mut function = Function::start("duty");
    let cases = [("reject", "Rejected"), ("busy", "Transient"), ("break", "Defect"), ("panic", "Defect")];
    for (act, name) in cases {
        assert_eq!(error(&function.invoke(json!({ "act": act }).to_string())).0, name);
    }
    assert_eq!(error(&function.invoke("{}")).0, "Rejected");
}

#[test]
fn a_deployed_function_starts_with_surroundings_of_its_own() {
    let mut function = Function::start_with("real-duty", &[]);
    assert_eq!(function.invoke("{\"act\": \"work\"}").json(), json!("to be tested"));
    assert_eq!(function.stop().stderr, "");
}
