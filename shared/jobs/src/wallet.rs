//! Wallets: capped integers. `avail + held + spent = cap`, always.
//!
//! A condition of DynamoDB has no arithmetic, so what is left is an attribute of its own and the guard is `avail >= amount`.

use contract::port::table::{Attr, Edit, Guard, Item, Value};
use fault::{Fault, Kind, Level, Limit};
use model::{AssetId, GrantId, ProjectId, Time, UsdMicros};
use serde::{Deserialize, Serialize};
use store::{Address, Change, Record};

use crate::spine::Jobs;
use crate::{EntryKind, LedgerEntry, key};

const CAP: Attr = Attr("cap");
const AVAIL: Attr = Attr("avail");
const HELD: Attr = Attr("held");
const SPENT: Attr = Attr("spent");
const CLOSED: Attr = Attr("closed");
const JOBS: Attr = Attr("jobs");
const PICTURE: Attr = Attr("picture");

/// An amount of money with a lid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Wallet {
    /// All that was ever put in.
    #[serde(default)]
    pub cap: UsdMicros,
    /// What may still be held.
    #[serde(default)]
    pub avail: UsdMicros,
    /// What jobs that have not ended hold.
    #[serde(default)]
    pub held: UsdMicros,
    /// What is gone.
    #[serde(default)]
    pub spent: UsdMicros,
    /// Whether nothing may be held any more. Absent when not: the guard of a hold asks whether it is there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
    /// How many jobs hold it, of a project's wallet: a job that costs nothing holds nothing, and is at work all the same.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub jobs: i64,
    /// The picture of the project's last success, of a project's wallet. It has no business with money: it is here because the
    /// write that ends a job well is here, and so costs nothing, and whoever shows a project reads this anyway.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<AssetId>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
const fn is_zero(number: &i64) -> bool {
    *number == 0
}

impl Wallet {
    /// The cap of a project's wallet that has no budget: more than any workspace has. So a budget or none is the same guard, and
    /// what is spent is counted either way.
    pub const NO_BUDGET: UsdMicros = UsdMicros::MAX;

    /// A project's wallet that nobody has touched yet.
    pub(crate) fn of_budget(budget: Option<UsdMicros>) -> Self {
        let cap = budget.unwrap_or(Self::NO_BUDGET);
        Self { cap, avail: cap, ..Self::default() }
    }

    /// What a project may spend in all; `None` when only the workspace's money limits it.
    pub fn budget(&self) -> Option<UsdMicros> {
        (self.cap != Self::NO_BUDGET).then_some(self.cap)
    }
}

/// A wallet that an admission touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purse {
    /// The workspace's money.
    Credits,
    /// What a project may spend of it.
    Project(ProjectId),
}

/// A purse and how much of it: what a hold's ledger entry remembers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// `CREDITS`, or the id of a project.
    pub wallet: String,
    /// How much.
    pub amount: UsdMicros,
}

impl Purse {
    pub(crate) fn address(self) -> Address {
        match self {
            Self::Credits => key::credits(),
            Self::Project(project) => key::project_wallet(project),
        }
    }

    pub(crate) fn name(self) -> String {
        match self {
            Self::Credits => "CREDITS".to_owned(),
            Self::Project(project) => project.to_string(),
        }
    }

    /// The purse that an entry of the ledger names.
    pub(crate) fn named(name: &str) -> Result<Self, Fault> {
        match name {
            "CREDITS" => Ok(Self::Credits),
            _ => name
                .parse()
                .map(Self::Project)
                .map_err(|error| Fault::defect(format!("`{name}` is no wallet")).because(error)),
        }
    }

    /// Takes `amount` out of what is left and keeps it aside.
    pub(crate) fn hold(self, amount: UsdMicros) -> Change {
        let mut edits = vec![add(AVAIL, -amount), add(HELD, amount)];
        edits.extend(self.count(1));
        let guard =
            Guard::All(vec![Guard::Present, Guard::Unset(CLOSED), Guard::AtLeast(AVAIL, amount.get())]);
        Change::update(self.address(), edits, guard)
    }

    /// Makes a project's purse that is missing, without a budget, and keeps `amount` of it aside. An update, not a put: who admits
    /// jobs may overwrite no wallet.
    pub(crate) fn found(self, amount: UsdMicros) -> Change {
        let set = |attr, amount: UsdMicros| Edit::Set(attr, Value::Int(amount.get()));
        let mut edits =
            vec![set(CAP, Wallet::NO_BUDGET), set(AVAIL, Wallet::NO_BUDGET - amount), set(HELD, amount)];
        edits.extend(self.count(1));
        Change::update(self.address(), edits, Guard::Absent)
    }

    /// Ends a hold: `charged` is gone, the rest comes back. A charge above the hold makes what comes back negative: the truth
    /// beats the cap. A project's wallet remembers the `picture` of a success.
    pub(crate) fn close(self, held: UsdMicros, charged: UsdMicros, picture: Option<AssetId>) -> Change {
        let mut edits = vec![add(HELD, -held), add(SPENT, charged), add(AVAIL, held - charged)];
        edits.extend(self.count(-1));
        if let (Self::Project(_), Some(picture)) = (self, picture) {
            edits.push(Edit::Set(PICTURE, Value::Text(picture.to_string())));
        }
        Change::update(self.address(), edits, Guard::Present)
    }

    /// Counts the jobs that hold a project's wallet.
    fn count(self, by: i64) -> Option<Edit> {
        matches!(self, Self::Project(_)).then_some(Edit::Add { attr: JOBS, by, start: 0 })
    }

    /// Lets `by` more be spent, or less.
    pub(crate) fn raise(self, by: UsdMicros) -> Change {
        Change::update(self.address(), vec![add(CAP, by), add(AVAIL, by)], Guard::Present)
    }

    /// Closes the purse, or opens it.
    pub(crate) fn shut(self, closed: bool, mut also: Vec<Guard>) -> Change {
        let edit = if closed { Edit::Set(CLOSED, Value::Bool(true)) } else { Edit::Unset(CLOSED) };
        also.push(Guard::Present);
        Change::update(self.address(), vec![edit], Guard::All(also))
    }

    /// Holds when no job holds the purse.
    pub(crate) fn idle() -> Guard {
        Guard::Any(vec![Guard::Unset(JOBS), Guard::Is(JOBS, Value::Int(0))])
    }

    /// Why this purse does not give `needed`, told from the item that was there.
    pub(crate) fn refusal(self, old: Option<&Item>, needed: UsdMicros) -> Result<Fault, Fault> {
        let wallet = old.map(Wallet::from_item).transpose()?.unwrap_or_default();
        if wallet.closed {
            let detail =
                "This project is archived and spends nothing. Take it out of the archive, or use another.";
            return Ok(Fault::new(Kind::Conflict, "project-archived", detail).at("/project"));
        }
        let (code, what) = match self {
            Self::Credits => ("credits-exhausted", "The workspace has"),
            Self::Project(_) => ("budget-exceeded", "The project's budget has"),
        };
        let detail = format!(
            "{what} {} credits left and this needs {} ({} are held by jobs that have not ended). Add money, ask for less, or \
             wait for running jobs to give back what they do not use.",
            wallet.avail.credits(),
            needed.credits(),
            wallet.held.credits(),
        );
        Ok(Fault::new(Kind::OverBudget, code, detail).limit(self.limit(&wallet, needed)))
    }

    /// This purse as a limit.
    pub(crate) fn limit(self, wallet: &Wallet, needed: UsdMicros) -> Limit {
        Limit {
            id: self.name(),
            level: self.level(),
            cap: wallet.cap.get(),
            held: wallet.held.get(),
            spent: wallet.spent.get(),
            needed: needed.get(),
            resets_at: None,
        }
    }

    const fn level(self) -> Level {
        match self {
            Self::Credits => Level::Workspace,
            Self::Project(_) => Level::Project,
        }
    }
}

fn add(attr: Attr, by: UsdMicros) -> Edit {
    Edit::Add { attr, by: by.get(), start: 0 }
}

/// Puts money into a workspace: the ledger entry, whose key makes it happen once, and the wallet.
pub fn grant(grant: GrantId, amount: UsdMicros, now: Time) -> Result<[Change; 2], Fault> {
    if amount <= UsdMicros::ZERO || amount > UsdMicros::MAX {
        let most = UsdMicros::MAX.get();
        return Err(Fault::invalid("/grant_usd_micros", format!("A grant is 1 to {most} micro-USD.")));
    }
    let entry = LedgerEntry {
        id: grant.to_string(),
        at: now,
        job: None,
        kind: EntryKind::Grant,
        amount,
        charged: UsdMicros::ZERO,
        released: UsdMicros::ZERO,
        overrun: false,
        wallets: vec![Part { wallet: Purse::Credits.name(), amount }],
        attempts: Vec::new(),
        usage: None,
    };
    let wallet = Change::update(key::credits(), vec![add(CAP, amount), add(AVAIL, amount)], Guard::Always);
    Ok([Change::create(key::grant(grant), &entry)?, wallet])
}

impl Jobs {
    /// The workspace's money. A workspace that was never given any has an empty wallet.
    pub async fn credits(&self) -> Result<Wallet, Fault> {
        Ok(self.store.find(&key::credits()).await?.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests;
