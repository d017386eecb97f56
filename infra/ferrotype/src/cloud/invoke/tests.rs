use serde_json::json;

use super::failure;
use crate::failure::Exit;

#[test]
fn the_functions_problem_is_the_failure() {
    let problem =
        json!({"title": "Already bootstrapped", "status": 409, "code": "owner-exists", "detail": "…"});
    let payload = json!({"errorType": "Rejected", "errorMessage": problem.to_string()});
    let failure = failure("ferrotype-accounts-bootstrap", "Rejected", &payload);
    assert_eq!(failure.exit, Exit::Refused);
    assert_eq!(failure.message, "Already bootstrapped (409 owner-exists)");
}

#[test]
fn a_crash_is_named() {
    let payload = json!({"errorType": "Runtime.ExitError", "errorMessage": "exit status 1"});
    let failure = failure("ferrotype-accounts-bootstrap", "Runtime.ExitError", &payload);
    assert_eq!(failure.exit, Exit::Failed);
    assert_eq!(failure.message, "ferrotype-accounts-bootstrap failed: Runtime.ExitError exit status 1");
}
