//! The invariants of the spine over a whole table, by raw items: an independent reading of what `jobs` wrote.
//!
//! It knows items by `docs/keys.md` and calls nothing that wrote them, so a mistake there is not repeated here. [`Invariant`]
//! is the list of what is checked. [`audit`] reads everything at once, as tests do. Whoever cannot hold a whole table calls
//! [`item`] for each item, [`spine`] for each workspace and [`under`] for each job: together they are the same.

use std::collections::BTreeSet;

use contract::port::table::{Item, Key};

mod batch;
mod book;
mod chain;
mod content;
mod feed;
mod finding;
mod invariant;
mod item;
mod job;
mod lanes;
mod latch;
mod log;
mod media;
mod money;
mod project;

pub use book::Items;
pub use finding::Finding;
pub use invariant::{Invariant, Promise};
pub use media::{Object, PARTS, Shelf};

use book::Book;
use finding::Wrong;

/// The kinds whose partitions are `KIND#<workspace>` and which the audit reads, but for what lies under a parent. Heads and
/// wallets first: whoever reads a table that moves reads these before the rest, and can tell afterwards whether it moved.
pub const KINDS: [&str; 9] = ["JOB", "WAL", "LAN", "LED", "WAI", "FDX", "BLB", "AST", "PRJ"];

/// The kinds whose partitions are `KIND#<workspace>#<parent>`.
pub const KINDS_UNDER: [&str; 4] = ["RUN", "BAT", "CHJ", "CHN"];

/// Everything that is wrong in the table; empty when all is well.
pub fn audit(items: &Items) -> Vec<Finding> {
    whole(items, None)
}

/// Everything that is wrong in the table and in the bucket.
pub fn audit_with(items: &Items, shelf: &Shelf) -> Vec<Finding> {
    whole(items, Some(shelf))
}

fn whole(items: &Items, shelf: Option<&Shelf>) -> Vec<Finding> {
    let mut findings: Vec<_> = items.iter().flat_map(|(key, found)| item(key, found)).collect();
    let mut workspaces: BTreeSet<_> = items.keys().filter_map(workspace_of).collect();
    workspaces.extend(shelf.into_iter().flat_map(Shelf::workspaces));
    for workspace in workspaces {
        findings.extend(spine(items, workspace, shelf));
        let book = Book { items, workspace };
        let mut wrong = Wrong::in_workspace(workspace);
        feed::cross(book, &mut wrong);
        findings.extend(wrong.all());
        let heads = book.partition("JOB").map(|(job, _)| job);
        let jobs: BTreeSet<_> = heads.chain(book.parents("RUN")).collect();
        for job in jobs {
            findings.extend(under(items, workspace, job, shelf));
        }
    }
    findings
}

/// What is wrong with an item by itself.
pub fn item(key: &Key, item: &Item) -> Vec<Finding> {
    let mut wrong = Wrong::in_workspace(workspace_of(key).unwrap_or_default());
    item::audit(key, item, &mut wrong);
    wrong.all()
}

/// An item that cannot be read: what it holds is nothing that an item may hold.
pub fn unreadable(key: Key, why: &str) -> Finding {
    let workspace = workspace_of(&key).unwrap_or_default().to_owned();
    Finding { invariant: Invariant::ItemFlat, workspace, item: key, words: why.to_owned() }
}

/// What is wrong between the items of one workspace, apart from what lies under its jobs. `items` has the workspace's
/// partitions of [`KINDS`] and of `BAT`, `CHJ` and `CHN`; others do not matter.
pub fn spine(items: &Items, workspace: &str, shelf: Option<&Shelf>) -> Vec<Finding> {
    let book = Book { items, workspace };
    let mut wrong = Wrong::in_workspace(workspace);
    money::audit(book, &mut wrong);
    project::audit(book, &mut wrong);
    lanes::audit(book, &mut wrong);
    for (job, head) in book.partition("JOB") {
        job::audit(book, job, head, &mut wrong);
    }
    feed::audit(book, &mut wrong);
    batch::audit(book, &mut wrong);
    chain::audit(book, &mut wrong);
    content::audit(book, &mut wrong);
    if let Some(shelf) = shelf {
        media::audit(book, shelf, &mut wrong);
    }
    wrong.all()
}

/// What is wrong with what lies under one job. `items` has the job's head and its partition of `RUN`; others do not matter.
pub fn under(items: &Items, workspace: &str, job: &str, shelf: Option<&Shelf>) -> Vec<Finding> {
    let book = Book { items, workspace };
    let mut wrong = Wrong::in_workspace(workspace);
    match book.get("JOB", job) {
        Some(head) => {
            log::audit(book, job, head, &mut wrong);
            latch::audit(book, job, head, &mut wrong);
            if let Some(shelf) = shelf {
                media::audit_under(book, job, shelf, &mut wrong);
            }
        }
        None => {
            if let Some((sort, _)) = book.under("RUN", job).next() {
                let key = book.key_under("RUN", job, sort);
                wrong.tell(Invariant::NoOrphan, key, format!("{job} has items and no head"));
            }
        }
    }
    wrong.all()
}

/// The workspace of an item that the audit reads; `None` for every other.
pub fn workspace_of(key: &Key) -> Option<&str> {
    let (kind, rest) = key.pk.split_once('#')?;
    let (workspace, parent) = rest.split_once('#').map_or((rest, None), |(one, two)| (one, Some(two)));
    let read = match parent {
        None => KINDS.contains(&kind),
        Some(_) => KINDS_UNDER.contains(&kind),
    };
    read.then_some(workspace)
}

#[cfg(test)]
mod tests;
