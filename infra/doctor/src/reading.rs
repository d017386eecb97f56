//! One reading of one workspace.
//!
//! It holds heads, wallets, ledger, slots, feed and assets of one workspace at a time, and what lies under a few jobs. The heads
//! and the figures that move with them are read first: when they are the same at the beginning of the next reading, nothing
//! moved during this one.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use audit::{Finding, Object, Shelf};
use cloud::Unreadable;
use contract::port::Clock;
use contract::port::table::{Item, Key, Value};
use futures::{StreamExt as _, TryStreamExt as _, stream};

use crate::source::{Source, whole};
use crate::survey::Parents;

/// How many jobs are read at once: a partition is a round trip, and DynamoDB has room for many.
const AT_ONCE: usize = 16;

/// Reads one workspace.
pub(crate) struct Reader<'a> {
    /// From where.
    pub(crate) source: &'a dyn Source,
    /// What the age of an object is measured by, and what is waited by.
    pub(crate) clock: &'a dyn Clock,
    /// Which one.
    pub(crate) workspace: &'a str,
    /// What the survey found under it.
    pub(crate) parents: &'a Parents,
    /// How old an object must be to be judged.
    pub(crate) grace: Duration,
}

/// What a reading found.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// What is wrong, if nothing moved.
    pub(crate) findings: Vec<Finding>,
    /// What moves whenever something is committed, as it was before anything else was read.
    pub(crate) marks: Marks,
    /// How many objects there are.
    pub(crate) objects: usize,
}

/// Versions of heads and contents, figures of wallets, the number of the feed's last entry. None of them ever goes back to a value that it
/// had, but for what is left in a wallet, which goes back only when a head moves.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Marks {
    /// Of each job.
    pub(crate) jobs: BTreeMap<String, i64>,
    /// Of the workspace as a whole: wallets and feed.
    pub(crate) others: BTreeMap<Key, Vec<i64>>,
}

/// The kinds that move whenever something is committed that the audit looks at.
const MOVING: [&str; 4] = ["JOB", "WAL", "FDX", "BLB"];

impl Reader<'_> {
    /// Reads the workspace once.
    pub(crate) async fn read(&self) -> Result<Reading, Unreadable> {
        let mut items = audit::Items::new();
        for kind in MOVING {
            items.extend(self.partition(kind).await?);
        }
        let marks = Marks::of(&items);
        for kind in audit::KINDS.into_iter().filter(|kind| !MOVING.contains(kind)) {
            items.extend(self.partition(kind).await?);
        }
        let Parents { batches, chains, projects, .. } = self.parents;
        for (kind, parents) in [("BAT", batches), ("CHN", projects), ("CHJ", chains)] {
            for parent in parents {
                items.extend(whole(self.source, &format!("{kind}#{}#{parent}", self.workspace)).await?);
            }
        }
        // Before what lies under jobs: an attempt is written before its objects.
        let shelf = self.shelf().await?;
        let mut findings = audit::spine(&items, self.workspace, Some(&shelf));
        let jobs: BTreeSet<&str> = marks.jobs.keys().chain(&self.parents.jobs).map(String::as_str).collect();
        let under = stream::iter(jobs.into_iter().map(|job| self.under(job, &items, &shelf)));
        let under: Vec<_> = under.buffered(AT_ONCE).try_collect().await?;
        findings.extend(under.into_iter().flatten());
        Ok(Reading { findings, marks, objects: shelf.objects.len() })
    }

    async fn partition(&self, kind: &str) -> Result<BTreeMap<Key, Item>, Unreadable> {
        whole(self.source, &format!("{kind}#{}", self.workspace)).await
    }

    /// What is wrong with what lies under one job.
    async fn under(
        &self,
        job: &str,
        items: &audit::Items,
        shelf: &Shelf,
    ) -> Result<Vec<Finding>, Unreadable> {
        let mut own = whole(self.source, &format!("RUN#{}#{job}", self.workspace)).await?;
        let head = Key { pk: format!("JOB#{}", self.workspace), sk: job.to_owned() };
        if let Some(found) = items.get(&head) {
            own.insert(head, found.clone());
        }
        Ok(audit::under(&own, self.workspace, job, Some(shelf)))
    }

    async fn shelf(&self) -> Result<Shelf, Unreadable> {
        let mut objects = BTreeMap::new();
        let now = self.clock.now();
        for prefix in audit::PARTS.map(|part| format!("{part}{}/", self.workspace)) {
            let mut next = None;
            loop {
                let page = self.source.objects(&prefix, next).await?;
                objects.extend(page.found.into_iter().map(|listed| {
                    let object = Object { bytes: listed.bytes, stored_at: listed.stored_at, sha256: None };
                    (listed.key, object)
                }));
                next = page.next;
                if next.is_none() {
                    break;
                }
            }
        }
        Ok(Shelf { objects, now, grace: self.grace })
    }
}

impl Marks {
    fn of(items: &audit::Items) -> Self {
        let number = |item: &Item, name: &str| match item.get(name) {
            Some(Value::Int(number)) => *number,
            _ => 0,
        };
        let mut marks = Self::default();
        for (key, item) in items {
            if key.pk.starts_with("JOB#") {
                marks.jobs.insert(key.sk.clone(), number(item, "version"));
            } else if key.pk.starts_with("WAL#") || key.pk.starts_with("BLB#") || key.sk == "HEAD" {
                let figures = ["cap", "avail", "held", "spent", "seq", "oldest", "version"];
                marks.others.insert(key.clone(), figures.map(|name| number(item, name)).to_vec());
            }
        }
        marks
    }
}
