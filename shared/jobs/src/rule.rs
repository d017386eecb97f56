//! Rules of a project: words for every prompt of it, in an order.
//!
//! Each rule is an item with a version of its own. Their order is one item more, `SET`, which names every rule with its version; its
//! own version counts every change of any rule. So moving a rule changes one item, a render can say with one number by which rules it
//! was made, and a reading of several items can be told from a torn one: it has exactly the versions that the order names.

use contract::{Grant, Need, Part};
use fault::{Current, Fault, Kind as FaultKind};
use model::project::{Media, Medium, RuleText};
use model::render::Task;
use model::time::millis;
use model::{ProjectId, RuleId, Time, UserId};
use serde::{Deserialize, Serialize};
use store::record::nested;
use store::{Address, Kind, Range, Record as _, SortKey, Store};

mod change;

pub(crate) use change::forget_all;
pub use change::{Made, NewRule, RuleEdit};

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Which one.
    pub id: RuleId,
    /// Its place among the rules of its project, from 1. It is not in the rule's item: the order of all is.
    #[serde(skip)]
    pub order: u32,
    /// What it says.
    pub text: RuleText,
    /// What it is for.
    #[serde(default, with = "nested", skip_serializing_if = "Option::is_none")]
    pub applies_to: Option<Media>,
    /// Whether it is followed.
    pub active: bool,
    /// Counts the changes of what it says.
    pub version: u64,
    /// When it was made.
    #[serde(with = "millis")]
    pub created_at: Time,
    /// When it was changed last.
    #[serde(with = "millis")]
    pub updated_at: Time,
    /// Who changed it last.
    pub updated_by: UserId,
}

impl Rule {
    /// Whether it is followed where `medium` is made.
    pub fn is_for(&self, medium: Medium) -> bool {
        self.active && self.applies_to.as_ref().is_none_or(|media| media.include(medium))
    }

    fn current(&self) -> Current {
        Current {
            etag: format!("\"{}\"", self.version),
            changed_at: self.updated_at,
            changed_by: Some(self.updated_by),
        }
    }
}

/// The rules of a project as they were at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleSet {
    /// Counts every change of any of them; 0 where there never was one.
    pub version: u64,
    /// The rules, in order.
    pub rules: Vec<Rule>,
}

impl RuleSet {
    /// Those that are followed where `task` is done, in order.
    pub fn active(&self, task: Task) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(move |rule| rule.is_for(Medium::of(task)))
    }
}

/// The words that rules add to a prompt, in order: each as it stands, without the periods at its end, so that they can be listed.
pub fn words<'a>(rules: impl IntoIterator<Item = &'a Rule>) -> impl Iterator<Item = &'a str> {
    rules.into_iter().map(|rule| {
        let text = rule.text.as_str();
        match text.trim_end_matches(['.', ' ']) {
            "" => text,
            words => words,
        }
    })
}

/// The most bytes that rules add to a prompt: a model that is told more follows less of it.
pub const MOST_BYTES: usize = 6_000;

/// How many of `rules`, from the first on, a prompt is told: as many as have [`MOST_BYTES`] together.
pub fn told<'a>(rules: impl IntoIterator<Item = &'a Rule>) -> usize {
    let mut bytes = 0;
    let fits = |words: &&str| {
        bytes += words.len() + 2;
        bytes <= MOST_BYTES
    };
    words(rules).take_while(fits).count()
}

/// The order of a project's rules.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Order {
    version: u64,
    #[serde(with = "nested")]
    rules: Vec<Place>,
}

/// A rule in the order, with the version that it had when the order was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    id: RuleId,
    version: u64,
}

/// The rules of one workspace's projects.
#[derive(Clone)]
pub struct Rules {
    store: Store,
}

impl Part for Rules {
    const NEEDS: &'static [Need] = Store::NEEDS;

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self { store: Store::open(grant)? })
    }
}

/// Where the order of a project's rules lies.
pub(crate) fn order(project: ProjectId) -> Address {
    Address::under(Kind::RUL, project, SortKey::word("SET"))
}

fn address(project: ProjectId, rule: RuleId) -> Address {
    Address::under(Kind::RUL, project, SortKey::id(&rule))
}

/// How often a reading is tried that others change meanwhile.
const READINGS: usize = 4;

impl Rules {
    /// The most rules of a project.
    pub const MOST: usize = 50;

    /// All rules of `project`, as they were at one moment. One call; another for each change that comes between.
    pub async fn set(&self, project: ProjectId) -> Result<RuleSet, Fault> {
        for _ in 0..READINGS {
            let items = self.store.all(&Range::under(Kind::RUL, project)).await?;
            let mut order = Order::default();
            let mut rules = Vec::new();
            for (sort, item) in &items {
                if sort == "SET" {
                    order = Order::from_item(item)?;
                } else {
                    rules.push(Rule::from_item(item)?);
                }
            }
            if let Some(set) = in_order(&order, rules) {
                return Ok(set);
            }
        }
        Err(contended())
    }
}

/// The answer to whom others were always faster.
fn contended() -> Fault {
    let detail =
        "Others change these rules at this moment. Nothing was written; send the same request again.";
    Fault::new(FaultKind::Unavailable, "contended", detail).retry_after(1)
}

/// The rules as the order names them; `None` when they are of another moment than it.
fn in_order(order: &Order, mut rules: Vec<Rule>) -> Option<RuleSet> {
    let mut sorted = Vec::new();
    for (index, place) in order.rules.iter().enumerate() {
        let at = rules.iter().position(|rule| rule.id == place.id && rule.version == place.version)?;
        let mut rule = rules.swap_remove(at);
        rule.order = u32::try_from(index + 1).ok()?;
        sorted.push(rule);
    }
    rules.is_empty().then_some(RuleSet { version: order.version, rules: sorted })
}

#[cfg(test)]
mod tests;
