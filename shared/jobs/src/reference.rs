//! Which jobs that have not ended refer to an asset.

use std::collections::BTreeSet;

use fault::Fault;
use model::{AssetId, JobId};
use store::{Kind, Range, Record as _};

use crate::admit::RequestRecord;
use crate::dispatch::Waiting;
use crate::key;
use crate::lane::holders;
use crate::spine::Jobs;

/// The most items that one read takes.
const AT_ONCE: usize = 100;

impl Jobs {
    /// A job that holds a slot or waits for one and refers to `asset`, or to the job that made it. A job that is admitted in this
    /// moment may be missed: it then fails in its first stage and costs nothing.
    pub async fn referring(&self, asset: AssetId, made_by: Option<JobId>) -> Result<Option<JobId>, Fault> {
        let open: Vec<_> = self.unended().await?.into_iter().collect();
        for jobs in open.chunks(AT_ONCE) {
            let addresses: Vec<_> = jobs.iter().map(|job| key::request(*job)).collect();
            let found = self.store.find_all(&addresses).await?;
            for (job, item) in jobs.iter().zip(found) {
                let Some(item) = item else { continue };
                let request = RequestRecord::from_item(&item)?.request;
                // A slot is given back a little after its job has ended.
                if refers(&request, asset, made_by) && !self.head(*job).await?.status.is_terminal() {
                    return Ok(Some(*job));
                }
            }
        }
        Ok(None)
    }

    /// Every job that holds a slot or waits for one.
    async fn unended(&self) -> Result<BTreeSet<JobId>, Fault> {
        let mut jobs = BTreeSet::new();
        for (_, lane) in self.store.all(&Range::of(Kind::LAN)).await? {
            jobs.extend(holders(Some(&lane)).iter().filter_map(|job| job.parse::<JobId>().ok()));
        }
        for (_, place) in self.store.all(&Range::of(Kind::WAI)).await? {
            jobs.insert(Waiting::from_item(&place)?.job);
        }
        Ok(jobs)
    }
}

/// Whether a request names the asset or its job, as a reference or a mask.
fn refers(request: &serde_json::Value, asset: AssetId, made_by: Option<JobId>) -> bool {
    let names = [Some(asset.to_string()), made_by.map(|job| job.to_string())];
    let is_it = |named: &serde_json::Value| {
        named.as_str().is_some_and(|named| names.iter().flatten().any(|name| name == named))
    };
    let references = request["references"].as_array().into_iter().flatten();
    references.chain([&request["mask"]]).any(is_it)
}
