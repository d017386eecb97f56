//! The stages of a flow. They are names, not numbers: a flow may skip, repeat or reorder them.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! stages {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)+) => {
        /// A stage that leaves a checkpoint.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        pub enum StageName {
            $($(#[$doc])* #[serde(rename = $word)] $name,)+
        }

        impl StageName {
            /// Every stage, in the order of the flow.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word in keys, bodies, events and flows.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }
        }
    };
}

stages! {
    /// Gathers what the render knows: request, reference colours, the context of its prompt.
    Prepare = "prepare";
    /// Reads the prompt: subject, setting, style, palette, light.
    ParseIntent = "parse-intent";
    /// Looks at the references: colours, light, horizon, lines, style.
    AnalyzeReference = "analyze-reference";
    /// Rewrites the words with what the reference shows, when that was asked for.
    Refine = "refine";
    /// Writes the final prompt.
    OptimizePrompt = "optimize-prompt";
    /// Chooses provider and model, with its reasons.
    RouteModel = "route-model";
    /// Asks the provider, once.
    Submit = "submit";
    /// Waits for a provider that answers later. Leaves no checkpoint: whoever hears from it ends the wait.
    Await = "await";
    /// Hands several files out to workers, a part each, and waits for all of them. Leaves no checkpoint: whoever ends the last
    /// part ends the wait, and what the parts found lies under the job.
    FanOut = "fan-out";
    /// Decodes, measures and registers what came back.
    Ingest = "ingest";
    /// Judges the outputs.
    Validate = "validate";
    /// Keeps what the chain should know the next time.
    Remember = "remember";
    /// Books the money and ends the job well.
    Settle = "settle";
    /// Gives everything back and ends the job at somebody's wish, or by its deadline.
    Cancel = "cancel";
    /// Books the money and ends the job badly.
    Fail = "fail";
}

impl fmt::Display for StageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
