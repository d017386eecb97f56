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
/// The words of such a stage when there is something to keep.
pub(crate) const OK_OR_STOP: &[Word] = &[OK, STOP];
/// The word of a stage that leaves its job in doubt: there is no result to keep yet.
pub(crate) const IN_DOUBT: Word = "in_doubt";

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

    fn say(&self, word: Word) -> Next {
        Next { word, r#try: self.step.r#try }
    }
}
