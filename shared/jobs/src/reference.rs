//! Which jobs that have not ended refer to an asset.

use std::collections::{BTreeMap, BTreeSet};

use fault::Fault;
use model::{AssetId, JobId, ProjectId};
use store::{Kind, Range, Record as _};

use crate::admit::RequestRecord;
use crate::dispatch::Waiting;
use crate::head::Head;
use crate::key;
use crate::lane::at_work;
use crate::spine::Jobs;

/// The most items that one read takes.
const AT_ONCE: usize = 100;

impl Jobs {
    /// A job that is at work or waits for its turn and refers to `asset`, or to the job that made it. A job that is admitted in this
    /// moment may be missed: it then fails in its first stage and costs nothing.
    pub async fn referring(&self, asset: AssetId, made_by: Option<JobId>) -> Result<Option<JobId>, Fault> {
        let names = [Some(asset.to_string()), made_by.map(|job| job.to_string())];
        for (name, job) in self.references().await? {
            // A slot is given back a little after its job has ended.
            if names.iter().flatten().any(|wanted| *wanted == name)
                && !self.head(job).await?.status.is_terminal()
            {
                return Ok(Some(job));
            }
        }
        Ok(None)
    }

    /// What is referred to by jobs that are at work or wait for their turn, as they name it, with the job.
    pub async fn references(&self) -> Result<Vec<(String, JobId)>, Fault> {
        let open: Vec<_> = self.unended().await?.into_iter().collect();
        let mut references = Vec::new();
        for jobs in open.chunks(AT_ONCE) {
            let addresses: Vec<_> = jobs.iter().map(|job| key::request(*job)).collect();
            let found = self.store.find_all(&addresses).await?;
            for (job, item) in jobs.iter().zip(found) {
                let Some(item) = item else { continue };
                let request = RequestRecord::from_item(&item)?.request;
                references.extend(named(&request).map(|name| (name.to_owned(), *job)));
            }
        }
        Ok(references)
    }

    /// The projects of jobs, as far as the jobs are there.
    pub async fn projects_of(&self, jobs: &[JobId]) -> Result<BTreeMap<JobId, ProjectId>, Fault> {
        let mut projects = BTreeMap::new();
        for some in jobs.chunks(AT_ONCE) {
            let addresses: Vec<_> = some.iter().map(|job| key::head(*job)).collect();
            for item in self.store.find_all(&addresses).await?.into_iter().flatten() {
                let head = Head::from_item(&item)?;
                projects.insert(head.job, head.project);
            }
        }
        Ok(projects)
    }

    /// Every job that has not ended: it holds a slot, waits for one, or gave its own back in a doubt.
    async fn unended(&self) -> Result<BTreeSet<JobId>, Fault> {
        let mut jobs = BTreeSet::new();
        for (_, lane) in self.store.all(&Range::of(Kind::LAN)).await? {
            jobs.extend(at_work(&lane).iter().filter_map(|job| job.parse::<JobId>().ok()));
        }
        for (_, place) in self.store.all(&Range::of(Kind::WAI)).await? {
            jobs.insert(Waiting::from_item(&place)?.job);
        }
        Ok(jobs)
    }
}

/// What a request refers to, as references or as its mask.
fn named(request: &serde_json::Value) -> impl Iterator<Item = &str> {
    let references = request["references"].as_array().into_iter().flatten();
    references.chain([&request["mask"]]).filter_map(serde_json::Value::as_str)
}

#[cfg(test)]
mod tests;
