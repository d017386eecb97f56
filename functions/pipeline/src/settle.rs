//! Books the money and ends the job well.

use contract::{Next, Stage, Step, Word, env};
use fault::{Fault, Kind};
use jobs::{End, Jobs, Line, Opened, STOP};
use model::StageName;

use crate::frame::{OK, OK_OR_STOP};
use crate::ingest::Ingested;

/// The stage. Its transaction is its checkpoint: a second time it finds the job ended.
pub struct Settle;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, line: Line }
}

impl Stage for Settle {
    const NAME: &'static str = "pipeline-settle";
    const SUMMARY: &'static str = "Charge what a render cost, give back the rest, and end it.";
    const WORDS: &'static [Word] = OK_OR_STOP;

    type Env = Env;

    async fn run(env: Env, step: Step) -> Result<Next, Fault> {
        let word = match env.jobs.open(&step).await? {
            Opened::Stop => STOP,
            Opened::Ours(view) => {
                let Ingested { outputs, .. } = view.result(step.r#try, StageName::Ingest)?;
                if outputs.is_empty() {
                    let detail = "The provider answered without a picture. Nothing was charged; try again.";
                    return Err(Fault::new(Kind::Unprocessable, "no-output", detail));
                }
                env.jobs.settle(&env.line, &view, &End::Succeeded { outputs }).await?;
                OK
            }
        };
        Ok(Next { word, r#try: step.r#try })
    }
}

#[cfg(test)]
mod tests;
