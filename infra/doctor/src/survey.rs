//! The first look at everything: which workspaces there are, and each item by itself.
//!
//! Items are forgotten as soon as they were looked at. What is kept are names: of workspaces, and of the jobs and batches
//! under which something lies. About 100 bytes for a job; a partition that has no head any more is found by it.

use std::collections::{BTreeMap, BTreeSet};

use cloud::Unreadable;

use crate::progress::Progress;
use crate::report::Examined;
use crate::source::Source;

/// What a workspace has partitions for beside its own.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Parents {
    /// Jobs under which something lies.
    pub(crate) jobs: BTreeSet<String>,
    /// Batches.
    pub(crate) batches: BTreeSet<String>,
    /// Chains under which something lies.
    pub(crate) chains: BTreeSet<String>,
    /// Projects with chains.
    pub(crate) projects: BTreeSet<String>,
}

/// Reads the whole table and the folders of the bucket.
pub(crate) async fn survey(
    source: &dyn Source,
    examined: &mut Examined,
    progress: &Progress,
) -> Result<BTreeMap<String, Parents>, Unreadable> {
    let mut found: BTreeMap<String, Parents> = BTreeMap::new();
    let mut after = None;
    loop {
        let page = source.scan(after).await?;
        examined.items += page.rows.len();
        progress.scanned(examined.items, found.len());
        for row in page.rows {
            if let Some(workspace) = audit::workspace_of(&row.key) {
                let parents = found.entry(workspace.to_owned()).or_default();
                match row.key.pk.splitn(3, '#').collect::<Vec<_>>().as_slice() {
                    ["RUN", _, job] => parents.jobs.insert((*job).to_owned()),
                    ["BAT", _, batch] => parents.batches.insert((*batch).to_owned()),
                    ["CHJ", _, chain] => parents.chains.insert((*chain).to_owned()),
                    ["CHN", _, project] => parents.projects.insert((*project).to_owned()),
                    _ => false,
                };
            }
            match row.item {
                Ok(item) => examined.findings.extend(audit::item(&row.key, &item)),
                Err(why) => examined.findings.push(audit::unreadable(row.key, &why)),
            }
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    for workspace in folders(source).await? {
        found.entry(workspace).or_default();
    }
    Ok(found)
}

/// The workspaces that have objects.
async fn folders(source: &dyn Source) -> Result<Vec<String>, Unreadable> {
    let mut workspaces = Vec::new();
    for part in audit::PARTS {
        let mut next = None;
        loop {
            let page = source.folders(part, next).await?;
            let names = page.found.iter().filter_map(|folder| folder.strip_prefix(part)?.strip_suffix('/'));
            workspaces.extend(names.map(str::to_owned));
            next = page.next;
            if next.is_none() {
                break;
            }
        }
    }
    Ok(workspaces)
}

#[cfg(test)]
mod tests;
