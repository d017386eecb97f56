//! The table in memory: the same answers as DynamoDB, plus the mishaps that an emulator never has.
//!
//! Everything is under one lock, so a transaction is trivially atomic. What makes it useful is [`Mishaps`]: a seeded plan of
//! conflicts and lost answers, without which no test would ever run the retry loop of a commit.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use contract::port::Table;
use contract::port::table::{
    Index, Item, Key, Outcome, Page, Place, Query, Reason, TableError, Value, Write, check,
};

mod evaluate;
mod mishaps;

use mishaps::Mishap;
pub use mishaps::Mishaps;

/// A table in memory.
pub struct MemoryTable {
    state: Mutex<State>,
}

struct State {
    items: BTreeMap<Key, Item>,
    committed: BTreeSet<u128>,
    mishaps: Mishaps,
    calls: u64,
}

impl MemoryTable {
    /// An empty table in which nothing goes wrong.
    pub fn new() -> Self {
        Self::with(Mishaps::none())
    }

    /// An empty table that follows a plan of mishaps.
    pub fn with(mishaps: Mishaps) -> Self {
        let state = State { items: BTreeMap::new(), committed: BTreeSet::new(), mishaps, calls: 0 };
        Self { state: Mutex::new(state) }
    }

    /// Every item, for audits and for comparison with another engine.
    pub fn snapshot(&self) -> BTreeMap<Key, Item> {
        self.lock().items.clone()
    }

    /// Removes an item behind everybody's back, to test what repairs it.
    pub fn lose(&self, key: &Key) {
        self.lock().items.remove(key);
    }

    /// Follows another plan of mishaps from now on.
    pub fn plan(&self, mishaps: Mishaps) {
        self.lock().mishaps = mishaps;
    }

    /// How many calls were made.
    pub fn calls(&self) -> u64 {
        self.lock().calls
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic of another test thread leaves the map whole: every change is made in one piece.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn called(&self) -> MutexGuard<'_, State> {
        let mut state = self.lock();
        state.calls += 1;
        state
    }
}

impl Default for MemoryTable {
    fn default() -> Self {
        Self::new()
    }
}

impl State {
    /// Checks all guards against the items as they are, then makes all changes.
    fn apply(&mut self, writes: &[Write]) -> Result<Outcome, TableError> {
        let reasons: Vec<_> = writes.iter().map(|write| self.judge(write)).collect();
        if reasons.iter().any(|reason| *reason != Reason::Fine) {
            return Ok(Outcome::Canceled(reasons));
        }
        let mut after = Vec::new();
        for write in writes {
            let item = self.items.get(&write.key).cloned();
            after.push((write.key.clone(), evaluate::apply(&write.edits, item)?));
        }
        for (key, item) in after {
            match item {
                Some(item) => self.items.insert(key, item),
                None => self.items.remove(&key),
            };
        }
        Ok(Outcome::Done)
    }

    fn judge(&self, write: &Write) -> Reason {
        let item = self.items.get(&write.key);
        if evaluate::holds(&write.guard, item) { Reason::Fine } else { Reason::Refused(item.cloned()) }
    }

    /// The items of an order, each with its sort key there.
    fn ordered(&self, query: &Query) -> Vec<(String, Key, Item)> {
        let text = |item: &Item, name: &str| match item.get(name) {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        };
        let (partition, sort) = match query.index {
            Index::Table => {
                let of = self.items.iter().filter(|(key, _)| key.pk == query.pk);
                return of.map(|(key, item)| (key.sk.clone(), key.clone(), item.clone())).collect();
            }
            Index::ByProject => ("g1p", "g1s"),
            Index::Due => ("gdp", "gds"),
        };
        let in_partition = |item: &Item| text(item, partition).is_some_and(|pk| pk == query.pk);
        let mut found: Vec<_> = self
            .items
            .iter()
            .filter(|(_, item)| in_partition(item))
            .filter_map(|(key, item)| Some((text(item, sort)?, key.clone(), Item::new())))
            .collect();
        found.sort_by(|one, other| (&one.0, &one.1).cmp(&(&other.0, &other.1)));
        found
    }
}

#[async_trait]
impl Table for MemoryTable {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, TableError> {
        let state = self.called();
        Ok(keys.iter().map(|key| state.items.get(key).cloned()).collect())
    }

    async fn query(&self, query: &Query) -> Result<Page, TableError> {
        let mut found = self.called().ordered(query);
        if query.descending {
            found.reverse();
        }
        let within = |sort: &str| {
            query.from.as_deref().is_none_or(|from| sort >= from)
                && query.to.as_deref().is_none_or(|to| sort <= to)
        };
        let passed = |sort: &str, key: &Key| match &query.after {
            None => true,
            Some(place) if query.descending => (sort, key) < (place.sort.as_str(), &place.key),
            Some(place) => (sort, key) > (place.sort.as_str(), &place.key),
        };
        let mut items: Vec<_> =
            found.into_iter().filter(|(sort, key, _)| within(sort) && passed(sort, key)).collect();
        let more = items.len() > query.limit;
        items.truncate(query.limit);
        let next = items
            .last()
            .filter(|_| more)
            .map(|(sort, key, _)| Place { sort: sort.clone(), key: key.clone() });
        Ok(Page { items: items.into_iter().map(|(_, key, item)| (key, item)).collect(), next })
    }

    async fn write(&self, write: &Write) -> Result<Outcome, TableError> {
        check(std::slice::from_ref(write))?;
        self.called().apply(std::slice::from_ref(write))
    }

    async fn transact(&self, token: u128, writes: &[Write]) -> Result<Outcome, TableError> {
        check(writes)?;
        let mut state = self.called();
        if state.committed.contains(&token) {
            return Ok(Outcome::Done);
        }
        let mishap = state.mishaps.draw();
        match mishap {
            Mishap::Conflict { at } => return Ok(Outcome::Canceled(conflict(at, writes.len()))),
            Mishap::LostBefore => return Err(TableError::Unknown("the request was lost".to_owned())),
            Mishap::Throttled => return Err(TableError::Throttled),
            Mishap::None | Mishap::LostAfter => {}
        }
        let outcome = state.apply(writes)?;
        if outcome == Outcome::Done {
            state.committed.insert(token);
        }
        if mishap == Mishap::LostAfter {
            return Err(TableError::Unknown("the answer was lost".to_owned()));
        }
        Ok(outcome)
    }
}

/// A conflict over the write at `at` (counted round), as DynamoDB reports it: the others had nothing to do with it.
fn conflict(at: usize, writes: usize) -> Vec<Reason> {
    (0..writes).map(|index| if index == at % writes { Reason::Conflict } else { Reason::Fine }).collect()
}
