//! What a stage leaves behind, so that nobody does its work again.

use contract::port::Usage;
use contract::port::table::{Edit, Guard, Value};
use contract::{Next, Step, Word};
use fault::Fault;
use model::time::millis;
use model::{EventType, StageName, Status, Time, UsdMicros};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::record::nested;
use store::{Change, Commit};

use crate::attempt::AttemptState;
use crate::event::JobEvent;
use crate::head::{self, Output};
use crate::key;
use crate::spine::{Jobs, change_head, due_edits, moved, text};
use crate::view::JobView;

/// The word of a stage whose job has ended or belongs to another run.
pub const STOP: Word = "stop";

/// The word of a stage whose job is to end before it has made anything.
pub const CANCEL: Word = "cancel";

/// The word of a stage that saw what came back and sends the flow to choose a model again: the next try begins, and the
/// attempt that landed is let go.
pub const RETRY: Word = "retry";

/// The word of a stage that got nothing back and sends the flow to choose a model again: the next try begins.
pub const FAILOVER: Word = "failover";

/// A stage's result, as stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// In which run.
    pub run: u32,
    /// In which try.
    pub r#try: u32,
    /// Which stage.
    pub stage: StageName,
    /// What it told the flow.
    pub word: String,
    /// The try that it told the flow to go on with.
    pub next_try: u32,
    /// What it found out.
    #[serde(with = "nested")]
    pub result: serde_json::Value,
    /// When it began.
    #[serde(with = "millis")]
    pub started_at: Time,
    /// How long it took, in milliseconds.
    pub ms: u64,
    /// Why it did something simpler than it should have.
    #[serde(default, with = "nested", skip_serializing_if = "Option::is_none")]
    pub fallback: Option<Fallback>,
    /// Whether it was left out, because its request says so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub skipped: bool,
    /// What it cost.
    pub cost: UsdMicros,
    /// What its invocation had used of AWS before it left this; absent where nobody measured.
    #[serde(default, with = "nested", skip_serializing_if = "Option::is_none")]
    pub usage: Option<Usage>,
}

/// A simpler way that a stage took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fallback {
    /// Why, for people.
    pub reason: String,
}

/// What a stage did.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What to tell the flow.
    pub word: Word,
    /// What it found out.
    pub result: serde_json::Value,
    /// Why it did something simpler.
    pub fallback: Option<Fallback>,
    /// Whether it was left out, because its request says so.
    pub skipped: bool,
    /// With [`RETRY`]: what is delivered when nothing better comes of the next try.
    pub kept: Vec<Output>,
    /// What it cost.
    pub cost: UsdMicros,
}

impl Outcome {
    /// A stage that went well, and what it found out.
    pub fn of(word: Word, result: &impl Serialize) -> Result<Self, Fault> {
        let result = serde_json::to_value(result)
            .map_err(|error| Fault::defect("a stage's result is no JSON").because(error))?;
        Ok(Self { word, result, fallback: None, skipped: false, kept: Vec::new(), cost: UsdMicros::ZERO })
    }

    /// A stage that was left out, and what the next ones go on with.
    pub fn skipped(word: Word, result: &impl Serialize) -> Result<Self, Fault> {
        Ok(Self { skipped: true, ..Self::of(word, result)? })
    }

    /// The same, done in a simpler way because of `reason`.
    #[must_use]
    pub fn because(self, reason: impl Into<String>) -> Self {
        Self { fallback: Some(Fallback { reason: reason.into() }), ..self }
    }
}

/// The largest result that is kept in the table; bytes of media live in the bucket.
const MAX_RESULT_BYTES: usize = 48 * 1024;

impl Jobs {
    /// Keeps what `stage` did and answers what to tell the flow: the word that is stored, which is another's when another
    /// invocation was faster.
    pub async fn checkpoint(
        &self,
        view: &JobView,
        step: &Step,
        stage: StageName,
        words: &'static [Word],
        started_at: Time,
        outcome: Outcome,
    ) -> Result<Next, Fault> {
        let now = self.now();
        let let_go = if outcome.word == RETRY { landed(view)? } else { None };
        let kept = if outcome.kept.is_empty() { None } else { Some(json_text(&outcome.kept)?) };
        let mut checkpoint = Checkpoint {
            run: step.run,
            r#try: step.r#try,
            stage,
            word: outcome.word.to_owned(),
            next_try: step.r#try + u32::from(matches!(outcome.word, RETRY | FAILOVER)),
            result: outcome.result,
            started_at,
            ms: u64::try_from(now.since(started_at).as_millis()).unwrap_or(u64::MAX),
            fallback: outcome.fallback,
            skipped: outcome.skipped,
            cost: outcome.cost,
            usage: None,
        };
        let bytes = checkpoint.result.to_string().len();
        if bytes > MAX_RESULT_BYTES {
            return Err(Fault::defect(format!("the result of `{stage}` has {bytes} bytes")));
        }
        let mut head = view.head.clone();
        loop {
            let another = let_go.is_some_and(|number| head.att != Some(number));
            if another || head.run != step.run || head.status != Status::Running {
                return Ok(Next { word: STOP, r#try: step.r#try });
            }
            // Anew for each try of the commit: those before it were used too.
            checkpoint.usage = self.usage();
            let event = JobEvent {
                version: head.version + 1,
                r#type: EventType::Stage,
                at: now,
                data: json!({
                    "stage": stage, "word": checkpoint.word, "run": step.run, "try": step.r#try,
                    "ms": checkpoint.ms, "fallback": checkpoint.fallback, "skipped": checkpoint.skipped,
                }),
            };
            let mut edits = vec![
                Edit::Set(head::STAGE, text(stage.word())),
                Edit::Set(head::PROGRESS, Value::Int(progress(stage))),
            ];
            edits.extend(due_edits(&head, now, now.plus(crate::QUIET)));
            edits.extend(let_go.map(|_| Edit::Unset(head::ATTEMPT)));
            edits.extend(kept.clone().map(|kept| Edit::Set(head::KEPT, kept)));
            let changes = vec![
                Change::create(key::checkpoint(step.job, step.run, step.r#try, stage), &checkpoint)?,
                change_head(&head, edits, vec![Guard::StatusIn(&[Status::Running])]),
                event.append(step.job)?,
            ];
            match self.store.commit(changes).await? {
                Commit::Done => return next(&checkpoint, words),
                Commit::Refused(refused) if refused.index == 0 => {
                    let stored =
                        refused.record()?.ok_or_else(|| Fault::unavailable("a checkpoint went away"))?;
                    return next(&stored, words);
                }
                Commit::Refused(refused) => moved(&head, 1, &refused)?,
            }
            head = self.head(step.job).await?;
        }
    }
}

fn json_text(outputs: &[Output]) -> Result<Value, Fault> {
    let json = serde_json::to_string(outputs);
    json.map(text).map_err(|error| Fault::defect("outputs are no JSON").because(error))
}

/// The attempt that a retry lets go: one that landed, because of any other the provider may still be at work.
fn landed(view: &JobView) -> Result<Option<u32>, Fault> {
    match view.open_attempt() {
        None => Ok(None),
        Some(attempt) if attempt.state == AttemptState::Landed => Ok(Some(attempt.number)),
        Some(_) => {
            Err(Fault::defect(format!("{} would choose a model again before anything landed", view.head.job)))
        }
    }
}

/// What a stored checkpoint tells the flow, as one of the `words` that its stage declares.
pub fn next(checkpoint: &Checkpoint, words: &'static [Word]) -> Result<Next, Fault> {
    let word = words.iter().copied().find(|word| *word == checkpoint.word).ok_or_else(|| {
        Fault::defect(format!(
            "`{}` once answered `{}`, which it does not declare",
            checkpoint.stage, checkpoint.word
        ))
    })?;
    Ok(Next { word, r#try: checkpoint.next_try })
}

/// How far a job is once `stage` is done, in thousandths: by time, painting is most of it.
fn progress(stage: StageName) -> i64 {
    match stage {
        StageName::Prepare => 50,
        StageName::ParseIntent | StageName::AnalyzeReference => 80,
        StageName::Refine => 100,
        StageName::OptimizePrompt => 120,
        StageName::RouteModel => 150,
        StageName::Submit => 800,
        StageName::Await => 820,
        StageName::FanOut => 850,
        StageName::Ingest => 900,
        StageName::Validate => 950,
        StageName::Remember => 970,
        StageName::Settle | StageName::Cancel | StageName::Fail => 1_000,
    }
}

#[cfg(test)]
mod tests;
