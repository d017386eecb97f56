//! The latch of a fan-out: work that is cut into parts, done by many, and waited for by one state of the flow.
//!
//! Parts are counted by sets, not by a number: a part that is delivered three times is in the set once, while a counter would
//! take the first duplicate for another part. Each count is one update of one item, so counts are in a line and never in
//! conflict. After it the item is read strongly, and whoever sees that no part is missing ends the wait. Of all who count, at
//! least the last one sees that. Should it die before it has signaled, its message comes again and it sees the same; should the
//! message be lost, the sweeper looks ([`Jobs::sweep`]). A second signal finds nobody waiting.
//!
//! The read is a call of its own, although an update could return the new item: the port answers whether a guard held and
//! nothing else, and that a later state is seen as well does no harm, because a full latch never empties.
//!
//! The run is in the key, so a run that was taken over counts in a latch of its own. What a part found lies beside the latch,
//! and a later run finds it there like a checkpoint.

use std::collections::BTreeSet;

use contract::port::table::{Attr, Edit, Guard, Value};
use contract::{Next, Step};
use fault::Fault;
use model::{JobId, StageName};
use serde::{Deserialize, Serialize};
use store::{Address, Change, Kind, Range, Record, SortKey};

use crate::head::Head;
use crate::launch::Launcher;
use crate::spine::Jobs;

mod part;
mod queue;

pub use part::Part;
pub use queue::{PartCall, PartOf, Parts};

const TOTAL: Attr = Attr("total");
const TRY: Attr = Attr("try");
const TOKENS: Attr = Attr("tokens");
const DONE: Attr = Attr("done");
const FAILED: Attr = Attr("failed");

/// The most parts of one fan-out. A latch of as many has about 8 KB, and each count writes all of it.
pub const MAX_PARTS: u32 = 1_000;

/// The word that ends a wait well: the flow goes on to the stage that joins.
const OK: contract::Word = "ok";

/// Which fan-out: one for each run and try of a stage that joins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FanOut {
    /// The job.
    pub job: JobId,
    /// The run of its flow.
    pub run: u32,
    /// The try. It is in the key because a flow that goes back for another picture fans out again within the same run, and the
    /// latch of the first try is full.
    pub r#try: u32,
    /// The stage that joins what the parts found; the latch is named after it.
    pub stage: StageName,
}

impl FanOut {
    /// The fan-out of `step` that `stage` will join.
    pub const fn of(step: &Step, stage: StageName) -> Self {
        Self { job: step.job, run: step.run, r#try: step.r#try, stage }
    }

    fn latch(&self) -> Address {
        Address::under(Kind::RUN, self.job, self.sort("L"))
    }

    fn sort(&self, word: &'static str) -> SortKey {
        let sort = SortKey::word(word).then_number(self.run.into(), 2).then_number(self.r#try.into(), 2);
        sort.then(self.stage.word())
    }
}

/// How far a fan-out is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Latch {
    /// How many parts there are; they are numbered from 1.
    pub total: u32,
    /// The try with which the flow goes on.
    pub r#try: u32,
    /// How to end the wait. A stage that is invoked again has a new token. All are kept, because an invocation that was taken
    /// for dead may write after the one that followed it, and nobody can tell which of two tokens is the younger.
    #[serde(default)]
    tokens: BTreeSet<String>,
    #[serde(default)]
    done: BTreeSet<String>,
    #[serde(default)]
    failed: BTreeSet<String>,
}

impl Latch {
    /// Whether every part has ended.
    pub fn is_full(&self) -> bool {
        self.done.len() + self.failed.len() >= usize::try_from(self.total).unwrap_or(usize::MAX)
    }

    /// Whether `part` is done.
    pub fn is_done(&self, part: u32) -> bool {
        self.done.contains(&member(part))
    }

    /// Whether `part` was given up.
    pub fn is_given_up(&self, part: u32) -> bool {
        self.failed.contains(&member(part))
    }

    /// The parts that are neither done nor given up.
    pub fn missing(&self) -> impl Iterator<Item = u32> {
        (1..=self.total).filter(|part| !self.is_done(*part) && !self.is_given_up(*part))
    }
}

/// What a look at a latch showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked {
    /// There is no such latch: nobody waits.
    Absent,
    /// Parts are missing.
    Waiting,
    /// Every part has ended, and whoever waits was told.
    Full,
}

impl Jobs {
    /// Opens the latch of a fan-out into `total` parts (1 to [`MAX_PARTS`]), for the state that handed out `token`. Opened again
    /// it keeps what was counted and also signals the new token. Parts that an earlier run has done count from the beginning.
    pub async fn open_latch(&self, fan_out: FanOut, total: u32, token: &str) -> Result<Latch, Fault> {
        if !(1..=MAX_PARTS).contains(&total) {
            return Err(Fault::defect(format!("a fan-out has 1 to {MAX_PARTS} parts, not {total}")));
        }
        let token = Edit::Insert { set: TOKENS, member: token.to_owned() };
        let mut edits = vec![
            token.clone(),
            Edit::Set(TOTAL, Value::Int(total.into())),
            Edit::Set(TRY, Value::Int(fan_out.r#try.into())),
        ];
        let done: BTreeSet<_> = self.done_before(fan_out, total).await?.into_iter().map(member).collect();
        if !done.is_empty() {
            edits.push(Edit::Set(DONE, Value::Set(done)));
        }
        let opening = Change::update(fan_out.latch(), edits, Guard::Absent);
        if self.store.write(opening).await?.is_some() {
            let same = Guard::Is(TOTAL, Value::Int(total.into()));
            let again = Change::update(fan_out.latch(), vec![token], same);
            if self.store.write(again).await?.is_some() {
                return Err(Fault::defect(format!("{fan_out:?} was opened with another number of parts")));
            }
        }
        let latch = self.latch(fan_out).await?;
        latch.ok_or_else(|| Fault::unavailable(format!("the latch of {fan_out:?} went away")))
    }

    /// The latch of a fan-out, if it was opened. Strongly consistent.
    pub async fn latch(&self, fan_out: FanOut) -> Result<Option<Latch>, Fault> {
        self.store.find(&fan_out.latch()).await
    }

    /// Looks at a latch, and ends the wait if every part has ended.
    pub async fn look_at_latch(&self, launcher: &Launcher, fan_out: FanOut) -> Result<Looked, Fault> {
        match self.latch(fan_out).await? {
            None => Ok(Looked::Absent),
            Some(latch) => signal_if_full(launcher, &latch).await,
        }
    }

    /// Counts `part` as done. A latch that is not there is not made.
    async fn count_done(&self, launcher: &Launcher, fan_out: FanOut, part: u32) -> Result<Looked, Fault> {
        let edits = vec![
            Edit::Insert { set: DONE, member: member(part) },
            Edit::Remove { set: FAILED, member: member(part) },
        ];
        let within = Guard::AtLeast(TOTAL, part.into());
        self.store.write(Change::update(fan_out.latch(), edits, within)).await?;
        self.look_at_latch(launcher, fan_out).await
    }

    /// Counts `part` as given up, unless it is done.
    async fn count_failed(&self, launcher: &Launcher, fan_out: FanOut, part: u32) -> Result<Looked, Fault> {
        let edits = vec![Edit::Insert { set: FAILED, member: member(part) }];
        let not_done = Guard::Lacks { set: DONE, member: member(part) };
        let open = Guard::All(vec![Guard::AtLeast(TOTAL, part.into()), not_done]);
        self.store.write(Change::update(fan_out.latch(), edits, open)).await?;
        self.look_at_latch(launcher, fan_out).await
    }
}

/// The sweeper's net: ends every wait of the present run whose parts have all ended, in case that whoever saw it died before it
/// could signal and its message was lost. What nobody waits for any more is told in vain.
pub(crate) async fn look(jobs: &Jobs, launcher: &Launcher, head: &Head) -> Result<(), Fault> {
    let latches = SortKey::word("L").then_number(head.run.into(), 2);
    for (_, item) in jobs.store.all(&Range::under(Kind::RUN, head.job).below(&latches)).await? {
        signal_if_full(launcher, &Latch::from_item(&item)?).await?;
    }
    Ok(())
}

async fn signal_if_full(launcher: &Launcher, latch: &Latch) -> Result<Looked, Fault> {
    if !latch.is_full() {
        return Ok(Looked::Waiting);
    }
    for token in &latch.tokens {
        launcher.signal(token, Next { word: OK, r#try: latch.r#try }).await?;
    }
    Ok(Looked::Full)
}

/// A part as a member of a set: texts of one length sort as the numbers do.
fn member(part: u32) -> String {
    format!("{part:06}")
}

#[cfg(test)]
mod tests;
