//! What waits for all of its parts: `L#<run>#<name>`, with the results of parts in `P#<run>#<name>#<part>`; and how far the
//! workspace's feed has told of the job: `FED`.

use std::collections::BTreeSet;

use contract::port::table::Item;

use crate::Invariant;
use crate::book::{Book, members, number};
use crate::finding::Wrong;

pub(crate) fn audit(book: Book<'_>, job: &str, head: &Item, wrong: &mut Wrong<'_>) {
    for (sort, item) in book.under("RUN", job) {
        let mut tell = |invariant, words| wrong.tell(invariant, book.key_under("RUN", job, sort), words);
        if let Some(name) = sort.strip_prefix("L#") {
            for words in latch(name, head, item) {
                tell(Invariant::LatchSound, words);
            }
        } else if let Some(name) = sort.strip_prefix("P#") {
            let (latch, part) = name.rsplit_once('#').unwrap_or((name, ""));
            let total = book.under("RUN", job).find(|(other, _)| other.strip_prefix("L#") == Some(latch));
            let total = total.map_or(0, |(_, latch)| number(latch, "total"));
            if !part.parse().is_ok_and(|part: i64| (1..=total).contains(&part)) {
                tell(Invariant::LatchSound, format!("is no part of the {total} that its latch waits for"));
            }
        } else if sort == "FED" {
            let (told, version) = (number(item, "ver"), number(head, "version"));
            if !(1..=version).contains(&told) {
                let words = format!("the feed tells of version {told}, and the head has {version}");
                tell(Invariant::FeedDense, words);
            }
        }
    }
}

fn latch(name: &str, head: &Item, latch: &Item) -> Vec<String> {
    let mut wrong = Vec::new();
    let total = number(latch, "total");
    let parts = |set| -> BTreeSet<&str> { members(latch, set).collect() };
    let (done, failed) = (parts("done"), parts("failed"));
    let both: Vec<_> = done.intersection(&failed).collect();
    if !both.is_empty() {
        wrong.push(format!("{both:?} are done and given up"));
    }
    let beyond = |part: &&&str| !part.parse().is_ok_and(|part: i64| (1..=total).contains(&part));
    let strange: Vec<_> = done.union(&failed).filter(beyond).collect();
    if !strange.is_empty() {
        wrong.push(format!("{strange:?} are no parts of 1 to {total}"));
    }
    let run = name.split('#').next().and_then(|run| run.parse().ok()).unwrap_or(0);
    if !(1..=number(head, "run")).contains(&run) {
        wrong.push(format!("is of run {run}, and there were {}", number(head, "run")));
    }
    wrong
}
