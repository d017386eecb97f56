//! The stages of the flow `render`: each does one thing, leaves a checkpoint under the job, and answers one word.
//! Beside them the worker that looks into one of several files.

mod analyze_reference;
mod await_answer;
mod cancel;
mod edited;
mod fail;
mod fan_out;
mod frame;
mod ingest;
mod ingest_part;
mod optimize_prompt;
mod parse_intent;
mod picture;
mod poll;
mod prepare;
mod refine;
mod remember;
mod route_model;
mod settle;
mod submit;
mod validate;
mod waiting;

/// Stage `prepare`.
pub const PREPARE: contract::Function = contract::stage::<prepare::Prepare>();
/// Stage `parse-intent`.
pub const PARSE_INTENT: contract::Function = contract::stage::<parse_intent::ParseIntent>();
/// Stage `analyze-reference`.
pub const ANALYZE_REFERENCE: contract::Function = contract::stage::<analyze_reference::AnalyzeReference>();
/// Stage `refine`.
pub const REFINE: contract::Function = contract::stage::<refine::Refine>();
/// Stage `optimize-prompt`.
pub const OPTIMIZE_PROMPT: contract::Function = contract::stage::<optimize_prompt::OptimizePrompt>();
/// Stage `route-model`.
pub const ROUTE_MODEL: contract::Function = contract::stage::<route_model::RouteModel>();
/// Stage `submit`.
pub const SUBMIT: contract::Function = contract::stage::<submit::Submit>();
/// Stage `await`.
pub const AWAIT: contract::Function = contract::stage::<await_answer::Await>();
/// What asks providers for the answers that stage `await` waits for.
pub const POLL: contract::Function = contract::consumer::<poll::Poll>();
/// Stage `fan-out`.
pub const FAN_OUT: contract::Function = contract::stage::<fan_out::FanOutFiles>();
/// The worker of a part of stage `fan-out`.
pub const INGEST_PART: contract::Function = contract::consumer::<ingest_part::IngestPart>();
/// Stage `ingest`.
pub const INGEST: contract::Function = contract::stage::<ingest::Ingest>();
/// Stage `validate`.
pub const VALIDATE: contract::Function = contract::stage::<validate::Validate>();
/// Stage `remember`.
pub const REMEMBER: contract::Function = contract::stage::<remember::Remember>();
/// Stage `settle`.
pub const SETTLE: contract::Function = contract::stage::<settle::Settle>();
/// Stage `cancel`.
pub const CANCEL: contract::Function = contract::stage::<cancel::Cancel>();
/// Stage `fail`.
pub const FAIL: contract::Function = contract::stage::<fail::Fail>();

/// Every function of this domain.
pub const FUNCTIONS: &[contract::Function] = &[
    ANALYZE_REFERENCE,
    AWAIT,
    CANCEL,
    FAIL,
    FAN_OUT,
    INGEST,
    INGEST_PART,
    OPTIMIZE_PROMPT,
    PARSE_INTENT,
    POLL,
    PREPARE,
    REFINE,
    REMEMBER,
    ROUTE_MODEL,
    SETTLE,
    SUBMIT,
    VALIDATE,
];

#[cfg(test)]
mod tests;
