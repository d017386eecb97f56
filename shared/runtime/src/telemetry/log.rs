//! The log: one JSON object a line.
//!
//! The level is `AWS_LAMBDA_LOG_LEVEL`, else `RUST_LOG`, else info; the format is JSON unless
//! `AWS_LAMBDA_LOG_FORMAT` says `Text`. The level applies to our own crates. Those of others are held at warnings,
//! because at finer levels they write events and headers, and with them credentials.

use contract::{Entry, Spec};
use fault::{Disposition, Fault};
use tracing::Metadata;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::{EnvFilter, FilterExt, FilterFn, filter_fn};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::registry::Registry;
use tracing_subscriber::util::SubscriberInitExt;

use crate::environment::variable;

/// Our crates that log, beside the domains.
const OURS: [&str; 15] = [
    "access",
    "audit",
    "cloud",
    "contract",
    "fault",
    "jobs",
    "media",
    "model",
    "mp4",
    "providers",
    "raster",
    "runtime",
    "scene",
    "store",
    "x264",
];

/// Sets the log up for the rest of the process.
pub(crate) fn init(spec: &Spec, entry: &Entry) {
    let level = level(variable("AWS_LAMBDA_LOG_LEVEL").as_deref(), variable("RUST_LOG").as_deref());
    let filter = level.and(allowed(spec.name, matches!(entry, Entry::Stream(_))));
    let text = variable("AWS_LAMBDA_LOG_FORMAT").is_some_and(|format| format.eq_ignore_ascii_case("text"));
    let lines = tracing_subscriber::fmt::layer();
    let lines: Box<dyn Layer<Registry> + Send + Sync> = if text {
        lines.with_ansi(false).with_filter(filter).boxed()
    } else {
        lines.json().flatten_event(true).with_current_span(false).with_filter(filter).boxed()
    };
    // Fails only when a log is set up already, which then goes on.
    let _ = tracing_subscriber::registry().with(lines).try_init();
}

/// Lambda's own word first (it also knows `FATAL`); `RUST_LOG` may hold directives.
fn level(of_lambda: Option<&str>, rust_log: Option<&str>) -> EnvFilter {
    let named = of_lambda.and_then(|word| match word.to_ascii_lowercase().as_str() {
        "fatal" => Some(LevelFilter::ERROR),
        word => word.parse().ok(),
    });
    let builder = EnvFilter::builder().with_default_directive(named.unwrap_or(LevelFilter::INFO).into());
    if named.is_some() { builder.parse_lossy("") } else { builder.parse_lossy(rust_log.unwrap_or("")) }
}

/// What may be logged whatever the level: everything of ours, and warnings of others but for three that
/// `lambda_runtime` writes over what we have logged ourselves, or over a listener that leaves a stream.
fn allowed(function: &'static str, streams: bool) -> FilterFn<impl Fn(&Metadata<'_>) -> bool> {
    let domain = function.split('-').next().unwrap_or(function);
    filter_fn(move |metadata| {
        let target = metadata.target();
        let silenced = match target {
            "lambda_runtime::layers::panic" => true,
            "lambda_runtime::requests" | "lambda_runtime::layers::api_client" => streams,
            _ => false,
        };
        !silenced && (*metadata.level() <= LevelFilter::WARN || is_ours(target, domain))
    })
}

fn is_ours(target: &str, domain: &str) -> bool {
    let name = target.split("::").next().unwrap_or(target);
    let of_domain = |rest: &str| rest.is_empty() || rest.starts_with('_');
    OURS.contains(&name) || name.strip_prefix(domain).is_some_and(of_domain)
}

/// Who met a failure: over HTTP a rejection is everyday traffic, elsewhere it is work that was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Met {
    /// A caller of the API.
    Caller,
    /// A flow, a queue or a schedule.
    System,
}

/// Logs a failure. Called once for each, where it is answered.
pub(crate) fn failure(fault: &Fault, met: Met, request_id: &str) {
    macro_rules! record {
        ($level:ident) => {
            tracing::$level!(
                kind = ?fault.kind(),
                code = fault.code(),
                disposition = fault.disposition().name(),
                location = %fault.location(),
                chain = fault.chain(),
                request_id,
                "failed"
            )
        };
    }
    match (fault.disposition(), met) {
        (Disposition::Defect, _) => record!(error),
        (Disposition::Rejected, Met::Caller) => record!(info),
        (Disposition::Rejected, Met::System) | (Disposition::Transient, _) => record!(warn),
    }
}

#[cfg(test)]
mod tests;
