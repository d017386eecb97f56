//! What a chain remembers: a small item for each version, and which version is the latest.

use contract::port::table::{Attr, Edit, Guard, Value};
use fault::Fault;
use model::{ChainId, JobId, ProjectId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::record::nested;
use store::{Address, Change, Commit, Kind, SortKey};

use super::{Chain, Chains, address};

const LATEST: Attr = Attr("memory");
const LEARNED: Attr = Attr("learned");

/// The most characters of the prompt that are remembered; all of it lies under the job.
const PROMPT: usize = 1_000;
/// The most characters of every other text.
const WORDS: usize = 200;
/// The most colours.
const COLOURS: usize = 8;

/// What a chain knows after one of its renders. What is absent was not found out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Memory {
    /// Counts the versions, from 1.
    pub version: u64,
    /// The render that left it.
    pub job: JobId,
    /// That render's position in the chain.
    pub position: u64,
    /// What the model was told, at most 1,000 characters of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
    /// What the picture is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Where that stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setting: Option<String>,
    /// The time of day, and so the light.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hour: Option<String>,
    /// The feeling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mood: Option<String>,
    /// How the picture is made, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    /// The style as it was measured, as a short code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style_code: Option<String>,
    /// Its colours as `#rrggbb`, the most important first, at most 8.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub palette: Vec<String>,
    /// Where the horizon lies, as a share of the height from the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub horizon: Option<f32>,
}

/// A version of a memory, as it is stored: a few hundred bytes, and 6 KB at most.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    version: u64,
    position: u64,
    job: JobId,
    #[serde(with = "nested")]
    memory: Memory,
}

/// What became of something to be remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remembered {
    /// It is this version now.
    Now(u64),
    /// It was remembered before, and is this version or was followed by it.
    Before(u64),
    /// A later render of the chain has ended earlier. What it left stays: it is at this position.
    Outdated(u64),
}

fn version(chain: ChainId, version: u64) -> Address {
    Address::under(Kind::CHJ, chain, SortKey::word("M").then_number(version, 8))
}

impl Memory {
    /// A memory of `job` in its place, with nothing in it yet.
    pub fn of(job: JobId, position: u64) -> Self {
        Self {
            version: 0,
            job,
            position,
            prompt: None,
            subject: None,
            setting: None,
            hour: None,
            mood: None,
            style: None,
            style_code: None,
            palette: Vec::new(),
            horizon: None,
        }
    }

    /// The same, small enough for an item that every render of the chain reads.
    fn trimmed(mut self, version: u64) -> Self {
        let cut = |text: &mut Option<String>, most: usize| {
            if let Some(text) = text
                && let Some((end, _)) = text.char_indices().nth(most)
            {
                text.truncate(end);
            }
        };
        cut(&mut self.prompt, PROMPT);
        for text in [
            &mut self.subject,
            &mut self.setting,
            &mut self.hour,
            &mut self.mood,
            &mut self.style,
            &mut self.style_code,
        ] {
            cut(text, WORDS);
        }
        self.palette.truncate(COLOURS);
        Self { version, ..self }
    }
}

impl Chains {
    /// What `chain` remembers at this moment; `None` before its first render has ended, and when there is no such chain.
    pub async fn memory(&self, project: ProjectId, chain: ChainId) -> Result<Option<Memory>, Fault> {
        let found: Option<Chain> = self.store.find(&address(project, chain)).await?;
        match found {
            Some(Chain { memory: latest @ 1.., .. }) => self.version(chain, latest).await.map(Some),
            _ => Ok(None),
        }
    }

    /// A version of what `chain` remembers; 404 when there is none. Whether the chain is the caller's project's must be known.
    pub async fn version(&self, chain: ChainId, number: u64) -> Result<Memory, Fault> {
        let kept: Kept = self.store.get(&version(chain, number)).await?;
        Ok(kept.memory)
    }

    /// Keeps `memory` as the next version, unless a render at its position or a later one has left one: what is remembered comes
    /// from ever later renders, in whatever order they end. 404 when there is no such chain.
    pub async fn remember(
        &self,
        project: ProjectId,
        chain: ChainId,
        memory: Memory,
    ) -> Result<Remembered, Fault> {
        loop {
            let found: Chain = self.store.get(&address(project, chain)).await?;
            if found.learned == memory.position {
                return Ok(Remembered::Before(found.memory));
            }
            if found.learned > memory.position {
                return Ok(Remembered::Outdated(found.learned));
            }
            let next = found.memory + 1;
            let memory = memory.clone().trimmed(next);
            let Memory { position, job, .. } = memory;
            let edits = vec![Edit::Set(LATEST, int(next)?), Edit::Set(LEARNED, int(position)?)];
            let unmoved = Guard::Is(LATEST, int(found.memory)?);
            let changes = vec![
                Change::update(address(project, chain), edits, unmoved),
                Change::create(version(chain, next), &Kept { version: next, position, job, memory })?,
            ];
            match self.store.commit(changes).await? {
                Commit::Done => return Ok(Remembered::Now(next)),
                // Another render was faster, and moved the chain on: look again.
                Commit::Refused(refused) if refused.index == 0 => {}
                Commit::Refused(_) => {
                    return Err(Fault::defect(format!(
                        "{chain} has a version of its memory that it does not know"
                    )));
                }
            }
        }
    }
}

fn int(number: u64) -> Result<Value, Fault> {
    let number = i64::try_from(number);
    number.map(Value::Int).map_err(|error| Fault::defect("a chain has too many renders").because(error))
}
