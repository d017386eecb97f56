//! The feed of a workspace: each event once, in the order of its job, word for word what the job's log says, and none missing.
//!
//! Entries are removed when they are old, one by one, late and in any order, and a table has no clock. What is younger than
//! [`KEPT`] by the feed's own last moment must be there.

use std::collections::BTreeMap;

use contract::port::table::Item;

use crate::Invariant;
use crate::book::{Book, number, text};
use crate::finding::Wrong;

/// How long an entry is there for certain, in milliseconds: `jobs::feed::KEPT`, read independently.
const KEPT: i64 = 7 * 24 * 60 * 60 * 1_000;

/// What an entry and the event that it copies have in common.
const COPIED: [&str; 4] = ["version", "type", "at", "data"];

/// Entries by number.
type Entries<'a> = BTreeMap<i64, &'a Item>;

fn entries<'a>(book: Book<'a>) -> Entries<'a> {
    let numbered = |(sort, entry): (&str, &'a Item)| Some((sort.strip_prefix("E#")?.parse().ok()?, entry));
    book.partition("FDX").filter_map(numbered).collect()
}

fn sort(seq: i64) -> String {
    format!("E#{seq:016}")
}

/// What the feed's own items tell.
pub(crate) fn audit(book: Book<'_>, wrong: &mut Wrong<'_>) {
    for (sort, _) in book.partition("FDX") {
        if sort != "HEAD" && sort.strip_prefix("E#").and_then(|number| number.parse::<i64>().ok()).is_none() {
            wrong.tell(Invariant::ItemKnown, book.key("FDX", sort), "is no entry of a feed");
        }
    }
    let entries = entries(book);
    let head = book.get("FDX", "HEAD");
    let (last, at) = head.map_or((0, 0), |head| (number(head, "seq"), number(head, "at")));
    let mut tell = |sort: &str, words: String| {
        wrong.tell(Invariant::FeedDense, book.key("FDX", sort), words);
    };
    let young: Vec<_> =
        entries.iter().filter(|(_, entry)| number(entry, "fed") > at - KEPT).map(|(seq, _)| *seq).collect();
    let first = young.first().copied().unwrap_or(last + 1);
    if let Some((is, expected)) = young.iter().copied().zip(first..).find(|(is, expected)| is != expected) {
        tell("HEAD", format!("entry {expected} is missing, and entry {is} is there"));
    } else if young.last().is_some_and(|highest| *highest != last) {
        tell("HEAD", format!("counts to {last}, and the entries do not"));
    }
    let mut before = 0;
    for (seq, entry) in &entries {
        let fed = number(entry, "fed");
        if number(entry, "seq") != *seq
            || fed < before
            || fed > at
            || number(entry, "ttl") * 1_000 < fed + KEPT
        {
            tell(&sort(*seq), "has another number, or its times are out of order".to_owned());
        }
        before = fed;
    }
}

/// What feed and logs tell of each other. Only for whoever holds a whole table.
pub(crate) fn cross(book: Book<'_>, wrong: &mut Wrong<'_>) {
    let entries = entries(book);
    for (seq, entry) in &entries {
        let (job, version) = (text(entry, "job"), number(entry, "version"));
        let event = book.under("RUN", job).find(|(sort, _)| *sort == format!("E#{version:08}"));
        let same = |event: &Item| COPIED.iter().all(|name| event.get(*name) == entry.get(*name));
        if !event.is_some_and(|(_, event)| same(event)) {
            let words = format!("is not what the log of {job} says at version {version}");
            wrong.tell(Invariant::FeedDense, book.key("FDX", &sort(*seq)), words);
        }
    }
    let at = book.get("FDX", "HEAD").map_or(0, |head| number(head, "at"));
    let last = book.get("FDX", "HEAD").map_or(0, |head| number(head, "seq"));
    let fed: i64 = book.partition("JOB").map(|(job, _)| mark(book, job, &entries, at - KEPT, wrong)).sum();
    if fed != last {
        let words = format!("counts to {last}, and jobs have {fed} events in it");
        wrong.tell(Invariant::FeedDense, book.key("FDX", "HEAD"), words);
    }
}

/// `FED` is how much of a job's log is in the feed: all of it that is young, once and in order. Answers how much.
fn mark(book: Book<'_>, job: &str, entries: &Entries<'_>, young: i64, wrong: &mut Wrong<'_>) -> i64 {
    let log = |sort: &str| book.under("RUN", job).find(|(other, _)| *other == sort).map(|(_, item)| item);
    let mark = log("FED").map_or(0, |mark| number(mark, "ver"));
    let told = entries.values().filter(|entry| text(entry, "job") == job);
    let told: Vec<_> = told.map(|entry| number(entry, "version")).collect();
    let old =
        |version: i64| log(&format!("E#{version:08}")).is_some_and(|event| number(event, "at") <= young);
    let first = told.first().copied().unwrap_or(mark + 1);
    let missing = !entries.is_empty() && !(1..first).all(old);
    if missing || !told.iter().copied().eq(first..=mark) {
        let words = format!("{mark} of its events should be in the feed, and {told:?} are");
        wrong.tell(Invariant::FeedDense, book.key_under("RUN", job, "FED"), words);
    }
    mark
}
