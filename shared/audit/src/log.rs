//! The log of a job, told again: it must end in the state in which the job is.

use std::collections::{BTreeMap, BTreeSet};

use contract::port::table::Item;
use serde_json::Value;

use crate::Invariant;
use crate::book::{Book, is_open, nested, number, text};
use crate::finding::Wrong;

/// A job as its log tells it.
#[derive(Default)]
struct Story {
    status: String,
    run: i64,
    open: i64,
    attempts: BTreeMap<i64, String>,
    checkpoints: BTreeSet<String>,
}

pub(crate) fn audit(book: Book<'_>, job: &str, head: &Item, wrong: &mut Wrong<'_>) {
    let mut story = Story::default();
    let mut versions = Vec::new();
    let mut attempts = BTreeMap::new();
    let mut checkpoints = BTreeSet::new();
    let mut request = false;
    for (sort, item) in book.under("RUN", job) {
        let mut tell = |invariant, words| wrong.tell(invariant, book.key_under("RUN", job, sort), words);
        match sort.split_once('#') {
            Some(("A", number)) => {
                attempts.insert(number.parse().unwrap_or(0), text(item, "state").to_owned());
            }
            Some(("E", version)) => {
                versions.push(version.parse().unwrap_or(0));
                if number(item, "version") != *versions.last().unwrap_or(&0) {
                    tell(Invariant::LogDense, format!("says that it is version {}", number(item, "version")));
                }
                if let Err(why) = story.go_on(text(item, "type"), &nested(item, "data")) {
                    tell(Invariant::LogTrue, why);
                }
            }
            Some(("S", _)) => {
                checkpoints.insert(sort.to_owned());
            }
            // Latches, their parts and the mark of the feed are read by `latch`.
            Some(("L" | "P", _)) => {}
            None if sort == "FED" => {}
            None if sort == "REQ" => request = true,
            _ => tell(Invariant::ItemKnown, "is no item that there can be".to_owned()),
        }
    }
    if !versions.iter().copied().eq(1..=number(head, "version")) {
        let words = format!("has version {}, and its log {versions:?}", number(head, "version"));
        wrong.tell(Invariant::LogDense, book.head(job), words);
    }
    if !request {
        wrong.tell(Invariant::RequestKept, book.head(job), "has no request");
    }
    for (invariant, words) in story.compare(head, &attempts, &checkpoints) {
        wrong.tell(invariant, book.head(job), words);
    }
}

impl Story {
    fn go_on(&mut self, event: &str, data: &Value) -> Result<(), String> {
        let may: &[&str] = match event {
            "queued" => &[""],
            "dispatched" | "started" => &["queued"],
            "stage" | "submitting" | "in_doubt" => &["running"],
            "accepted" | "landed" | "voided" | "cancel_requested" => &["running", "in_doubt"],
            "resumed" | "succeeded" | "failed" | "canceled" | "expired" => &["queued", "running", "in_doubt"],
            _ => return Err(format!("`{event}` is no event")),
        };
        if !may.contains(&self.status.as_str()) {
            return Err(format!("`{event}` cannot follow while the job is `{}`", self.status));
        }
        let attempt = data["attempt"].as_i64().unwrap_or(0);
        match event {
            "queued" => self.run = 1,
            "resumed" => self.run += 1,
            "stage" => self.stage(data)?,
            "submitting" => self.submit(attempt)?,
            "accepted" | "landed" | "voided" | "in_doubt" => self.conclude(event, attempt, data)?,
            _ => {}
        }
        match event {
            "stage" | "submitting" | "resumed" | "dispatched" | "cancel_requested" => {}
            "started" | "accepted" | "landed" | "voided" => "running".clone_into(&mut self.status),
            status => status.clone_into(&mut self.status),
        }
        Ok(())
    }

    fn stage(&mut self, data: &Value) -> Result<(), String> {
        if data["run"].as_i64() != Some(self.run) {
            return Err(format!("a stage of run {} in run {}", data["run"], self.run));
        }
        let (r#try, stage) = (data["try"].as_i64().unwrap_or(0), data["stage"].as_str().unwrap_or_default());
        self.checkpoints.insert(format!("S#{:02}#{:02}#{stage}", self.run, r#try));
        if data["word"] == "retry" {
            self.open = 0;
        }
        Ok(())
    }

    fn submit(&mut self, attempt: i64) -> Result<(), String> {
        if self.open != 0 || self.attempts.keys().last().map_or(1, |last| last + 1) != attempt {
            return Err(format!("attempt {attempt} while {} is open", self.open));
        }
        self.open = attempt;
        self.attempts.insert(attempt, "submitting".to_owned());
        Ok(())
    }

    fn conclude(&mut self, event: &str, attempt: i64, data: &Value) -> Result<(), String> {
        let state = data["state"].as_str().unwrap_or_default();
        let fits = match event {
            "voided" => matches!(state, "refused" | "void"),
            _ => state == event,
        };
        let before = self.attempts.get(&attempt).map_or("", String::as_str);
        let undecided = match event {
            "accepted" => matches!(before, "submitting" | "in_doubt"),
            "in_doubt" => matches!(before, "submitting" | "accepted"),
            _ => matches!(before, "submitting" | "accepted" | "in_doubt"),
        };
        if !fits || !undecided || self.open != attempt {
            return Err(format!(
                "attempt {attempt} went from `{before}` to `{state}` while {} is open",
                self.open
            ));
        }
        self.attempts.insert(attempt, state.to_owned());
        if event == "voided" {
            self.open = 0;
        }
        Ok(())
    }

    fn compare(
        mut self,
        head: &Item,
        attempts: &BTreeMap<i64, String>,
        checkpoints: &BTreeSet<String>,
    ) -> Vec<(Invariant, String)> {
        if !is_open(head) {
            // What was not heard of before the end is lost by it.
            for state in self.attempts.values_mut() {
                if matches!(state.as_str(), "submitting" | "accepted" | "in_doubt") {
                    "lost".clone_into(state);
                }
            }
        }
        let mut wrong = Vec::new();
        let mut same = |invariant, what: &str, is: String, told: String| {
            if is != told {
                wrong.push((invariant, format!("its {what} is {is}, and its log tells {told}")));
            }
        };
        same(Invariant::LogTrue, "status", text(head, "status").to_owned(), self.status);
        same(Invariant::LogTrue, "run", number(head, "run").to_string(), self.run.to_string());
        same(Invariant::AttemptsTold, "open attempt", number(head, "att").to_string(), self.open.to_string());
        let (is, told) = (format!("{attempts:?}"), format!("{:?}", self.attempts));
        same(Invariant::AttemptsTold, "list of attempts", is, told);
        let (is, told) = (format!("{checkpoints:?}"), format!("{:?}", self.checkpoints));
        same(Invariant::LogTrue, "list of checkpoints", is, told);
        wrong
    }
}
