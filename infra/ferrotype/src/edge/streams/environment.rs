//! The variables of a function's process.

use std::collections::BTreeMap;

use super::function::Function;

/// The engine's region.
pub(super) const REGION: &str = "us-east-1";

/// All that a function sees: its own variables and those of Lambda ("Using Lambda environment variables"), which win.
/// Nothing of the user's own environment.
pub(super) fn of(function: &Function, runtime_api: &str, engine: &str) -> BTreeMap<String, String> {
    let lambda = [
        ("AWS_LAMBDA_FUNCTION_NAME", function.name.as_str()),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", &function.memory.to_string()),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", &format!("/aws/lambda/{}", function.name)),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "edge"),
        ("AWS_LAMBDA_RUNTIME_API", runtime_api),
        ("AWS_EXECUTION_ENV", "AWS_Lambda_provided.al2023"),
        ("_HANDLER", "bootstrap"),
        ("LAMBDA_TASK_ROOT", "/var/task"),
        ("LAMBDA_RUNTIME_DIR", "/var/runtime"),
        ("AWS_REGION", REGION),
        ("AWS_DEFAULT_REGION", REGION),
        // The engine takes these for the root of its account. They are worth nothing elsewhere.
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_ENDPOINT_URL", engine),
        ("PATH", "/usr/local/bin:/usr/bin:/bin:/opt/bin"),
        ("LANG", "en_US.UTF-8"),
        ("TZ", ":UTC"),
    ];
    let mut environment = function.environment.clone();
    environment.extend(lambda.map(|(name, value)| (name.to_owned(), value.to_owned())));
    environment
}
