//! Going through what is due: page after page for a while, and whatever becomes of one thing, on to the next.

use std::collections::BTreeMap;

use contract::port::Clock;
use fault::Fault;
use model::Time;
use serde::Serialize;

use crate::{Directory, DuePart, DuePointer};

/// Who does something about what is due.
pub trait Attend: Send {
    /// Does what one thing needs, and says it in a word.
    fn attend(&mut self, due: &DuePointer) -> impl Future<Output = Result<&'static str, Fault>> + Send;
}

/// What was done, by word, and what could not be.
#[derive(Debug, Default, Serialize)]
pub struct Swept {
    swept: BTreeMap<&'static str, u32>,
    failed: Vec<String>,
}

impl Directory {
    /// Has `who` attend to what is in `part` with a moment up to `before`, the longest due first. Nothing more is begun after
    /// `until`: the next sweep goes on. Lambda would end it, and what it was about.
    pub async fn sweep(
        &self,
        part: DuePart,
        before: Time,
        until: (&dyn Clock, Time),
        who: &mut impl Attend,
        report: &mut Swept,
    ) {
        let mut after = None;
        loop {
            let page = match self.due(part, before, after, Self::DUE_PAGE).await {
                Ok(page) => page,
                // What cannot be read now is read by the next sweep; the other parts need not wait for that.
                Err(fault) => return report.fail(part, &fault),
            };
            for due in page.items {
                if until.0.now() > until.1 {
                    return;
                }
                match who.attend(&due).await {
                    Ok(what) => *report.swept.entry(what).or_default() += 1,
                    // One thing that cannot be helped must not keep the others waiting.
                    Err(fault) => report.fail(&due, &fault),
                }
            }
            after = page.next;
            if after.is_none() {
                return;
            }
        }
    }
}

impl Swept {
    fn fail(&mut self, what: impl std::fmt::Display, fault: &Fault) {
        tracing::error!(%what, code = fault.code(), chain = fault.chain(), "what is due could not be helped");
        self.failed.push(format!("{what}: {fault}"));
    }
}
