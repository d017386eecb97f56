//! Slots, and the waiting line.

use std::collections::{BTreeMap, BTreeSet};

use contract::port::table::Item;

use crate::Invariant;
use crate::book::{Book, is_open, members, text, truth};
use crate::finding::Wrong;

pub(crate) fn audit(book: Book<'_>, wrong: &mut Wrong<'_>) {
    let holders = holders(book, wrong);
    let slotless = slotless(book, wrong);
    let waiting = waiting(book, wrong);
    watched(book, &waiting, wrong);
    for (job, head) in book.partition("JOB") {
        let slot = truth(head, "slot");
        let mut tell = |invariant, words: String| wrong.tell(invariant, book.head(job), words);
        if slot != holders.contains(job) {
            let words = format!("says slot = {slot}, and its lane says otherwise");
            tell(Invariant::HoldersLive, words);
        }
        if slot && text(head, "status") == "in_doubt" {
            tell(Invariant::HoldersLive, "is in doubt and holds a slot".to_owned());
        }
        if slotless.contains(job) != (!slot && is_open(head) && text(head, "status") != "queued") {
            let words =
                format!("is {} with slot = {slot}, and its lane says otherwise", text(head, "status"));
            tell(Invariant::HoldersLive, words);
        }
        let waits = text(head, "status") == "queued" && !slot;
        let entries = waiting.get(job).copied().unwrap_or(0);
        if entries != usize::from(waits) {
            let status = text(head, "status");
            let words = format!("is {status} with slot = {slot}, and waits at {entries} places");
            tell(Invariant::WaitingLine, words);
        }
    }
}

/// The jobs that hold a slot.
fn holders<'a>(book: Book<'a>, wrong: &mut Wrong<'_>) -> BTreeSet<&'a str> {
    let mut holders = BTreeSet::new();
    for (sort, lane) in book.partition("LAN") {
        let mut tell = |words| wrong.tell(Invariant::HoldersLive, book.key("LAN", sort), words);
        for member in members(lane, "holders") {
            if !holders.insert(member) {
                tell(format!("{member} holds two slots"));
            }
            let head = book.get("JOB", member);
            if !head.is_some_and(is_open) {
                tell(format!("{member} holds a slot and has ended"));
            }
            if head.is_none_or(|head| sort != line(head)) {
                tell(format!("{member} holds a slot of another's lane"));
            }
        }
    }
    holders
}

/// The jobs at work without a slot, which a doubt took: an asset that they need is found by these.
fn slotless<'a>(book: Book<'a>, wrong: &mut Wrong<'_>) -> BTreeSet<&'a str> {
    let mut slotless = BTreeSet::new();
    for (sort, lane) in book.partition("LAN") {
        for member in members(lane, "slotless") {
            slotless.insert(member);
            if book.get("JOB", member).is_none_or(|head| !is_open(head) || sort != line(head)) {
                let words = format!("{member} is at work without a slot by this lane, and is not");
                wrong.tell(Invariant::HoldersLive, book.key("LAN", sort), words);
            }
        }
    }
    slotless
}

/// A lane that somebody is in or waits for is due: the sweeper is the net below a message that is lost.
fn watched(book: Book<'_>, waiting: &BTreeMap<&str, usize>, wrong: &mut Wrong<'_>) {
    let awaited: BTreeSet<_> = waiting.keys().filter_map(|job| book.get("JOB", job)).map(line).collect();
    let held = book.partition("LAN").filter(|(_, lane)| members(lane, "holders").next().is_some());
    let held: BTreeSet<_> = held.map(|(sort, _)| sort.to_owned()).collect();
    for sort in held.union(&awaited) {
        let due = |name| book.get("LAN", sort).is_some_and(|lane| lane.contains_key(name));
        if !due("gdp") || !due("gds") {
            wrong.tell(
                Invariant::OpenIsDue,
                book.key("LAN", sort),
                "is a lane in use, and nobody looks at it",
            );
        }
    }
}

/// How often each job waits. An entry is named `<lane>#<usr>#<prio>#<job>`.
fn waiting<'a>(book: Book<'a>, wrong: &mut Wrong<'_>) -> BTreeMap<&'a str, usize> {
    let mut waiting = BTreeMap::new();
    for (sort, _) in book.partition("WAI") {
        let mut tell = |words| wrong.tell(Invariant::WaitingLine, book.key("WAI", sort), words);
        let Some((place, job)) = sort.rsplit_once('#') else {
            tell("is no place in a line".to_owned());
            continue;
        };
        *waiting.entry(job).or_default() += 1;
        let Some(head) = book.get("JOB", job) else {
            tell(format!("{job} waits and is not there"));
            continue;
        };
        if place.rsplit_once('#').is_none_or(|(own, _)| own != line(head)) {
            tell(format!("{job} waits in another's line"));
        }
        if text(head, "status") != "queued" || truth(head, "slot") || head.contains_key("started_at") {
            tell(format!("{job} waits, and it is {} or has what it waits for", text(head, "status")));
        }
    }
    waiting
}

/// The line that a job stands in: its lane and its user.
fn line(head: &Item) -> String {
    format!("{}#{}", text(head, "lane"), text(head, "user"))
}
