//! Waiting for the end of a render, and the answer about it.

use std::sync::Arc;
use std::time::Duration;

use contract::port::Clock;
use contract::{Part, Reply};
use fault::Fault;
use jobs::{JobView, Jobs};
use media::Assets;
use model::{JobId, Status, Time};

use crate::Render;
use crate::gallery::hang;

/// How often a waiting request looks.
const INTERVAL: Duration = Duration::from_millis(500);

/// What it takes to answer about a render.
pub(crate) struct Follow {
    jobs: Jobs,
    assets: Assets,
    clock: Arc<dyn Clock>,
}

impl Part for Follow {
    const NEEDS: &'static [contract::Need] = &[contract::Need::Table, contract::Need::Bucket];

    fn open(grant: &contract::Grant) -> Result<Self, Fault> {
        Ok(Self { jobs: <Jobs as Part>::open(grant)?, assets: Assets::open(grant)?, clock: grant.clock() })
    }
}

impl Follow {
    /// Waits until `job` has ended, but no longer than `wait` and not beyond `deadline`; then the whole story.
    pub(crate) async fn until_end(
        &self,
        job: JobId,
        wait: Duration,
        deadline: Option<Time>,
    ) -> Result<JobView, Fault> {
        let end = self.clock.now().plus(wait);
        let end = deadline.map_or(end, |deadline| deadline.min(end));
        loop {
            let view = self.jobs.story(job).await?;
            if view.head.status.is_terminal() || self.clock.now().plus(INTERVAL) > end {
                return Ok(view);
            }
            self.clock.sleep(INTERVAL).await;
        }
    }

    /// The whole story, as it is now.
    pub(crate) async fn story(&self, job: JobId) -> Result<JobView, Fault> {
        self.jobs.story(job).await
    }

    /// The answer about a render. One that goes on says when to ask again.
    pub(crate) async fn reply(&self, view: &JobView) -> Result<Reply<Render>, Fault> {
        let mut render = Render::of(view, self.assets.media(), self.clock.now()).await?;
        hang(&self.assets, std::slice::from_mut(&mut render)).await?;
        if let Some(position) = self.jobs.position(&view.head).await? {
            render.at(position);
        }
        let etag = format!("{}-{}", render.id, render.version);
        let pace = match render.status {
            Status::Queued | Status::Running => Some("2"),
            Status::InDoubt => Some("60"),
            _ => None,
        };
        let reply = Reply::ok(render);
        Ok(match pace {
            Some(seconds) => reply.etag(etag).header(http::header::RETRY_AFTER, seconds),
            // Links of a finished render are fresh each time, so its body is not the same twice: no ETag.
            None => reply,
        })
    }
}
