//! What became of the parts of a fan-out.

use std::collections::BTreeMap;

use contract::port::Usage;
use contract::port::table::Guard;
use fault::{Fault, Problem};
use model::StageName;
use serde::{Deserialize, Serialize};
use store::record::nested;
use store::{Address, Change, Kind, Range, Record, SortKey};

use super::{FanOut, Looked};
use crate::launch::Launcher;
use crate::spine::Jobs;

/// What a part found, or why it found nothing. Whichever delivery writes it, it says the same, but for what that one used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// In which run.
    pub run: u32,
    /// In which try.
    pub r#try: u32,
    /// The stage that joins it.
    pub stage: StageName,
    /// Which part, from 1.
    pub part: u32,
    /// What it found.
    #[serde(default, with = "nested", skip_serializing_if = "Option::is_none")]
    pub result: Option<serde_json::Value>,
    /// Why it was given up; absent when there is a result.
    #[serde(default, with = "nested", skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
    /// What its worker had used of AWS before this was written.
    #[serde(default, with = "nested", skip_serializing_if = "Option::is_none")]
    pub(crate) usage: Option<Usage>,
}

impl Jobs {
    /// Keeps what `part` found, counts it as done, and ends the wait if it was the last. A part that had been given up is done
    /// from now on. Safe to repeat.
    pub async fn finish_part(
        &self,
        launcher: &Launcher,
        fan_out: FanOut,
        part: u32,
        result: serde_json::Value,
    ) -> Result<Looked, Fault> {
        if !self.has_part(fan_out, part).await? {
            return Ok(Looked::Absent);
        }
        let found = Part { result: Some(result), usage: self.usage(), ..fan_out.part(part) };
        // Always: it takes the place of a problem, and a result that is there already is this one.
        self.store.write(Change::put(fan_out.address(part), &found, Guard::Always)?).await?;
        self.count_done(launcher, fan_out, part).await
    }

    /// Gives `part` up: nobody will do it any more, `problem` is why, and the fan-out goes on without it. Ends the wait if it was
    /// the last.
    ///
    /// For whoever sees that a part cannot be done: its worker, when trying again would not help, or the reader of dead letters,
    /// when its worker was killed each time. Safe to repeat, and at any time: a part that is done stays done, a part that was
    /// given up keeps its first problem, and a later [`Jobs::finish_part`] (a redriven message) still makes it done. A fan-out
    /// that is not there, a part that it does not have, a run that was taken over or a job that has ended need no care: nothing
    /// that anybody reads is changed, and nobody is told. Fails only as the table and the flow do.
    pub async fn give_up_part(
        &self,
        launcher: &Launcher,
        fan_out: FanOut,
        part: u32,
        problem: &Problem,
    ) -> Result<Looked, Fault> {
        if !self.has_part(fan_out, part).await? {
            return Ok(Looked::Absent);
        }
        let lost = Part { problem: Some(problem.clone()), usage: self.usage(), ..fan_out.part(part) };
        if let Some(refused) = self.store.write(Change::create(fan_out.address(part), &lost)?).await?
            && refused.record::<Part>()?.is_some_and(|kept| kept.result.is_some())
        {
            // Its worker died between keeping what it found and counting it.
            return self.count_done(launcher, fan_out, part).await;
        }
        self.count_failed(launcher, fan_out, part).await
    }

    /// What became of each part of this try, by number: in whichever run it was found, because a resumed run does not repeat what
    /// a dead one has done. A result wins over a problem, then the newer run.
    pub async fn parts(&self, fan_out: FanOut) -> Result<BTreeMap<u32, Part>, Fault> {
        let all = Range::under(Kind::RUN, fan_out.job).below(&SortKey::word("P"));
        let mut parts = BTreeMap::<u32, Part>::new();
        for (_, item) in self.store.all(&all).await? {
            let next = Part::from_item(&item)?;
            let ours = next.r#try == fan_out.r#try && next.stage == fan_out.stage;
            let kept =
                parts.get(&next.part).is_some_and(|kept| kept.result.is_some() && next.result.is_none());
            if ours && !kept {
                parts.insert(next.part, next);
            }
        }
        Ok(parts)
    }

    /// The parts of 1 to `total` that runs before this one have done.
    pub(super) async fn done_before(&self, fan_out: FanOut, total: u32) -> Result<Vec<u32>, Fault> {
        if fan_out.run == 1 {
            return Ok(Vec::new());
        }
        let done = self.parts(fan_out).await?.into_values().filter(|part| part.result.is_some());
        Ok(done.map(|part| part.part).filter(|part| (1..=total).contains(part)).collect())
    }

    async fn has_part(&self, fan_out: FanOut, part: u32) -> Result<bool, Fault> {
        let latch = self.latch(fan_out).await?;
        Ok(latch.is_some_and(|latch| (1..=latch.total).contains(&part)))
    }
}

impl FanOut {
    fn address(&self, part: u32) -> Address {
        Address::under(Kind::RUN, self.job, self.sort("P").then_number(part.into(), 6))
    }

    fn part(&self, part: u32) -> Part {
        let Self { run, r#try, stage, .. } = *self;
        Part { run, r#try, stage, part, result: None, problem: None, usage: None }
    }
}
