//! Reading again, where something was found.
//!
//! Reading takes time, and jobs move meanwhile: a wallet that was read before a settlement and a ledger that was read after it
//! disagree, although nothing is wrong. So a finding counts only when
//!
//! 1. the next reading, a moment later, finds the same about the same item, and
//! 2. the heads on which it stands had not moved when that reading began: the job's own, or all of the workspace with its wallets
//!    and its feed when the finding is about more than one job.
//!
//! Heads are read before all else. If they are the same at the beginnings of two readings, no job moved during the first, so it
//! read the table as it was at one moment. The second reading takes care of what moves without a head.
//!
//! A finding that comes back while its heads go on moving is not decided. After [`READINGS`] it is reported as that, and does not
//! count. A fault may also be hidden by a torn reading; whoever runs the doctor again sees it.

use std::collections::BTreeSet;
use std::time::Duration;

use audit::{Finding, Invariant};
use cloud::Unreadable;
use contract::port::table::Key;

use crate::progress::Progress;
use crate::reading::{Marks, Reader, Reading};

/// The most readings of a workspace.
const READINGS: usize = 5;
/// Between two readings: longer than a commit with its retries usually takes.
const MOMENT: Duration = Duration::from_secs(1);

/// What is known about a workspace.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// What is wrong.
    pub(crate) findings: Vec<Finding>,
    /// What came back, but could not be decided because the workspace moved.
    pub(crate) undecided: Vec<Finding>,
    /// How many jobs it has.
    pub(crate) jobs: usize,
    /// How many objects it has.
    pub(crate) objects: usize,
}

/// Reads a workspace until it is known what is wrong with it.
pub(crate) async fn confirm(reader: &Reader<'_>, progress: &Progress) -> Result<Outcome, Unreadable> {
    progress.reading(reader.workspace);
    let mut last = reader.read().await?;
    let mut outcome = Outcome { jobs: last.marks.jobs.len(), objects: last.objects, ..Outcome::default() };
    let mut certain = BTreeSet::new();
    for _ in 1..READINGS {
        if last.findings.iter().all(|finding| certain.contains(&name(finding))) {
            outcome.undecided.clear();
            break;
        }
        progress.again(reader.workspace, last.findings.len());
        reader.clock.sleep(MOMENT).await;
        let next = reader.read().await?;
        outcome.undecided.clear();
        for finding in again(&last, &next) {
            if certain.contains(&name(finding)) {
                continue;
            }
            if is_still(finding, &last.marks, &next.marks) {
                certain.insert(name(finding));
                outcome.findings.push(finding.clone());
            } else {
                outcome.undecided.push(finding.clone());
            }
        }
        last = next;
    }
    Ok(outcome)
}

/// What both readings found, as the later one tells it.
fn again<'a>(last: &Reading, next: &'a Reading) -> impl Iterator<Item = &'a Finding> {
    let before: BTreeSet<_> = last.findings.iter().map(name).collect();
    next.findings.iter().filter(move |finding| before.contains(&name(finding)))
}

/// What makes two findings the same one: its words may change with a figure that is only told.
fn name(finding: &Finding) -> (Invariant, Key) {
    (finding.invariant, finding.item.clone())
}

/// Whether what the finding stands on did not move between the beginnings of two readings.
fn is_still(finding: &Finding, last: &Marks, next: &Marks) -> bool {
    match job_of(&finding.item) {
        Some(job) => last.jobs.get(job) == next.jobs.get(job),
        None => last == next,
    }
}

/// The job that an item belongs to, when it belongs to one alone.
fn job_of(item: &Key) -> Option<&str> {
    let mut parts = item.pk.splitn(3, '#');
    match (parts.next()?, parts.next(), parts.next()) {
        ("JOB", _, _) => Some(&item.sk),
        ("RUN", _, Some(job)) => Some(job),
        ("LED", _, _) => item.sk.strip_suffix("#0hold").or_else(|| item.sk.strip_suffix("#1close")),
        ("WAI", _, _) => item.sk.rsplit('#').next(),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
