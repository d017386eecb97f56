//! Functions that are states of a flow.
//!
//! A state carries `{ws, job, run, try}` and gets one word back; everything else lives under the job.

use fault::Fault;
use model::{JobId, WorkspaceId};
use serde::{Deserialize, Serialize};

use crate::function::{Entry, Function, Spec, Trigger};
use crate::{BoxFuture, Env, Grant};

/// What a stage tells the flow: which way to go on. A Choice reads it.
pub type Word = &'static str;

/// A stage of a flow.
pub trait Stage: Sized + Send + 'static {
    /// Name of the function.
    const NAME: &'static str;
    /// One sentence.
    const SUMMARY: &'static str;
    /// Every word that it may answer; the flow must have a way for each.
    const WORDS: &'static [Word];

    /// What it holds.
    type Env: Env;

    /// Does one step. Called again with the same step it must answer the same and do nothing twice.
    fn run(env: Self::Env, step: Step) -> impl Future<Output = Result<Next, Fault>> + Send;
}

/// The envelope of a flow, as it travels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageCall {
    /// Which workspace. Only our state machine may send this, which is why a scope is minted from it.
    pub ws: WorkspaceId,
    /// The rest.
    #[serde(flatten)]
    pub step: Step,
}

/// Which step of which job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The job.
    pub job: JobId,
    /// The run: 1, and one more for each time that a dead run was taken up again.
    pub run: u32,
    /// The try: 1, and one more for each time that the flow went back to choose a model again.
    pub r#try: u32,
    /// What was caught, for the stage that ends a job badly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// How to end the wait of the state, for a stage that hands its work to others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

impl Step {
    /// The first step of a run.
    pub const fn first(job: JobId, run: u32) -> Self {
        Self { job, run, r#try: 1, failure: None, token: None }
    }
}

/// What a flow caught.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The error name: one of ours, or one of AWS.
    pub error: String,
    /// The problem document, or AWS's words.
    #[serde(default)]
    pub cause: String,
}

/// What a stage answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Next {
    /// Where to go.
    pub word: Word,
    /// The try to go on with.
    pub r#try: u32,
}

/// Erases a stage.
pub const fn stage<S: Stage>() -> Function {
    Function {
        spec: Spec {
            name: S::NAME,
            summary: S::SUMMARY,
            needs: S::Env::NEEDS,
            trigger: Trigger::Stage { words: S::WORDS },
        },
        entry: Entry::Stage(enter::<S>),
    }
}

fn enter<S: Stage>(grant: Grant, call: StageCall) -> BoxFuture<Result<Next, Fault>> {
    Box::pin(async move {
        let next = S::run(S::Env::open(&grant)?, call.step).await?;
        if S::WORDS.contains(&next.word) {
            return Ok(next);
        }
        Err(Fault::defect(format!("{} answered `{}`, which it does not declare", S::NAME, next.word)))
    })
}
