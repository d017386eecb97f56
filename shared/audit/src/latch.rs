//! Fan-outs: a part has ended in one way, and there are no others than those that were asked for.

use std::collections::{BTreeMap, BTreeSet};

use contract::port::table::{Item, Value};

use super::{Book, number};

pub(super) fn audit(book: &Book<'_>, job: &str, wrong: &mut Vec<String>) {
    let mut totals = BTreeMap::new();
    for (sort, latch) in book.under(job) {
        let Some(fan_out) = sort.strip_prefix("L#") else { continue };
        let total = number(latch, "total");
        totals.insert(fan_out, total);
        let (done, failed) = (members(latch, "done"), members(latch, "failed"));
        for part in done.intersection(&failed) {
            wrong.push(format!("{job}: part {part} of {sort} is done and was given up"));
        }
        for part in done.union(&failed).filter(|part| !is_within(part, total)) {
            wrong.push(format!("{job}: {sort} has {total} parts, and {part} is counted"));
        }
    }
    for (sort, _) in book.under(job) {
        let Some((fan_out, part)) = sort.strip_prefix("P#").and_then(|rest| rest.rsplit_once('#')) else {
            continue;
        };
        if !totals.get(fan_out).is_some_and(|total| is_within(part, *total)) {
            wrong.push(format!("{job}: {sort} is a part of nothing"));
        }
    }
}

fn members<'a>(item: &'a Item, name: &str) -> BTreeSet<&'a str> {
    match item.get(name) {
        Some(Value::Set(members)) => members.iter().map(String::as_str).collect(),
        _ => BTreeSet::new(),
    }
}

/// Whether `part` is one of 1 to `total`, in the six digits in which parts are written.
fn is_within(part: &str, total: i64) -> bool {
    part.len() == 6 && part.parse().is_ok_and(|part: i64| (1..=total).contains(&part))
}
