//! The table in memory: the same answers as DynamoDB, plus the mishaps that an emulator never has.
//!
//! Everything is under one lock, so a transaction is trivially atomic. What makes it useful is [`Mishaps`]: a seeded plan of
//! conflicts and lost answers, without which no test would ever run the retry loop of a commit.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use contract::port::Table;
use contract::port::table::{
    Attr, Edit, Guard, Index, Item, Key, Outcome, Page, Place, Query, Reason, TableError, Value, Write, check,
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
    /// What was created since somebody looked, numbered in order; `None` as long as nobody watches.
    created: Option<Vec<(u64, Key)>>,
    numbered: u64,
}

impl MemoryTable {
    /// An empty table in which nothing goes wrong.
    pub fn new() -> Self {
        Self::with(Mishaps::none())
    }

    /// An empty table that follows a plan of mishaps.
    pub fn with(mishaps: Mishaps) -> Self {
        let (items, committed) = (BTreeMap::new(), BTreeSet::new());
        let state = State { items, committed, mishaps, calls: 0, created: None, numbered: 0 };
        Self { state: Mutex::new(state) }
    }

    /// Every item, for audits and for comparison with another engine.
    pub fn snapshot(&self) -> BTreeMap<Key, Item> {
        self.lock().items.clone()
    }

    /// Whether there is an item of which `is` holds.
    pub fn any(&self, mut is: impl FnMut(&Key, &Item) -> bool) -> bool {
        self.lock().items.iter().any(|(key, item)| is(key, item))
    }

    /// Removes an item behind everybody's back, to test what repairs it.
    pub fn lose(&self, key: &Key) {
        self.lock().items.remove(key);
    }

    /// Keeps the keys of items that are created from now on, for a simulated stream.
    pub fn watch(&self) {
        self.lock().created = Some(Vec::new());
    }

    /// Takes the keys of items that were created since the last time, each with its place in the order of creation.
    pub fn created(&self) -> Vec<(u64, Key)> {
        self.lock().created.as_mut().map(std::mem::take).unwrap_or_default()
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
            if let (Some(created), Some(_), false) = (&mut self.created, &item, self.items.contains_key(&key))
            {
                self.numbered += 1;
                created.push((self.numbered, key.clone()));
            }
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

    /// The places of an order within the bounds of `query`, in its direction; of the table with their items.
    fn ordered<'a>(&'a self, query: &'a Query) -> Box<dyn Iterator<Item = (&'a str, &'a Key)> + 'a> {
        let from = query.from.as_deref().unwrap_or_default();
        let within = move |sort: &str| query.to.as_deref().is_none_or(|to| sort <= to);
        let (partition, sort) = match query.index {
            Index::Table => {
                let first = Key { pk: query.pk.clone(), sk: from.to_owned() };
                let found = self.items.range(first..).map(|(key, _)| (key.sk.as_str(), key));
                let found = found.take_while(move |(sort, key)| key.pk == query.pk && within(sort));
                return in_direction(query, found);
            }
            Index::ByProject => ("g1p", "g1s"),
            Index::Due => ("gdp", "gds"),
        };
        let in_partition = move |item: &Item| text(item, partition) == Some(query.pk.as_str());
        let mut found: Vec<_> = self
            .items
            .iter()
            .filter(|(_, item)| in_partition(item))
            .filter_map(|(key, item)| Some((text(item, sort)?, key)))
            .filter(|(sort, _)| *sort >= from && within(sort))
            .collect();
        found.sort_unstable();
        in_direction(query, found.into_iter())
    }
}

fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    match item.get(name) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

/// What comes after the query's place, in its direction.
fn in_direction<'a>(
    query: &'a Query,
    found: impl Iterator<Item = (&'a str, &'a Key)> + 'a,
) -> Box<dyn Iterator<Item = (&'a str, &'a Key)> + 'a> {
    let after = query.after.as_ref().map(|place| (place.sort.as_str(), &place.key));
    if query.descending {
        let found: Vec<_> = found.collect();
        return Box::new(
            found.into_iter().rev().filter(move |place| after.is_none_or(|after| *place < after)),
        );
    }
    Box::new(found.filter(move |place| after.is_none_or(|after| *place > after)))
}

#[async_trait]
impl Table for MemoryTable {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, TableError> {
        let state = self.called();
        Ok(keys.iter().map(|key| state.items.get(key).cloned()).collect())
    }

    async fn query(&self, query: &Query) -> Result<Page, TableError> {
        let state = self.called();
        let mut found: Vec<_> = state.ordered(query).take(query.limit + 1).collect();
        let more = found.len() > query.limit;
        found.truncate(query.limit);
        let last = found.last().filter(|_| more);
        let next = last.map(|(sort, key)| Place { sort: (*sort).to_owned(), key: (*key).clone() });
        let item = |key: &Key| match query.index {
            Index::Table => state.items.get(key).cloned().unwrap_or_default(),
            Index::ByProject | Index::Due => Item::new(),
        };
        Ok(Page { items: found.into_iter().map(|(_, key)| (key.clone(), item(key))).collect(), next })
    }

    async fn write(&self, write: &Write) -> Result<Outcome, TableError> {
        check(std::slice::from_ref(write))?;
        self.called().apply(std::slice::from_ref(write))
    }

    async fn count(&self, key: &Key, attr: Attr) -> Result<u64, TableError> {
        let mut state = self.called();
        let one_more = vec![Edit::Add { attr, by: 1, start: 0 }];
        state.apply(&[Write::update(key.clone(), one_more, Guard::Always)])?;
        match state.items.get(key).and_then(|item| item.get(attr.0)) {
            Some(Value::Int(number)) => Ok(number.unsigned_abs()),
            _ => Err(TableError::Invalid(format!("`{attr}` is no number"))),
        }
    }

    async fn transact(&self, token: u128, writes: &[Write]) -> Result<Outcome, TableError> {
        check(writes)?;
        let mut state = self.called();
        if state.committed.contains(&token) {
            let lost = || TableError::Unknown("the answer was lost again".to_owned());
            return if state.mishaps.is_silent() { Err(lost()) } else { Ok(Outcome::Done) };
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
