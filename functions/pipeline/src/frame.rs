//! What every stage has in common: look for the work that was done before, do it once, keep it.

use contract::port::Clock;
use contract::{Next, Stage, Step, Word};
use fault::Fault;
use jobs::{CANCEL, JobView, Jobs, Opened, Outcome, STOP};
use model::{StageName, Time};

/// The word of a stage that went well and leaves no choice.
pub(crate) const OK: Word = "ok";
/// The words of such a stage before a provider was asked.
pub(crate) const OK_OR_END: &[Word] = &[OK, CANCEL, STOP];
/// The word of a stage after which the words are refined.
pub(crate) const REFINE: Word = "refine";
/// The words of a stage that reads or looks, before the words are refined or go on as they are.
pub(crate) const OK_REFINE_OR_END: &[Word] = &[OK, REFINE, CANCEL, STOP];
/// The words of such a stage when there is something to keep.
pub(crate) const OK_OR_STOP: &[Word] = &[OK, STOP];
/// The word of a stage that leaves its job in doubt: there is no result to keep yet.
pub(crate) const IN_DOUBT: Word = "in_doubt";

/// Every word that may stand in the checkpoint of a stage that another stands in for.
const ANY: &[Word] = &[OK, REFINE, "accept", "flag", "remember", jobs::RETRY, CANCEL, STOP];

/// One stage of one step.
pub(crate) struct Frame<'a> {
    jobs: &'a Jobs,
    step: &'a Step,
    stage: StageName,
    words: &'static [Word],
    clock: &'a dyn Clock,
    /// When the invocation began.
    began: Time,
}

impl<'a> Frame<'a> {
    /// The frame of `stage`, which is the function `S`, in an invocation that begins now.
    pub(crate) fn of<S: Stage>(
        stage: StageName,
        jobs: &'a Jobs,
        step: &'a Step,
        clock: &'a dyn Clock,
    ) -> Self {
        Self { jobs, step, stage, words: S::WORDS, clock, began: clock.now() }
    }

    /// Does `work` unless its checkpoint is there, in this run or in one before: then that is the answer. A job that is to end
    /// before it has made anything is answered with `cancel`, one that has ended, or that another run has taken over, with `stop`.
    pub(crate) async fn run<W>(&self, opened: Opened, work: W) -> Result<Next, Fault>
    where
        W: AsyncFnOnce(&JobView) -> Result<Outcome, Fault>,
    {
        let Opened::Ours(view) = opened else { return Ok(self.say(STOP)) };
        if let Some(done) = view.checkpoint(self.step.r#try, self.stage) {
            return jobs::next(done, self.words);
        }
        if self.words.contains(&CANCEL) && view.head.wish(self.clock.now()).is_some() {
            return Ok(self.say(CANCEL));
        }
        let outcome = work(&view).await?;
        if matches!(outcome.word, STOP | CANCEL | IN_DOUBT) {
            return Ok(self.say(outcome.word));
        }
        self.jobs.checkpoint(&view, self.step, self.stage, self.words, self.began, outcome).await
    }

    /// Leaves the checkpoint of an earlier `stage` without which the flow went on, because it died or took too long: see [`stand_in`].
    pub(crate) async fn stand_in(
        &self,
        view: &JobView,
        stage: StageName,
        outcome: Outcome,
    ) -> Result<(), Fault> {
        stand_in(self.jobs, view, self.step, stage, self.began, outcome).await
    }

    fn say(&self, word: Word) -> Next {
        Next { word, r#try: self.step.r#try }
    }
}

/// Leaves the checkpoint of an optional `stage` that left none, and with it the reason why the render goes on without it. Whoever
/// comes next sees the gap, so the next stage fills it. If the stage was only slow, and was faster than this, its own stays.
pub(crate) async fn stand_in(
    jobs: &Jobs,
    view: &JobView,
    step: &Step,
    stage: StageName,
    now: Time,
    outcome: Outcome,
) -> Result<(), Fault> {
    jobs.checkpoint(view, step, stage, ANY, now, outcome).await.map(drop)
}

/// The reason that is given for a stage of which nobody knows why it left nothing.
pub(crate) fn left_nothing(instead: &str) -> String {
    format!("It failed or took too long, and left nothing. {instead}")
}
