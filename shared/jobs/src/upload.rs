//! What a plan says of uploads.

use fault::Fault;

use crate::admit::Plan;
use crate::key;
use crate::spine::Jobs;

/// How much may be announced in one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UploadLimits {
    /// How many files.
    pub files: usize,
    /// How long each may be, in bytes.
    pub bytes: u64,
}

impl UploadLimits {
    /// Where the plan says nothing: 14 files of 10 MB, here 10,485,760 bytes, so that nobody who counts in powers of two is refused.
    pub const DEFAULT: Self = Self { files: 14, bytes: 10 * 1024 * 1024 };
    /// What no plan raises: a transaction takes 100 items, and two of them are no files.
    pub const MOST_FILES: usize = 98;
}

impl Jobs {
    /// What the workspace's plan says of uploads.
    pub async fn upload_limits(&self) -> Result<UploadLimits, Fault> {
        let plan = self.store.find::<Plan>(&key::plan()).await?.unwrap_or_default();
        let UploadLimits { files, bytes } = UploadLimits::DEFAULT;
        let files = plan.upload_files.map_or(files, |files| files as usize);
        Ok(UploadLimits {
            files: files.min(UploadLimits::MOST_FILES),
            bytes: plan.upload_bytes.unwrap_or(bytes),
        })
    }
}

#[cfg(test)]
mod tests {
    use contract::port::table::Value;
    use store::Change;
    use testkit::World;

    use super::*;

    #[tokio::test]
    async fn a_plan_may_raise_what_is_allowed_without_one() {
        let world = World::new();
        let jobs: Jobs = world.open("a");
        assert_eq!(jobs.upload_limits().await.unwrap(), UploadLimits { files: 14, bytes: 10_485_760 });
        let mut raised = Plan::default();
        (raised.upload_files, raised.upload_bytes) = (Some(1_000), Some(20_000_000));
        world.commit("a", vec![Change::create(key::plan(), &raised).unwrap()]).await;
        assert_eq!(jobs.upload_limits().await.unwrap(), UploadLimits { files: 98, bytes: 20_000_000 });
        let stored = world.table.snapshot().into_values().next().unwrap();
        assert_eq!(stored["upload_files"], Value::Int(1_000));
    }
}
