//! The variables of the process: those that Lambda sets, and the settings of a function.

/// The value of a variable; `None` when it is not set or no text.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the environment, for declared settings and for what Lambda sets"
)]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// What every execution environment of Lambda has
/// (AWS Lambda developer guide, "Defined runtime environment variables").
pub(crate) const OF_LAMBDA: [&str; 4] = [
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_VERSION",
];

/// The function's memory in MB; 0 when nobody says, which is reported as missing.
pub(crate) fn memory_mb() -> u32 {
    variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE").and_then(|size| size.parse().ok()).unwrap_or(0)
}

/// The variables of Lambda that are missing or cannot be read: `lambda_runtime` would panic over each.
pub(crate) fn missing_of_lambda() -> Vec<String> {
    let usable = |name: &str, value: &str| match name {
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE" => value.parse::<i32>().is_ok(),
        _ => !value.is_empty(),
    };
    OF_LAMBDA
        .into_iter()
        .filter(|name| !variable(name).is_some_and(|value| usable(name, &value)))
        .map(|name| format!("{name}: is not set (Lambda sets it; locally `ferrotype up` does)"))
        .collect()
}
