//! Making, changing, moving and deleting rules. Each is one transaction that counts the order's version up.

use contract::port::table::Guard;
use fault::{Fault, Kind as FaultKind, Level, Limit};
use model::project::{Media, RuleText};
use model::{ProjectId, RuleId, UserId};
use store::{Change, Commit};

use super::{Order, Place, Rule, RuleSet, Rules, address, contended, order};
use crate::Project;
use crate::spine::TRIES;

/// What a new rule is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRule {
    /// What it says.
    pub text: RuleText,
    /// What it is for; all when it is left out.
    pub applies_to: Option<Media>,
    /// Whether it is followed.
    pub active: bool,
    /// Its place, from 1; the last when it is left out or there are fewer.
    pub order: Option<u32>,
}

/// What is to be another; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleEdit {
    /// What it says.
    pub text: Option<RuleText>,
    /// What it is for; `Some(None)` for all.
    pub applies_to: Option<Option<Media>>,
    /// Whether it is followed.
    pub active: Option<bool>,
    /// Its place, from 1; the last when there are fewer.
    pub order: Option<u32>,
}

/// What became of a new rule.
#[derive(Debug)]
pub enum Made {
    /// It is there.
    Done(Rule),
    /// One of the changes before it was refused.
    Refused(store::Refused),
}

impl Rules {
    /// Makes a rule of `project`, in one transaction with `before`; a refusal of these is answered. 404 without such a project, 429
    /// when it has [`Rules::MOST`], 503 when others were faster each time.
    pub async fn create(
        &self,
        project: ProjectId,
        id: RuleId,
        new: &NewRule,
        by: UserId,
        before: &(dyn Fn(&Rule) -> Result<Vec<Change>, Fault> + Sync),
    ) -> Result<Made, Fault> {
        for _ in 0..TRIES {
            let set = self.set(project).await?;
            if set.rules.len() >= Self::MOST {
                return Err(too_many(set.rules.len()));
            }
            let now = self.store.clock().now();
            let mut next = set.rules.clone();
            let mut rule = Rule {
                id,
                order: 0,
                text: new.text.clone(),
                applies_to: new.applies_to.clone(),
                active: new.active,
                version: 1,
                created_at: now,
                updated_at: now,
                updated_by: by,
            };
            rule.order = insert(&mut next, rule.clone(), new.order);
            let mut changes = before(&rule)?;
            let first = changes.len();
            changes.push(Change::check(Project::address(project), Guard::Present));
            changes.push(reorder(project, &set, &next)?);
            changes.push(Change::create(address(project, id), &rule)?);
            match self.store.commit(changes).await? {
                Commit::Done => return Ok(Made::Done(rule)),
                Commit::Refused(refused) if refused.index < first => return Ok(Made::Refused(refused)),
                Commit::Refused(refused) if refused.index == first => return Err(Fault::not_found()),
                // Others changed a rule since they were read.
                Commit::Refused(refused) if refused.index == first + 1 => {}
                Commit::Refused(_) => return Err(Fault::unavailable(format!("{id} exists already"))),
            }
        }
        Err(contended())
    }

    /// Changes a rule that has the version `seen`, or moves it. 412 with what is there when it has another. Where it only moves, its
    /// version stays: the order is not the rule's. 503 when others were faster each time.
    pub async fn change(
        &self,
        project: ProjectId,
        id: RuleId,
        seen: u64,
        by: UserId,
        edit: &RuleEdit,
    ) -> Result<Rule, Fault> {
        for _ in 0..TRIES {
            let set = self.set(project).await?;
            let (mut next, old) = without(&set, id, Some(seen))?;
            let mut rule = Rule {
                text: edit.text.clone().unwrap_or_else(|| old.text.clone()),
                applies_to: edit.applies_to.clone().unwrap_or_else(|| old.applies_to.clone()),
                active: edit.active.unwrap_or(old.active),
                ..old.clone()
            };
            let says = rule != old;
            if says {
                rule.version += 1;
                rule.updated_at = self.store.clock().now();
                rule.updated_by = by;
            }
            rule.order = insert(&mut next, rule.clone(), Some(edit.order.unwrap_or(old.order)));
            if !says && rule.order == old.order {
                return Ok(old);
            }
            let mut changes = vec![reorder(project, &set, &next)?];
            if says {
                changes.push(Change::put(address(project, id), &rule, Guard::Version(old.version))?);
            }
            match self.store.commit(changes).await? {
                Commit::Done => return Ok(rule),
                Commit::Refused(_) => {}
            }
        }
        Err(contended())
    }

    /// Deletes a rule; if `seen` is given, only in that version. 404 when it is not there, 503 when others were faster each time.
    pub async fn delete(&self, project: ProjectId, id: RuleId, seen: Option<u64>) -> Result<Rule, Fault> {
        for _ in 0..TRIES {
            let set = self.set(project).await?;
            let (next, old) = without(&set, id, seen)?;
            let changes = vec![
                reorder(project, &set, &next)?,
                Change::delete(address(project, id), Guard::Version(old.version)),
            ];
            match self.store.commit(changes).await? {
                Commit::Done => return Ok(old),
                Commit::Refused(_) => {}
            }
        }
        Err(contended())
    }
}

/// The rules but one, and that one. 404 when it is not among them, 412 when it has another version than `seen`.
fn without(set: &RuleSet, id: RuleId, seen: Option<u64>) -> Result<(Vec<Rule>, Rule), Fault> {
    let mut rest = set.rules.clone();
    let at = rest.iter().position(|rule| rule.id == id).ok_or_else(Fault::not_found)?;
    let rule = rest.remove(at);
    match seen {
        Some(version) if version != rule.version => Err(Fault::stale(rule.current())),
        _ => Ok((rest, rule)),
    }
}

/// Puts a rule at `order`, from 1; last when there are fewer. Answers its place.
fn insert(rules: &mut Vec<Rule>, rule: Rule, order: Option<u32>) -> u32 {
    let place = order.map_or(rules.len(), |order| order.saturating_sub(1) as usize).min(rules.len());
    rules.insert(place, rule);
    u32::try_from(place + 1).unwrap_or(u32::MAX)
}

/// Writes the order `next` in place of the one that `set` was read with.
fn reorder(project: ProjectId, set: &RuleSet, next: &[Rule]) -> Result<Change, Fault> {
    let rules = next.iter().map(|rule| Place { id: rule.id, version: rule.version }).collect();
    let guard = if set.version == 0 { Guard::Absent } else { Guard::Version(set.version) };
    Change::put(order(project), &Order { version: set.version + 1, rules }, guard)
}

/// Deletes all rules of a project that is deleted: those that `read` names, unless others have come.
pub(crate) fn forget_all(project: ProjectId, read: Option<&Order>) -> Vec<Change> {
    let Some(read) = read else { return vec![Change::check(order(project), Guard::Absent)] };
    let rules = read.rules.iter().map(|place| Change::delete(address(project, place.id), Guard::Always));
    std::iter::once(Change::delete(order(project), Guard::Version(read.version))).chain(rules).collect()
}

fn too_many(rules: usize) -> Fault {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let detail = format!(
        "The project has {rules} rules, and {} are the most. Delete one, or say two things in one.",
        Rules::MOST
    );
    Fault::new(FaultKind::OverLimit, "rule-limit", detail).limit(Limit {
        id: "rules".to_owned(),
        level: Level::Project,
        cap: count(Rules::MOST),
        held: count(rules),
        spent: 0,
        needed: 1,
        resets_at: None,
    })
}
