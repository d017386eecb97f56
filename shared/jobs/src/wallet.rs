//! Wallets: capped integers. `avail + held + spent = cap`, always.
//!
//! A condition of DynamoDB has no arithmetic, so what is left is an attribute of its own and the guard is `avail >= amount`.

use contract::port::table::{Attr, Edit, Guard, Item};
use fault::{Fault, Kind, Level, Limit};
use model::{GrantId, ProjectId, Time, UsdMicros};
use serde::{Deserialize, Serialize};
use store::{Address, Change, Record};

use crate::spine::Jobs;
use crate::{EntryKind, LedgerEntry, key};

const CAP: Attr = Attr("cap");
const AVAIL: Attr = Attr("avail");
const HELD: Attr = Attr("held");
const SPENT: Attr = Attr("spent");
const CLOSED: Attr = Attr("closed");

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
        let edits = vec![add(AVAIL, -amount), add(HELD, amount)];
        let guard =
            Guard::All(vec![Guard::Present, Guard::Unset(CLOSED), Guard::AtLeast(AVAIL, amount.get())]);
        Change::update(self.address(), edits, guard)
    }

    /// Ends a hold: `charged` is gone, the rest comes back. A charge above the hold makes what comes back negative: the truth
    /// beats the cap.
    pub(crate) fn close(self, held: UsdMicros, charged: UsdMicros) -> Change {
        let edits = vec![add(HELD, -held), add(SPENT, charged), add(AVAIL, held - charged)];
        Change::update(self.address(), edits, Guard::Present)
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
