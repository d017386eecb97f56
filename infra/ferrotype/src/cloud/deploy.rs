//! Deploying the template to the engine, as it would be deployed to AWS: by a change set.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::STACK;
use super::engine::Engine;
use crate::project::Project;
use crate::python::Tool;
use crate::ui::Ui;

/// What sets a local stack apart from one in the cloud. `EdgeUrl`, the origin, comes on top.
const PARAMETERS: [&str; 3] = ["LocalUsers=true", "StartingGrant=10000000", "Stage=dev"];

/// How a deploy ended.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Summary {
    /// CloudFormation's word, such as `UPDATE_COMPLETE`.
    pub(crate) status: String,
    /// How many resources changed.
    pub(crate) changes: u64,
    /// Names of the functions whose code or settings changed.
    #[serde(default)]
    pub(crate) updated_functions: Vec<String>,
    /// What the template puts out.
    #[serde(default)]
    pub(crate) outputs: Value,
    /// How long it took.
    pub(crate) seconds: f64,
}

/// How the engine tells the stack's HTTP API apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Gateway {
    /// The `Host` header that it answers to.
    pub(crate) host: String,
}

/// What the tool knows of a deployed stack.
#[derive(Debug, Deserialize)]
pub(crate) struct Stack {
    /// CloudFormation's word.
    pub(crate) status: String,
    /// The HTTP API, if the template has one.
    pub(crate) api: Option<Gateway>,
    /// The functions with a URL of their own, by name.
    #[serde(default)]
    pub(crate) streams: BTreeMap<String, FunctionUrl>,
}

/// A function with a URL of its own, as the template configured it.
#[derive(Debug, Deserialize)]
pub(crate) struct FunctionUrl {
    /// The URL.
    pub(crate) url: String,
    /// `RESPONSE_STREAM` or `BUFFERED`.
    pub(crate) invoke_mode: String,
    /// Seconds that an invocation may take.
    pub(crate) timeout: u64,
    /// MB.
    pub(crate) memory: u64,
    /// Its variables.
    #[serde(default)]
    pub(crate) environment: BTreeMap<String, String>,
}

/// Deploys the template with the binaries in `bins`.
pub(crate) async fn deploy(
    ui: &Ui,
    tool: &Tool,
    engine: &Engine,
    project: &Project,
    bins: &Path,
    origin: &str,
) -> Result<Summary> {
    let step = ui.step("deploy");
    step.update("reading the template");
    let (url, edge) = (engine.url(), format!("EdgeUrl={origin}"));
    let (template, bins) = (project.template(), bins.to_string_lossy());
    let template = template.to_string_lossy();
    let mut arguments = vec![
        "--endpoint",
        &url,
        "--template",
        &template,
        "--stack",
        STACK,
        "--bins",
        &bins,
        "--parameter",
        &edge,
    ];
    arguments.extend(PARAMETERS.iter().flat_map(|pair| ["--parameter", pair]));
    let summary: Summary = tool.ask("deploy", &arguments, None, |line| step.update(line)).await?;
    let result = match (summary.changes, summary.updated_functions.len()) {
        (0, _) => "nothing changed".to_owned(),
        (changes, functions) => format!("{}, {changes} changes, {functions} functions", summary.status),
    };
    step.done(&result);
    Ok(summary)
}

/// Asks the engine about the stack.
pub(crate) async fn describe(tool: &Tool, engine: &Engine) -> Result<Stack> {
    tool.ask("urls", &["--endpoint", &engine.url(), "--stack", STACK], None, |_| ()).await
}
