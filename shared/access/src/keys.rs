//! The access keys of one workspace.

use std::collections::BTreeSet;
use std::time::Duration;

use contract::port::table::{Edit, Guard, Item, Value};
use contract::{Grant, Need, Part};
use fault::{Fault, Kind as FaultKind, Level, Limit};
use model::{Role, Scopes, Time, UserId};
use store::{Change, Commit, Kind, Listing, Range, Record, SortKey, Store, VERSION};

use crate::record::{self, KeyEntry, KeyRecord, LIVE, REVOKED_AT, TTL, WORKSPACE};
use crate::{AccessKey, Deployment, KeyId, Label};

/// The most keys of one workspace that may be used at one time.
pub const MAX_LIVE_KEYS: usize = 100;

/// How long a key that ended is still listed.
const LISTED: Duration = Duration::from_hours(90 * 24);

/// Creates, lists and revokes keys.
#[derive(Clone)]
pub struct Keys {
    store: Store,
}

impl Part for Keys {
    const NEEDS: &'static [Need] = Store::NEEDS;

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self::new(Store::open(grant)?))
    }
}

/// What a new key is to be.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// What people call it.
    pub name: Label,
    /// Whose it is.
    pub user: UserId,
    /// Their role.
    pub role: Role,
    /// What it allows: never more than its maker may do, which is for the caller to see to.
    pub scopes: Scopes,
    /// When it ends, if it does.
    pub expires_at: Option<Time>,
}

/// A key that is not written yet.
#[derive(Debug)]
pub struct Draft {
    /// Its text.
    pub key: AccessKey,
    /// What people will see of it.
    pub entry: KeyEntry,
    new: NewKey,
}

impl Keys {
    /// The keys of `store`'s workspace.
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// The present moment.
    pub fn now(&self) -> Time {
        self.store.clock().now()
    }

    /// Draws a key. Nothing is written before [`Keys::create`].
    pub fn draft(&self, deployment: Deployment, new: NewKey) -> Draft {
        let key = AccessKey::fresh(deployment, self.store.ids().as_ref());
        let entry = KeyEntry {
            id: key.id(),
            name: new.name.clone(),
            scopes: new.scopes.clone(),
            created_at: self.now(),
            expires_at: new.expires_at,
            revoked_at: None,
            ttl: new.expires_at.map(removable),
        };
        Draft { key, entry, new }
    }

    /// Writes a drafted key, in one transaction with `before`: what else must happen with it. A refusal that is answered is
    /// one of `before`; 429 when the workspace has [`MAX_LIVE_KEYS`].
    pub async fn create(&self, draft: &Draft, before: &[Change]) -> Result<Commit, Fault> {
        loop {
            let changes = before.iter().cloned().chain(self.changes(draft)?).collect();
            let refused = match self.store.commit(changes).await? {
                Commit::Refused(refused) if refused.index >= before.len() => refused,
                answered => return Ok(answered),
            };
            if refused.index < before.len() + 2 {
                // Of 2^47 ids one came twice. Nothing was written, and another try draws another.
                return Err(Fault::unavailable(format!("{} exists already", draft.entry.id)));
            }
            self.make_room(&live_keys(refused.old.as_ref())).await?;
        }
    }

    fn changes(&self, draft: &Draft) -> Result<[Change; 3], Fault> {
        let Draft { key, entry, new } = draft;
        let record = KeyRecord {
            secret_sha256: key.digest().as_str().to_owned(),
            ws: self.store.scope().id(),
            user: new.user,
            role: new.role,
            scopes: new.scopes.clone(),
            name: new.name.clone(),
            created_at: entry.created_at,
            expires_at: entry.expires_at,
            revoked_at: None,
            version: 1,
            ttl: entry.ttl,
        };
        let member = entry.id.to_string();
        let room = Guard::RoomFor { set: LIVE, member: member.clone(), cap: MAX_LIVE_KEYS };
        Ok([
            Change::create(record::key(entry.id), &record)?,
            Change::create(record::entry(entry.id), entry)?,
            Change::update(record::live(), vec![Edit::Insert { set: LIVE, member }], room),
        ])
    }

    /// Takes one key that has ended out of the set of those that count; 429 when none has. Keys expire without a write, so the
    /// set is put right when it is full.
    async fn make_room(&self, live: &BTreeSet<String>) -> Result<(), Fault> {
        let ids: Vec<KeyId> = live.iter().filter_map(|id| id.parse().ok()).collect();
        let addresses: Vec<_> = ids.iter().map(|id| record::entry(*id)).collect();
        let entries = self.store.find_all(&addresses).await?;
        let now = self.now();
        for (id, item) in ids.iter().zip(entries) {
            let entry = item.as_ref().map(KeyEntry::from_item).transpose()?;
            if !entry.is_some_and(|entry| entry.is_live(now)) {
                self.store.write(forget(*id)).await?;
                return Ok(());
            }
        }
        Err(too_many(live.len()))
    }

    /// A page of the workspace's keys, in the order of their ids. One that ended is listed for 90 days.
    pub async fn list(&self, cursor: Option<&str>, limit: usize) -> Result<Listing<KeyEntry>, Fault> {
        self.store.list(&Range::of(Kind::WSP).below(&SortKey::word("KEY")), cursor, limit).await
    }

    /// Revokes a key and says when that was: the first time, however often it is asked for. 404 when this workspace has no such
    /// key. It works nowhere any more after [`REVOCATION_BOUND`](crate::REVOCATION_BOUND).
    pub async fn revoke(&self, id: KeyId) -> Result<Time, Fault> {
        let now = self.now();
        let ended =
            || [Edit::Set(REVOKED_AT, Value::Int(now.millis())), Edit::Set(TTL, Value::Int(removable(now)))];
        let ours = Value::Text(self.store.scope().id().to_string());
        let counted = Edit::Add { attr: VERSION, by: 1, start: 0 };
        let changes = vec![
            Change::update(
                record::entry(id),
                ended().into(),
                Guard::All(vec![Guard::Present, Guard::Unset(REVOKED_AT)]),
            ),
            Change::update(
                record::key(id),
                ended().into_iter().chain([counted]).collect(),
                Guard::All(vec![Guard::Present, Guard::Is(WORKSPACE, ours)]),
            ),
            forget(id),
        ];
        match self.store.commit(changes).await? {
            Commit::Done => Ok(now),
            Commit::Refused(refused) if refused.index == 0 => {
                let entry: KeyEntry = refused.record()?.ok_or_else(Fault::not_found)?;
                entry.revoked_at.ok_or_else(|| Fault::defect(format!("{id} cannot be revoked")))
            }
            // It ended so long ago that DynamoDB has removed one of its items and not yet the other.
            Commit::Refused(refused) if refused.old.is_none() => Err(Fault::not_found()),
            Commit::Refused(_) => {
                Err(Fault::defect(format!("{id} is listed in a workspace that it does not open")))
            }
        }
    }
}

/// The second from which DynamoDB may remove the items of a key that ends at `end`.
fn removable(end: Time) -> i64 {
    end.plus(LISTED).seconds()
}

fn live_keys(item: Option<&Item>) -> BTreeSet<String> {
    match item.and_then(|item| item.get(LIVE.0)) {
        Some(Value::Set(live)) => live.clone(),
        _ => BTreeSet::new(),
    }
}

fn forget(id: KeyId) -> Change {
    Change::update(record::live(), vec![Edit::Remove { set: LIVE, member: id.to_string() }], Guard::Present)
}

fn too_many(live: usize) -> Fault {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let detail = format!(
        "The workspace has {live} access keys that may be used, and {MAX_LIVE_KEYS} are the most. Revoke one that nobody needs."
    );
    Fault::new(FaultKind::OverLimit, "key-limit", detail).limit(Limit {
        id: "access_keys".to_owned(),
        level: Level::Workspace,
        cap: count(MAX_LIVE_KEYS),
        held: count(live),
        spent: 0,
        needed: 1,
        resets_at: None,
    })
}

#[cfg(test)]
mod tests;
