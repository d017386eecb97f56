//! The stages of the flow `render`: each does one thing, leaves a checkpoint under the job, and answers one word.

mod cancel;
mod fail;
mod frame;
mod ingest;
mod optimize_prompt;
mod prepare;
mod route_model;
mod settle;
mod submit;
mod validate;

/// Stage `prepare`.
pub const PREPARE: contract::Function = contract::stage::<prepare::Prepare>();
/// Stage `optimize-prompt`.
pub const OPTIMIZE_PROMPT: contract::Function = contract::stage::<optimize_prompt::OptimizePrompt>();
/// Stage `route-model`.
pub const ROUTE_MODEL: contract::Function = contract::stage::<route_model::RouteModel>();
/// Stage `submit`.
pub const SUBMIT: contract::Function = contract::stage::<submit::Submit>();
/// Stage `ingest`.
pub const INGEST: contract::Function = contract::stage::<ingest::Ingest>();
/// Stage `validate`.
pub const VALIDATE: contract::Function = contract::stage::<validate::Validate>();
/// Stage `settle`.
pub const SETTLE: contract::Function = contract::stage::<settle::Settle>();
/// Stage `cancel`.
pub const CANCEL: contract::Function = contract::stage::<cancel::Cancel>();
/// Stage `fail`.
pub const FAIL: contract::Function = contract::stage::<fail::Fail>();

/// Every function of this domain.
pub const FUNCTIONS: &[contract::Function] =
    &[CANCEL, FAIL, INGEST, OPTIMIZE_PROMPT, PREPARE, ROUTE_MODEL, SETTLE, SUBMIT, VALIDATE];

#[cfg(test)]
mod tests;
