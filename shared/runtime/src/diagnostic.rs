//! How a fault is told to the Runtime API: one of three names, and the problem document as text.
//!
//! The name is what a flow's Retry and Catch match on; the document is the `Cause` that they see. The source of a
//! fault stays in the log.

use fault::Fault;
use http::Request;
use lambda_runtime::Diagnostic;
use lambda_runtime_api_client::body::Body;
use lambda_runtime_api_client::{BoxError, PooledClient, build_request};

/// The envelope of a failed invocation.
pub(crate) fn of(fault: &Fault, request_id: &str) -> Diagnostic {
    let problem = fault.problem(request_id);
    // A problem is texts and numbers, which always have a JSON form; its detail stands in should that ever change.
    let error_message = serde_json::to_string(&problem).unwrap_or(problem.detail);
    Diagnostic { error_type: fault.disposition().name().to_owned(), error_message }
}

/// Tells Lambda that this environment cannot start (Runtime API, "Initialization error").
pub(crate) async fn report_init_error(fault: &Fault) -> Result<(), BoxError> {
    let diagnostic = of(fault, "init");
    let request: Request<Body> = build_request()
        .method("POST")
        .uri("/2018-06-01/runtime/init/error")
        .header("lambda-runtime-function-error-type", &diagnostic.error_type)
        .body(serde_json::to_vec(&diagnostic)?.into())?;
    let response = PooledClient::builder().build().call(request).await?;
    if response.status().is_success() {
        return Ok(());
    }
    Err(format!("the Runtime API answered {} to the init error", response.status()).into())
}
