//! Which projects the sweep of media has to look at: those that keep them for some days only.

use contract::port::table::{Edit, Guard, Value};
use fault::Fault;
use model::Time;
use store::{Change, DuePart, due_sort};

use super::{Project, Projects};
use crate::head::{DUE_SHARD, DUE_SORT};

impl Project {
    /// The same, to be looked at from `now` on if its settings say for how long media are kept.
    #[must_use]
    pub(super) fn watched(mut self, now: Time) -> Self {
        let days = self.settings.retention_days;
        self.gdp = days.map(|_| DuePart::Media.to_string());
        self.gds = days.map(|_| due_sort(now));
        self
    }
}

impl Projects {
    /// Looks at a project again at `at`, or not again, as the project says that was read. Its version stays: nothing that people say
    /// about it has changed.
    pub async fn look_again(&self, project: &Project, at: Option<Time>) -> Result<(), Fault> {
        let edits = match at {
            Some(at) => vec![
                Edit::Set(DUE_SHARD, Value::Text(DuePart::Media.to_string())),
                Edit::Set(DUE_SORT, Value::Text(due_sort(at))),
            ],
            None => vec![Edit::Unset(DUE_SHARD), Edit::Unset(DUE_SORT)],
        };
        // Refused, it has gone and needs no look, or its settings are others, and with them came a look of its own.
        let change = Change::update(Project::address(project.id), edits, Guard::Version(project.version));
        self.store.write(change).await.map(drop)
    }
}
