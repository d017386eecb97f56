//! One line for each invocation: metrics and the canonical log line in one.
//!
//! The form is CloudWatch's embedded metric format ("Specification: Embedded metric format", CloudWatch user guide):
//! the line is an ordinary log event, and CloudWatch makes metrics of the members that `_aws` names. Namespace
//! `Ferrotype`, one dimension, `function`. No call is made and nothing is lost when the sandbox freezes.
//!
//! | member                               | unit         | when               |
//! |--------------------------------------|--------------|--------------------|
//! | `duration_ms`                        | milliseconds | always             |
//! | `init_ms`                            | milliseconds | first invocation   |
//! | `cold_start`                         | 0 or 1       | always             |
//! | `sdk_operations`, `sdk_attempts`     | count        | always             |
//! | `read_units`, `write_units`          | capacity of the table | where it was used |
//! | `rejected`, `transient`, `defect`    | count        | always             |
//! | `status`                             | HTTP status  | routes and streams |
//!
//! Beside these a line has plain members: `request_id`, `route`, `code` (of the first failure), `sdk_calls` by name,
//! and `messages` (of a batch).
//!
//! CloudWatch bills each metric of each function by the hours in which it arrives, which for an idle stack would be most of
//! the bill. So `defect` alone is a metric always; `transient` and `cold_start` are when they are not zero; the rest is there
//! to be asked of the logs.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use contract::port::Capacity;
use fault::{Disposition, Fault};
use model::Time;
use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::log::{self, Met};
use crate::surroundings::{Calls, CountCalls};

/// The namespace of every metric.
const NAMESPACE: &str = "Ferrotype";

/// What one invocation came to. The line is written when this is dropped, so that there is exactly one, whichever way
/// an invocation ends.
pub(crate) struct Summary {
    /// The id under which our logs know the invocation.
    pub(crate) request_id: String,
    /// The HTTP status that was answered.
    pub(crate) status: Option<u16>,
    /// Messages in the batch.
    pub(crate) messages: Option<usize>,
    code: Option<String>,
    rejected: u32,
    transient: u32,
    defect: u32,
    opening: Opening,
}

/// What is known when an invocation begins.
pub(crate) struct Opening {
    /// The deployed function's name.
    pub(crate) function: Arc<str>,
    /// Method and path, or the path of a stream.
    pub(crate) route: Option<String>,
    /// How long INIT took, on the first invocation.
    pub(crate) init: Option<Duration>,
    /// When it began, by the clock.
    pub(crate) at: Time,
    /// When it began, by the timer.
    pub(crate) since: Instant,
    /// Counts SDK calls.
    pub(crate) calls: Arc<dyn CountCalls>,
}

impl Summary {
    /// Opens the account of an invocation.
    pub(crate) fn open(opening: Opening, request_id: String) -> Self {
        // What INIT and pre-warming called is not this invocation's.
        opening.calls.take();
        Self {
            request_id,
            status: None,
            messages: None,
            code: None,
            rejected: 0,
            transient: 0,
            defect: 0,
            opening,
        }
    }

    /// Logs a failure and counts it.
    pub(crate) fn failed(&mut self, fault: &Fault, met: Met) {
        log::failure(fault, met, &self.request_id);
        self.code.get_or_insert_with(|| fault.code().to_owned());
        match fault.disposition() {
            Disposition::Rejected => self.rejected += 1,
            Disposition::Transient => self.transient += 1,
            Disposition::Defect => self.defect += 1,
        }
    }

    /// A stream's listener left before the end, which is nobody's fault.
    pub(crate) fn abandoned(&mut self) {
        self.code.get_or_insert_with(|| "listener-gone".to_owned());
    }

    fn line(&self, calls: &Calls, duration: Duration) -> Value {
        let Opening { function, route, init, at, .. } = &self.opening;
        let measured = [
            ("duration_ms", Some(millis(duration))),
            ("init_ms", init.map(millis)),
            ("cold_start", Some(json!(u8::from(init.is_some())))),
            ("sdk_operations", Some(json!(calls.operations))),
            ("sdk_attempts", Some(json!(calls.attempts))),
            ("read_units", used(calls.read)),
            ("write_units", used(calls.written)),
            ("rejected", Some(json!(self.rejected))),
            ("transient", Some(json!(self.transient))),
            ("defect", Some(json!(self.defect))),
            ("status", self.status.map(|status| json!(status))),
        ];
        let mut names = vec!["defect"];
        names.extend((self.transient > 0).then_some("transient"));
        names.extend(init.is_some().then_some("cold_start"));
        let units: Vec<_> = names.into_iter().map(|name| json!({ "Name": name, "Unit": "Count" })).collect();
        let mut line = Map::new();
        let directive = json!({ "Namespace": NAMESPACE, "Dimensions": [["function"]], "Metrics": units });
        line.insert("_aws".to_owned(), json!({ "Timestamp": at.millis(), "CloudWatchMetrics": [directive] }));
        let plain = [
            ("function", Some(json!(function))),
            ("request_id", Some(json!(self.request_id))),
            ("route", route.as_ref().map(|route| json!(route))),
            ("code", self.code.as_ref().map(|code| json!(code))),
            ("messages", self.messages.map(|count| json!(count))),
            ("sdk_calls", (!calls.by_name.is_empty()).then(|| json!(calls.by_name))),
        ];
        let members = plain.into_iter().chain(measured);
        line.extend(members.filter_map(|(name, value)| Some((name.to_owned(), value?))));
        Value::Object(line)
    }
}

impl Drop for Summary {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // A panic of this crate, past the handler's guard; whoever catches it logs it.
            self.code.get_or_insert_with(|| "internal".to_owned());
            self.defect += 1;
        }
        let mut line =
            self.line(&self.opening.calls.take(), self.opening.since.elapsed()).to_string().into_bytes();
        line.push(b'\n');
        // A function whose output nobody takes any more has no one to tell.
        let _ = std::io::stdout().lock().write_all(&line);
    }
}

/// Capacity units, where there are any.
fn used(capacity: Capacity) -> Option<Value> {
    (capacity > Capacity::default()).then(|| json!(capacity.get()))
}

/// Milliseconds to the microsecond.
fn millis(duration: Duration) -> Value {
    #[expect(clippy::cast_precision_loss, reason = "an f64 holds microseconds exactly for 285 years")]
    let micros = duration.as_micros() as f64;
    json!(micros / 1000.0)
}

#[cfg(test)]
mod tests;
