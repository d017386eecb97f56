use std::hash::{DefaultHasher, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use contract::port::Ids;
use model::Scope;
use store::{Digest, IdempotencyKey, Once};
use testkit::memory::FrozenClock;
use testkit::{World, workspace};

use super::*;

/// Ids that differ however many are drawn. Those of `testkit` repeat before a hundred keys are made.
#[derive(Default)]
struct Distinct(AtomicU64);

impl Ids for Distinct {
    fn fresh(&self, _: Time) -> u128 {
        u128::from(self.0.fetch_add(1, Ordering::Relaxed))
    }

    fn random(&self, secret: &mut [u8]) {
        for part in secret.chunks_mut(8) {
            let mut hasher = DefaultHasher::new();
            hasher.write_u64(self.0.fetch_add(1, Ordering::Relaxed));
            part.copy_from_slice(&hasher.finish().to_le_bytes()[..part.len()]);
        }
    }
}

fn many_keys(world: &World) -> Keys {
    let ports = world.ports();
    let table = ports.table.expect("there is a table");
    Keys::new(Store::new(workspace("a"), table, ports.clock, Arc::new(Distinct::default())))
}

fn wanted(name: &str) -> NewKey {
    NewKey {
        name: Label::parse(name).unwrap(),
        user: UserId::derived("a"),
        role: Role::Owner,
        scopes: Scopes::of(Role::Owner),
        expires_at: None,
    }
}

async fn create(keys: &Keys, new: NewKey) -> Result<Draft, Fault> {
    let draft = keys.draft(Deployment::Dev, new);
    assert_eq!(keys.create(&draft, &[]).await?, Commit::Done);
    Ok(draft)
}

fn start() -> Time {
    Time::from_millis(i64::try_from(FrozenClock::START).unwrap())
}

async fn listed(keys: &Keys) -> Vec<KeyEntry> {
    keys.list(None, 100).await.unwrap().items
}

/// The keys that count against the limit.
fn counted(world: &World) -> BTreeSet<String> {
    let items = world.table.snapshot();
    live_keys(items.iter().find(|(key, _)| key.sk == "KEYS").map(|(_, item)| item))
}

#[tokio::test]
async fn a_key_is_listed_and_its_secret_is_nowhere() {
    let world = World::new();
    let keys: Keys = world.open("a");
    let draft = create(&keys, wanted("ci")).await.unwrap();
    assert_eq!(listed(&keys).await, std::slice::from_ref(&draft.entry));
    let text = draft.key.reveal();
    let secret = &text["ft_dev_".len() + 8..text.len() - 6];
    let table = format!("{:?}", world.table.snapshot());
    assert!(!table.contains(secret), "the table has the secret");
    assert!(table.contains(Digest::of(secret).as_str()), "the table has its hash");
}

#[tokio::test]
async fn a_neighbour_neither_sees_nor_revokes_a_key() {
    let world = World::new();
    let draft = create(&world.open("a"), wanted("ci")).await.unwrap();
    let theirs: Keys = world.open("b");
    assert!(listed(&theirs).await.is_empty());
    let foreign = theirs.revoke(draft.entry.id).await.unwrap_err();
    let absent = theirs.revoke("key_00000000".parse().unwrap()).await.unwrap_err();
    assert_eq!(foreign.problem("r"), absent.problem("r"));
    assert_eq!(listed(&world.open("a")).await[0].revoked_at, None);
}

#[tokio::test]
async fn a_key_is_revoked_once_and_says_when() {
    let world = World::new();
    let keys: Keys = world.open("a");
    let id = create(&keys, wanted("ci")).await.unwrap().entry.id;
    assert!(counted(&world).contains(&id.to_string()));
    assert_eq!(keys.revoke(id).await.unwrap(), start());
    assert_eq!(counted(&world), BTreeSet::new(), "it gives its place back at once");
    world.clock.advance(Duration::from_secs(9));
    assert_eq!(keys.revoke(id).await.unwrap(), start());
    let entry = listed(&keys).await.remove(0);
    assert_eq!(entry.revoked_at, Some(start()));
    assert_eq!(entry.ttl, Some(start().plus(LISTED).seconds()));
}

#[tokio::test]
async fn what_is_refused_beside_a_key_leaves_no_key() {
    let world = World::new();
    let (keys, store): (Keys, Store) = (world.open("a"), world.open("a"));
    let name = IdempotencyKey::parse("k").unwrap();
    let hash = Digest::of("body");
    Once::new(store).begin("route", &name, &hash, Duration::from_secs(1)).await.unwrap();
    let taken = Change::check(name.address("route"), Guard::Absent);
    let draft = keys.draft(Deployment::Dev, wanted("ci"));
    let refused = keys.create(&draft, &[taken]).await.unwrap();
    assert!(matches!(refused, Commit::Refused(refused) if refused.index == 0));
    assert!(listed(&keys).await.is_empty());
}

#[tokio::test]
async fn a_hundred_keys_are_the_most_and_those_that_ended_do_not_count() {
    let world = World::new();
    let keys = many_keys(&world);
    let soon = start().plus(Duration::from_mins(1));
    let first = create(&keys, wanted("first")).await.unwrap();
    create(&keys, NewKey { expires_at: Some(soon), ..wanted("short") }).await.unwrap();
    for number in 2..MAX_LIVE_KEYS {
        create(&keys, wanted(&number.to_string())).await.unwrap();
    }
    let fault = create(&keys, wanted("one more")).await.unwrap_err();
    let problem = fault.problem("r");
    assert_eq!((problem.status, problem.code.as_str()), (429, "key-limit"));
    let limit = problem.limit.unwrap();
    assert_eq!((limit.cap, limit.held, limit.needed), (100, 100, 1));
    assert_eq!(listed(&keys).await.len(), 100);

    keys.revoke(first.entry.id).await.unwrap();
    create(&keys, wanted("after a revocation")).await.unwrap();
    assert_eq!(create(&keys, wanted("full again")).await.unwrap_err().code(), "key-limit");
    world.clock.advance(Duration::from_mins(1));
    create(&keys, wanted("after an expiry")).await.unwrap();
    assert_eq!(create(&keys, wanted("full again")).await.unwrap_err().code(), "key-limit");
}

#[tokio::test]
async fn an_entry_that_the_table_removed_gives_its_place_back() {
    let world = World::new();
    let keys = many_keys(&world);
    let mut ids = Vec::new();
    for number in 0..MAX_LIVE_KEYS {
        ids.push(create(&keys, wanted(&number.to_string())).await.unwrap().entry.id);
    }
    let removed = world.table.snapshot().into_keys().find(|key| key.sk == format!("KEY#{}", ids[50]));
    world.table.lose(&removed.unwrap());
    create(&keys, wanted("one more")).await.unwrap();
}

#[tokio::test]
async fn a_lost_answer_makes_one_key_and_a_conflict_none_too_many() {
    for mishaps in [store::memory::Mishaps::one_lost_answer(), store::memory::Mishaps::conflicts(3)] {
        let world = World::with(mishaps);
        let keys: Keys = world.open("a");
        create(&keys, wanted("ci")).await.unwrap();
        assert_eq!(listed(&keys).await.len(), 1);
    }
}

#[tokio::test]
async fn what_the_verifier_reads_is_what_was_asked_for() {
    let world = World::new();
    let keys: Keys = world.open("a");
    let end = start().plus(Duration::from_hours(1));
    let scopes: Scopes = [Scope::RendersRead].into_iter().collect();
    let new = NewKey { scopes: scopes.clone(), expires_at: Some(end), role: Role::Editor, ..wanted("ci") };
    let draft = create(&keys, new).await.unwrap();
    let directory: store::Directory = world.open("a");
    let found: KeyRecord = directory.find(&record::key(draft.entry.id)).await.unwrap().unwrap();
    assert_eq!((found.ws, found.user), (workspace("a").id(), UserId::derived("a")));
    assert_eq!((found.role, found.scopes, found.expires_at), (Role::Editor, scopes, Some(end)));
}
