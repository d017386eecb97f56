//! The feed of a workspace: each event once, in the order of its job, word for word what the job's log says, and none missing.
//!
//! Entries are removed when they are old, and a table has no clock. What is younger than [`KEPT`] by the feed's own last moment must
//! be there. A feed that has been silent for longer than that is removed piece by piece; once nothing is left there is nothing to
//! judge, and in the hours between a missing piece is told although nothing is wrong.

use std::collections::BTreeMap;

use crate::{Book, Item, number, text};

/// How long an entry is there for certain, in milliseconds: `jobs::feed::KEPT`, read independently.
const KEPT: i64 = 7 * 24 * 60 * 60 * 1_000;

/// What an entry and the event that it copies have in common.
const COPIED: [&str; 4] = ["version", "type", "at", "data"];

pub(crate) fn audit(book: &Book<'_>, wrong: &mut Vec<String>) {
    let entries: BTreeMap<i64, &Item> = book
        .partition("FDX")
        .filter_map(|(sort, entry)| Some((sort.strip_prefix("E#")?.parse().ok()?, entry)))
        .collect();
    let head = book.get("FDX", "HEAD");
    let (last, at) = head.map_or((0, 0), |head| (number(head, "seq"), number(head, "at")));
    if entries.keys().next_back().is_some_and(|highest| *highest > last) {
        wrong.push(format!("FDX: it counts to {last} and goes on after that"));
    }
    let mut before = 0;
    for (seq, entry) in &entries {
        one(book, *seq, entry, wrong);
        let fed = number(entry, "fed");
        if fed < before || fed > at || number(entry, "ttl") * 1_000 < fed + KEPT {
            wrong.push(format!("FDX {seq}: its times are out of order"));
        }
        before = fed;
    }
    let mut fed = 0;
    for (job, head) in book.partition("JOB") {
        fed += mark(book, job, head, &entries, at - KEPT, wrong);
    }
    if fed != last {
        wrong.push(format!("FDX: it counts to {last}, and jobs have {fed} events in it"));
    }
}

fn one(book: &Book<'_>, seq: i64, entry: &Item, wrong: &mut Vec<String>) {
    let (job, version) = (text(entry, "job"), number(entry, "version"));
    let event = book.under(job).find(|(sort, _)| *sort == format!("E#{version:08}"));
    let same = |event: &Item| COPIED.iter().all(|name| event.get(*name) == entry.get(*name));
    if number(entry, "seq") != seq || !event.is_some_and(|(_, event)| same(event)) {
        wrong.push(format!("FDX {seq}: it is not what the log of {job} says at version {version}"));
    }
}

/// `FED` is how much of a job's log is in the feed: no more than there is, and all of it, once and in order. Answers how much.
fn mark(
    book: &Book<'_>,
    job: &str,
    head: &Item,
    entries: &BTreeMap<i64, &Item>,
    young: i64,
    wrong: &mut Vec<String>,
) -> i64 {
    let mark = book.under(job).find(|(sort, _)| *sort == "FED").map_or(0, |(_, mark)| number(mark, "ver"));
    let told = entries.values().filter(|entry| text(entry, "job") == job);
    let told: Vec<_> = told.map(|entry| number(entry, "version")).collect();
    let event = |version: &i64| book.under(job).find(|(sort, _)| *sort == format!("E#{version:08}"));
    let old = |version: &i64| event(version).is_some_and(|(_, event)| number(event, "at") <= young);
    let first = told.first().copied().unwrap_or(mark + 1);
    let missing = !entries.is_empty() && !(1..first).all(|version| old(&version));
    if mark > number(head, "version") || missing || !told.iter().copied().eq(first..=mark) {
        wrong.push(format!("{job}: {mark} of its events should be in the feed, and {told:?} are"));
    }
    mark
}
