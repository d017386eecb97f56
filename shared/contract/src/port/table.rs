//! The one table, in the vocabulary that both engines implement, and no more.
//!
//! Items are flat: an attribute is a truth, a whole number, a text or a set of texts. What is nested is stored as
//! JSON text, because no guard ever looks inside it, and because a number that passes through a second encoding
//! may come back as another one (`docs/adr/0003-flat-items.md`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use async_trait::async_trait;
use model::{Status, Time};

mod check;

pub use check::check;

/// The full name of an item. Only `store` makes these, from a scope and a kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Partition: `KIND#…`.
    pub pk: String,
    /// Place in the partition.
    pub sk: String,
}

/// An attribute's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Attr(pub &'static str);

impl fmt::Display for Attr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// An attribute's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A whole number: money, versions, milliseconds.
    Int(i64),
    /// A text; nested data as JSON.
    Text(String),
    /// A set of texts. Never empty: an empty set is an absent attribute.
    Set(BTreeSet<String>),
}

/// An item without its key.
pub type Item = BTreeMap<String, Value>;

/// What must hold for a write to happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guard {
    /// Nothing is asked.
    Always,
    /// No item has this key.
    Absent,
    /// An item has this key.
    Present,
    /// The item's `version` is this.
    Version(u64),
    /// The number is there and at least this.
    AtLeast(Attr, i64),
    /// The set is absent, or has fewer than `cap` members and not this one.
    RoomFor {
        /// The set.
        set: Attr,
        /// Who wants in.
        member: String,
        /// How many may be in.
        cap: usize,
    },
    /// The set does not have this member.
    Lacks {
        /// The set.
        set: Attr,
        /// Who must not be in.
        member: String,
    },
    /// The item's `status` is one of these.
    StatusIn(&'static [Status]),
    /// The attribute is absent.
    Unset(Attr),
    /// The attribute is this.
    Is(Attr, Value),
    /// The attribute is a moment before this.
    Before(Attr, Time),
    /// At least one holds.
    Any(Vec<Self>),
    /// All hold.
    All(Vec<Self>),
}

/// One change to an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Replaces the whole item. Stands alone.
    Put(Item),
    /// Sets an attribute.
    Set(Attr, Value),
    /// Adds to a number, which counts as `start` when it is absent.
    Add {
        /// The number.
        attr: Attr,
        /// How much; may be negative.
        by: i64,
        /// What an absent number counts as.
        start: i64,
    },
    /// Puts a member into a set.
    Insert {
        /// The set.
        set: Attr,
        /// The member.
        member: String,
    },
    /// Takes a member out of a set, if it is there.
    Remove {
        /// The set.
        set: Attr,
        /// The member.
        member: String,
    },
    /// Removes an attribute.
    Unset(Attr),
    /// Removes the item. Stands alone.
    Delete,
}

/// A guarded change of one item. Without edits it only checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// Which item.
    pub key: Key,
    /// What changes, each attribute at most once.
    pub edits: Vec<Edit>,
    /// What must hold.
    pub guard: Guard,
}

/// A range of a partition or of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The partition.
    pub pk: String,
    /// Which order the items are in.
    pub index: Index,
    /// The lowest sort key, inclusive.
    pub from: Option<String>,
    /// The highest sort key, inclusive.
    pub to: Option<String>,
    /// Only items after this place, in the direction of reading.
    pub after: Option<Place>,
    /// Highest first.
    pub descending: bool,
    /// The most items, 1 to 1,000.
    pub limit: usize,
}

/// The table, or one of its two sparse indexes. Both indexes hold keys only and lag behind; what they point to is
/// read again from the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Index {
    /// `pk`, `sk`; read strongly.
    Table,
    /// `g1p`, `g1s`: jobs of a project.
    ByProject,
    /// `gdp`, `gds`: what is due.
    Due,
}

/// Where in a range one is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The sort key in the order that was read.
    pub sort: String,
    /// The item's own key; in the table its `sk` is `sort`.
    pub key: Key,
}

/// Items of a range, in order, and whether there are more.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Keys and items. From an index the items are empty.
    pub items: Vec<(Key, Item)>,
    /// The place of the last item when there may be more.
    pub next: Option<Place>,
}

/// What became of one try of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// All writes happened.
    Done,
    /// None happened; one reason for each write, in order.
    Canceled(Vec<Reason>),
}

/// What one write of a canceled transaction had to do with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Nothing.
    Fine,
    /// Its guard did not hold; the item that was there.
    Refused(Option<Item>),
    /// Another transaction had the item.
    Conflict,
    /// The table was too busy.
    Throttled,
}

/// Why an operation has no outcome.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// It did not happen; trying again helps.
    #[error("the table was too busy")]
    Throttled,
    /// Nobody knows whether it happened.
    #[error("the table's answer was lost: {0}")]
    Unknown(String),
    /// The operation can never happen: a bug of ours.
    #[error("the table refused the operation: {0}")]
    Invalid(String),
}

/// The table.
#[async_trait]
pub trait Table: Send + Sync {
    /// Reads items by key, strongly, in one call; the answer has the order of `keys`, of which at most 100.
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, TableError>;

    /// Reads a range. From the table strongly, from an index as it lags.
    async fn query(&self, query: &Query) -> Result<Page, TableError>;

    /// Changes one item without a transaction. `Refused` is the only reason that it gives.
    async fn write(&self, write: &Write) -> Result<Outcome, TableError>;

    /// Adds one to a number, which counts as 0 when it is absent, and answers what it is now: no two callers get the same. When
    /// the answer is lost, a number may be gone that nobody has.
    async fn count(&self, key: &Key, attr: Attr) -> Result<u64, TableError>;

    /// Tries once to do all of `writes` (1 to 100, each key once) or none. A second try with the same `token`
    /// within ten minutes, after a first that succeeded, is success and changes nothing.
    async fn transact(&self, token: u128, writes: &[Write]) -> Result<Outcome, TableError>;
}

impl Write {
    /// Creates an item; refused when there is one.
    pub fn create(key: Key, item: Item) -> Self {
        Self { key, edits: vec![Edit::Put(item)], guard: Guard::Absent }
    }

    /// Puts an item under a guard.
    pub fn put(key: Key, item: Item, guard: Guard) -> Self {
        Self { key, edits: vec![Edit::Put(item)], guard }
    }

    /// Changes attributes under a guard.
    pub fn update(key: Key, edits: Vec<Edit>, guard: Guard) -> Self {
        Self { key, edits, guard }
    }

    /// Removes an item under a guard.
    pub fn delete(key: Key, guard: Guard) -> Self {
        Self { key, edits: vec![Edit::Delete], guard }
    }
}
