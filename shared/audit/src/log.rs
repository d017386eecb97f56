//! The log of a job, told again: it must end in the state in which the job is.

use std::collections::{BTreeMap, BTreeSet};

use contract::port::table::Item;
use serde_json::Value;

use super::{Book, is_open, nested, number, text};

/// A job as its log tells it.
#[derive(Default)]
struct Story {
    status: String,
    run: i64,
    open: i64,
    attempts: BTreeMap<i64, String>,
    checkpoints: BTreeSet<String>,
}

pub(super) fn audit(book: &Book<'_>, job: &str, head: &Item, wrong: &mut Vec<String>) {
    let mut story = Story::default();
    let mut versions = Vec::new();
    let mut attempts = BTreeMap::new();
    let mut checkpoints = BTreeSet::new();
    let mut request = false;
    for (sort, item) in book.under(job) {
        match sort.split_once('#') {
            Some(("A", number)) => {
                attempts.insert(number.parse().unwrap_or(0), text(item, "state").to_owned());
            }
            Some(("E", version)) => {
                versions.push(version.parse().unwrap_or(0));
                if number(item, "version") != *versions.last().unwrap_or(&0) {
                    wrong.push(format!("{job}: event {sort} has another version"));
                }
                if let Err(why) = story.go_on(text(item, "type"), &nested(item, "data")) {
                    wrong.push(format!("{job}: event {sort}: {why}"));
                }
            }
            Some(("S", _)) => {
                checkpoints.insert(sort.to_owned());
            }
            None if sort == "REQ" => request = true,
            // How much of the log is in the feed: see there.
            None if sort == "FED" => {}
            _ => wrong.push(format!("{job}: {sort} is no item that there can be")),
        }
    }
    if !versions.iter().copied().eq(1..=number(head, "version")) {
        wrong.push(format!("{job}: version {} and the log {versions:?}", number(head, "version")));
    }
    if !request {
        wrong.push(format!("{job}: has no request"));
    }
    story.compare(job, head, &attempts, &checkpoints, wrong);
}

impl Story {
    fn go_on(&mut self, event: &str, data: &Value) -> Result<(), String> {
        let may: &[&str] = match event {
            "queued" => &[""],
            "started" => &["queued"],
            "stage" | "submitting" | "in_doubt" => &["running"],
            "landed" | "voided" => &["running", "in_doubt"],
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
            "landed" | "voided" | "in_doubt" => self.conclude(event, attempt, data)?,
            _ => {}
        }
        match event {
            "stage" | "submitting" | "resumed" => {}
            "started" | "landed" | "voided" => "running".clone_into(&mut self.status),
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
        let unheard = before == "submitting" || (before == "in_doubt" && event != "in_doubt");
        if !fits || !unheard || self.open != attempt {
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
        job: &str,
        head: &Item,
        attempts: &BTreeMap<i64, String>,
        checkpoints: &BTreeSet<String>,
        wrong: &mut Vec<String>,
    ) {
        if !is_open(head) {
            // What was not heard of before the end is lost by it.
            for state in self.attempts.values_mut() {
                if matches!(state.as_str(), "submitting" | "in_doubt") {
                    "lost".clone_into(state);
                }
            }
        }
        let mut same = |what: &str, is: String, told: String| {
            if is != told {
                wrong.push(format!("{job}: its {what} is {is}, and its log tells {told}"));
            }
        };
        same("status", text(head, "status").to_owned(), self.status);
        same("run", number(head, "run").to_string(), self.run.to_string());
        same("open attempt", number(head, "att").to_string(), self.open.to_string());
        same("list of attempts", format!("{attempts:?}"), format!("{:?}", self.attempts));
        same("list of checkpoints", format!("{checkpoints:?}"), format!("{:?}", self.checkpoints));
    }
}
