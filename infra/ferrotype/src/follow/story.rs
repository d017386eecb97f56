//! What the events of a render add up to: which stages passed, which one runs.

use jiff::Timestamp;
use serde_json::Value;

use crate::api::Event;

/// The stages of a plain render in the order of its flow. Others may come between and are shown as they come.
const STAGES: [&str; 7] =
    ["prepare", "optimize-prompt", "route-model", "submit", "ingest", "validate", "settle"];

/// What a render is at that has not begun.
const QUEUED: &str = "queued";

/// The story so far.
#[derive(Default)]
pub(super) struct Story {
    passed: Vec<String>,
    now: String,
    last: Option<Timestamp>,
    charged: Option<i64>,
    ended: bool,
}

/// A finished line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The stage, or the word of the event.
    pub(super) name: String,
    /// Its result and how long it took.
    pub(super) rest: String,
}

impl Story {
    /// How many stages a plain render has.
    pub(super) const LENGTH: u64 = STAGES.len() as u64;

    /// Adds an event; a line when something is finished.
    pub(super) fn take(&mut self, event: &Event) -> Option<Line> {
        let at = event.at.parse::<Timestamp>().ok();
        let since = at
            .zip(self.last)
            .and_then(|(at, last)| u64::try_from(at.as_millisecond() - last.as_millisecond()).ok());
        let ms = event.data.get("ms").and_then(Value::as_u64).or(since);
        self.last = at.or(self.last);
        self.charged = event.data.get("charged_usd_micros").and_then(Value::as_i64).or(self.charged);
        let word = event.kind.rsplit('.').next().unwrap_or_default();
        match word {
            "queued" => self.run(QUEUED),
            "dispatched" | "started" => self.run(STAGES[0]),
            "submitting" => self.run("submit"),
            "accepted" => self.run("await"),
            "landed" => self.run("ingest"),
            "stage" => Some(self.pass(event, ms)),
            "succeeded" => self.succeed(ms),
            "failed" | "canceled" | "expired" | "in_doubt" => {
                self.ended = true;
                Some(Line { name: word.replace('_', " "), rest: String::new() })
            }
            other => Some(Line { name: other.to_owned(), rest: text(&event.data, "reason") }),
        }
    }

    fn run(&mut self, stage: &str) -> Option<Line> {
        stage.clone_into(&mut self.now);
        None
    }

    fn pass(&mut self, event: &Event, ms: Option<u64>) -> Line {
        let stage = text(&event.data, "stage");
        let next = STAGES.iter().skip_while(|name| **name != stage).nth(1);
        self.now = next.map_or_else(String::new, |next| (*next).to_owned());
        let line = line(&stage, &text(&event.data, "word"), ms);
        self.passed.push(stage);
        line
    }

    /// The last stage ends the render, so its event is the render's own.
    fn succeed(&mut self, ms: Option<u64>) -> Option<Line> {
        self.ended = true;
        let settled = self.passed.iter().any(|stage| stage == "settle");
        (!settled).then(|| {
            self.passed.push("settle".to_owned());
            line("settle", "", ms)
        })
    }

    /// What runs now.
    pub(super) fn now(&self) -> &str {
        &self.now
    }

    /// Whether nothing but its acceptance was told.
    pub(super) fn is_queued(&self) -> bool {
        self.now == QUEUED
    }

    /// How many stages have passed.
    pub(super) fn done(&self) -> u64 {
        self.passed.len() as u64
    }

    /// How many stages there are in all, as far as is known.
    pub(super) fn length(&self) -> u64 {
        let extra = self.passed.iter().filter(|stage| !STAGES.contains(&stage.as_str())).count();
        Self::LENGTH.saturating_add(extra as u64).max(self.done())
    }

    /// What the end was charged, micro-USD.
    pub(super) fn charged(&self) -> Option<i64> {
        self.charged
    }

    /// Whether the last event was told.
    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }
}

fn line(stage: &str, word: &str, ms: Option<u64>) -> Line {
    let ms = ms.map_or(String::new(), |ms| format!("{ms} ms"));
    // Most stages end with the word that means "go on"; only others are worth reading.
    let word = if matches!(word, "" | "next" | "ok" | "done") { String::new() } else { format!("  {word}") };
    Line { name: stage.to_owned(), rest: format!("{ms:>8}{word}") }
}

fn text(data: &Value, member: &str) -> String {
    data.get(member).and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
