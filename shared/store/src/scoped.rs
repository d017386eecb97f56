//! The verbs of a workspace's data.

use std::sync::Arc;
use std::time::Duration;

use contract::port::table::{
    Attr, Edit, Guard, Index, Item, Key, Outcome, Place, Query, Reason, TableError, Write,
};
use contract::port::{Clock, Ids, Table};
use contract::{Grant, Need, Part, Workspace};
use fault::{Fault, Kind as FaultKind};
use serde::Serialize;

use crate::commit::{Change, Commit, Refused, commit};
use crate::cursor::Cursor;
use crate::{Address, Kind, Parent, Record, SortKey, address};

/// The attribute that [`Guard::Version`] looks at.
pub const VERSION: Attr = Attr("version");

/// The data of one workspace.
#[derive(Clone)]
pub struct Store {
    scope: Workspace,
    table: Arc<dyn Table>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl Part for Store {
    const NEEDS: &'static [Need] = &[Need::Table];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self::new(grant.workspace()?, grant.table()?, grant.clock(), grant.ids()))
    }
}

/// Items of one kind whose sort keys lie together.
#[derive(Debug, Clone)]
pub struct Range {
    kind: Kind,
    parent: Option<Parent>,
    prefix: Option<String>,
    from: Option<String>,
    to: Option<String>,
    descending: bool,
}

impl Range {
    /// Everything of a kind in the workspace.
    pub fn of(kind: Kind) -> Self {
        Self { kind, parent: None, prefix: None, from: None, to: None, descending: false }
    }

    /// Everything of a kind under a parent.
    pub fn under(kind: Kind, parent: impl Into<Parent>) -> Self {
        Self { parent: Some(parent.into()), ..Self::of(kind) }
    }

    /// Only keys that go on after these parts.
    #[must_use]
    pub fn below(mut self, prefix: &SortKey) -> Self {
        self.prefix = Some(prefix.prefix());
        self
    }

    /// Only keys from this one on, itself included.
    #[must_use]
    pub fn starting_at(mut self, sort: &SortKey) -> Self {
        self.from = Some(sort.as_str().to_owned());
        self
    }

    /// Only keys up to this one, itself included.
    #[must_use]
    pub fn up_to(mut self, sort: &SortKey) -> Self {
        self.to = Some(sort.as_str().to_owned());
        self
    }

    /// Highest first.
    #[must_use]
    pub fn newest_first(mut self) -> Self {
        self.descending = true;
        self
    }

    /// The name that a cursor is bound to: what the list is, not whose it is.
    fn list(&self) -> String {
        let parent = self.parent.map(|parent| parent.to_string()).unwrap_or_default();
        let prefix = self.prefix.as_deref().unwrap_or_default();
        format!("{} {parent} {prefix} {}", self.kind.word, self.descending)
    }

    fn query(&self, scope: Workspace, after: Option<String>, limit: usize) -> Query {
        let pk = address::partition(scope, self.kind, self.parent);
        // `#` is followed by ids, digits and words, all below `~`.
        let top = self.prefix.as_ref().map(|prefix| format!("{prefix}~"));
        let place = |sort: String| Place { key: Key { pk: pk.clone(), sk: sort.clone() }, sort };
        Query {
            index: Index::Table,
            from: self.from.clone().or_else(|| self.prefix.clone()),
            to: self.to.clone().or(top),
            after: after.map(place),
            descending: self.descending,
            limit,
            pk,
        }
    }
}

/// A page of a list, as clients see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Listing<T> {
    /// The items.
    pub items: Vec<T>,
    /// How to get the next ones; `null` at the end.
    pub next_cursor: Option<String>,
}

impl<T> Listing<T> {
    /// The same page with other items.
    pub fn map<U>(self, each: impl FnMut(T) -> U) -> Listing<U> {
        Listing { items: self.items.into_iter().map(each).collect(), next_cursor: self.next_cursor }
    }
}

impl Store {
    /// The data of `scope` in `table`.
    pub fn new(scope: Workspace, table: Arc<dyn Table>, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Self {
        Self { scope, table, clock, ids }
    }

    /// How long a commit may be tried before it gives up.
    pub const BUDGET: Duration = Duration::from_secs(4);

    /// Whose data this is.
    pub fn scope(&self) -> Workspace {
        self.scope
    }

    /// The clock.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Fresh ids.
    pub fn ids(&self) -> &Arc<dyn Ids> {
        &self.ids
    }

    /// The record at `address`; 404 when there is none.
    pub async fn get<R: Record>(&self, address: &Address) -> Result<R, Fault> {
        self.find(address).await?.ok_or_else(Fault::not_found)
    }

    /// The record at `address`, if there is one. Strongly consistent.
    pub async fn find<R: Record>(&self, address: &Address) -> Result<Option<R>, Fault> {
        let items = self.find_all(std::slice::from_ref(address)).await?;
        items.into_iter().next().flatten().as_ref().map(R::from_item).transpose()
    }

    /// The items at `addresses` (at most 100), in their order, in one strongly consistent call.
    pub async fn find_all(&self, addresses: &[Address]) -> Result<Vec<Option<Item>>, Fault> {
        if let Some(address) = addresses.iter().find(|address| address.outside_key().is_some()) {
            return Err(Fault::defect(format!("{} is read through the directory", address.kind().word)));
        }
        let keys: Vec<_> = addresses.iter().map(|address| address.key(self.scope)).collect();
        self.table.get(&keys).await.map_err(|error| table_fault("get", error))
    }

    /// Every item of `range`, its sort key first, page after page. For ranges that are small by design.
    pub async fn all(&self, range: &Range) -> Result<Vec<(String, Item)>, Fault> {
        let mut found = Vec::new();
        let mut after = None;
        loop {
            let query = range.query(self.scope, after, 1_000);
            let page = self.table.query(&query).await.map_err(|error| table_fault("query", error))?;
            found.extend(page.items.into_iter().map(|(key, item)| (key.sk, item)));
            match page.next {
                Some(place) => after = Some(place.sort),
                None => return Ok(found),
            }
        }
    }

    /// A page of `range` for a client: at most `limit` records after `cursor`.
    pub async fn list<R: Record>(
        &self,
        range: &Range,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Listing<R>, Fault> {
        let list = range.list();
        let after = cursor.map(|cursor| Cursor::place(cursor, &list)).transpose()?;
        // One more than asked, so that the last page says that it is the last.
        let query = range.query(self.scope, after, limit + 1);
        let mut page = self.table.query(&query).await.map_err(|error| table_fault("query", error))?;
        let more = page.items.len() > limit;
        page.items.truncate(limit);
        let last = page.items.last().map(|(key, _)| Cursor::after(&list, &key.sk).into_text());
        let items = page.items.iter().map(|(_, item)| R::from_item(item)).collect::<Result<_, _>>()?;
        Ok(Listing { items, next_cursor: last.filter(|_| more) })
    }

    /// Creates a record; `false` when there was one already.
    pub async fn create(&self, address: Address, record: &impl Record) -> Result<bool, Fault> {
        Ok(self.write(Change::create(address, record)?).await?.is_none())
    }

    /// Changes a record if it still has `version`, and counts the version up; 412 when it has another.
    pub async fn change(&self, address: Address, version: u64, mut edits: Vec<Edit>) -> Result<(), Fault> {
        edits.push(Edit::Add { attr: VERSION, by: 1, start: 0 });
        match self.write(Change::update(address, edits, Guard::Version(version))).await? {
            None => Ok(()),
            Some(Refused { old: None, .. }) => Err(Fault::not_found()),
            Some(_) => Err(Fault::new(
                FaultKind::Stale,
                "stale",
                "It has changed since you read it. Read it again and send the change with its new ETag.",
            )),
        }
    }

    /// Adds one to a number, which counts as 0 when it is absent, and answers what it is now: nobody else gets the same. When the
    /// answer is lost, the number is lost too.
    pub async fn count(&self, address: &Address, attr: Attr) -> Result<u64, Fault> {
        self.table.count(&address.key(self.scope), attr).await.map_err(|error| table_fault("count", error))
    }

    /// Makes one change without a transaction; says what was there when its guard did not hold. Only for changes that may
    /// happen twice: a lost answer is a `Transient` fault, and the caller will come again.
    pub async fn write(&self, change: Change) -> Result<Option<Refused>, Fault> {
        let write = change.into_write(self.scope);
        match self.table.write(&write).await.map_err(|error| table_fault("write", error))? {
            Outcome::Done => Ok(None),
            Outcome::Canceled(reasons) => match reasons.into_iter().next() {
                Some(Reason::Refused(old)) => Ok(Some(Refused { index: 0, old })),
                _ => Err(Fault::unavailable("a single write was in conflict")),
            },
        }
    }

    /// Makes all of `changes` or none, within [`Store::BUDGET`].
    pub async fn commit(&self, changes: Vec<Change>) -> Result<Commit, Fault> {
        self.commit_within(changes, Self::BUDGET).await
    }

    /// Makes all of `changes` or none, within `budget`.
    pub async fn commit_within(&self, changes: Vec<Change>, budget: Duration) -> Result<Commit, Fault> {
        let writes: Vec<Write> = changes.into_iter().map(|change| change.into_write(self.scope)).collect();
        commit(self.table.as_ref(), self.clock.as_ref(), &self.ids, &writes, budget).await
    }
}

/// What an engine's error means to a caller.
pub(crate) fn table_fault(verb: &str, error: TableError) -> Fault {
    match error {
        TableError::Throttled => Fault::new(
            FaultKind::Throttled,
            "throttled",
            "Too much is asked of the table at this moment. Send the same request again.",
        )
        .retry_after(1),
        TableError::Unknown(why) => Fault::unavailable(format!("{verb}: {why}")),
        TableError::Invalid(why) => Fault::defect(format!("{verb}: {why}")),
    }
}

#[cfg(test)]
pub(crate) mod tests;
