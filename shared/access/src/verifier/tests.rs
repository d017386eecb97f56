use contract::port::Clock;
use http::HeaderValue;
use model::{Role, Scope, Scopes, UserId};
use store::Commit;
use testkit::{World, workspace};

use super::*;
use crate::{Deployment, Draft, Keys, Label, NewKey};

async fn create(world: &World, seed: &str, expires_in: Option<Duration>) -> Draft {
    let keys: Keys = world.open(seed);
    let draft = keys.draft(
        Deployment::Dev,
        NewKey {
            name: Label::parse("test").unwrap(),
            user: UserId::derived(seed),
            role: Role::Editor,
            scopes: [Scope::RendersRead].into_iter().collect(),
            expires_at: expires_in.map(|time| world.clock.now().plus(time)),
        },
    );
    assert_eq!(keys.create(&draft, &[]).await.unwrap(), Commit::Done);
    draft
}

fn headers(values: &[&str]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(AUTHORIZATION, HeaderValue::from_str(value).unwrap());
    }
    headers
}

async fn show(verifier: &Verifier, world: &World, key: &str) -> Result<Principal, Fault> {
    verifier.verify(&world.outside(), &headers(&[&format!("Bearer {key}")])).await
}

/// Another key with the same id and a checksum that fits.
fn with_another_secret(draft: &Draft) -> String {
    let text = draft.key.reveal();
    let secret = text.len() - 38;
    let checked = format!("{}{}", &text[..secret], "x".repeat(32));
    let checksum = crate::base62::six_digits(crc32fast::hash(checked.as_bytes()));
    format!("{checked}{}", std::str::from_utf8(&checksum).unwrap())
}

fn invented(number: u32) -> String {
    let checked = format!("ft_dev_{number:08}{}", "y".repeat(32));
    let checksum = crate::base62::six_digits(crc32fast::hash(checked.as_bytes()));
    format!("{checked}{}", std::str::from_utf8(&checksum).unwrap())
}

#[tokio::test]
async fn a_new_key_works_at_once_and_says_who_calls() {
    let world = World::new();
    let draft = create(&world, "a", None).await;
    let caller = show(&Verifier::new(), &world, &draft.key.reveal()).await.unwrap();
    let expected = Principal {
        user: UserId::derived("a"),
        workspace: workspace("a").id(),
        role: Role::Editor,
        scopes: [Scope::RendersRead].into_iter().collect::<Scopes>(),
        key: Some(draft.entry.id.to_string()),
        expires_at: None,
    };
    assert_eq!(caller, expected);
}

#[tokio::test]
async fn the_scheme_is_read_in_any_case_and_anything_else_is_refused() {
    let world = World::new();
    let key = create(&world, "a", None).await.key.reveal();
    let verifier = Verifier::new();
    for good in [format!("bearer {key}"), format!("BEARER  {key} ")] {
        verifier.verify(&world.outside(), &headers(&[&good])).await.unwrap();
    }
    let once = format!("Bearer {key}");
    let bad: [&[&str]; 7] = [
        &[],
        &[&once, &once],
        &["Bearer"],
        &[""],
        &[&key],
        &[&format!("Basic {key}")],
        &[&format!("{once},{once}")],
    ];
    for values in bad {
        let fault = verifier.verify(&world.outside(), &headers(values)).await.unwrap_err();
        assert_eq!((fault.problem("r").status, fault.code()), (401, "unauthenticated"), "{values:?}");
    }
    let mut binary = HeaderMap::new();
    binary.insert(AUTHORIZATION, HeaderValue::from_bytes(b"Bearer \xff").unwrap());
    assert_eq!(verifier.verify(&world.outside(), &binary).await.unwrap_err().code(), "unauthenticated");
}

#[tokio::test]
async fn unknown_wrong_and_revoked_have_one_answer() {
    let world = World::new();
    let draft = create(&world, "a", None).await;
    let verifier = Verifier::new();
    let unknown = show(&verifier, &world, &invented(1)).await.unwrap_err().problem("r");
    let wrong = show(&verifier, &world, &with_another_secret(&draft)).await.unwrap_err().problem("r");
    world.open::<Keys>("a").revoke(draft.entry.id).await.unwrap();
    let revoked = show(&Verifier::new(), &world, &draft.key.reveal()).await.unwrap_err().problem("r");
    assert_eq!((unknown.status, unknown.code.as_str()), (401, "unauthenticated"));
    assert!(unknown.detail.contains("Authorization: Bearer"), "{}", unknown.detail);
    assert_eq!((&wrong, &revoked), (&unknown, &unknown));
}

#[tokio::test]
async fn an_expired_key_is_told_so_only_with_its_secret() {
    let world = World::new();
    let draft = create(&world, "a", Some(Duration::from_secs(30))).await;
    let verifier = Verifier::new();
    world.clock.advance(Duration::from_millis(29_999));
    show(&verifier, &world, &draft.key.reveal()).await.unwrap();
    world.clock.advance(Duration::from_millis(1));
    let expired = show(&verifier, &world, &draft.key.reveal()).await.unwrap_err();
    assert_eq!(expired.code(), "unauthenticated");
    assert!(expired.detail().contains("expired"), "{}", expired.detail());
    let wrong = show(&verifier, &world, &with_another_secret(&draft)).await.unwrap_err();
    assert!(!wrong.detail().contains("expired"), "{}", wrong.detail());
}

#[tokio::test]
async fn a_typing_error_is_seen_without_a_read() {
    let world = World::new();
    let mut key = create(&world, "a", None).await.key.reveal();
    let before = world.table.calls();
    let last = if key.ends_with('0') { '1' } else { '0' };
    key.pop();
    key.push(last);
    let fault = show(&Verifier::new(), &world, &key).await.unwrap_err();
    assert!(fault.detail().contains("missing or wrong"), "{}", fault.detail());
    assert_eq!(world.table.calls(), before);
}

#[tokio::test]
async fn no_refusal_repeats_what_was_shown() {
    let world = World::new();
    let draft = create(&world, "a", None).await;
    let wrong = with_another_secret(&draft);
    for shown in [wrong.as_str(), &wrong[..20], "hunter2"] {
        let fault = show(&Verifier::new(), &world, shown).await.unwrap_err();
        let told = format!("{} {fault:?}", fault.chain());
        assert!(!told.contains(shown) && !told.contains("xxxx"), "{told}");
    }
}

#[tokio::test]
async fn a_key_is_read_once_and_a_revocation_works_within_its_bound() {
    let world = World::new();
    let draft = create(&world, "a", None).await;
    let key = draft.key.reveal();
    let verifier = Verifier::new();
    show(&verifier, &world, &key).await.unwrap();
    let before = world.table.calls();
    for _ in 0..20 {
        show(&verifier, &world, &key).await.unwrap();
        show(&verifier, &world, &with_another_secret(&draft)).await.unwrap_err();
    }
    assert_eq!(world.table.calls(), before, "what was read is remembered");

    let revoked_at = world.open::<Keys>("a").revoke(draft.entry.id).await.unwrap();
    show(&verifier, &world, &key).await.expect("what was read is believed for a while");
    let most = revoked_at.plus(REVOCATION_BOUND).since(world.clock.now());
    world.clock.advance(most);
    show(&verifier, &world, &key).await.unwrap_err();
}

/// The commit of a revocation takes all the time that it has, and the key is read just before it lands.
#[tokio::test]
async fn a_slow_revocation_stays_within_its_bound() {
    let world = World::new();
    let draft = create(&world, "a", None).await;
    let verifier = Verifier::new();
    let named = world.clock.now();
    world.clock.advance(store::Store::BUDGET);
    show(&verifier, &world, &draft.key.reveal()).await.unwrap();
    world.open::<Keys>("a").revoke(draft.entry.id).await.unwrap();
    world.clock.advance(named.plus(REVOCATION_BOUND).since(world.clock.now()));
    show(&verifier, &world, &draft.key.reveal()).await.unwrap_err();
}

#[tokio::test]
async fn a_flood_of_bad_keys_is_no_flood_of_reads_and_drives_out_no_good_key() {
    let world = World::new();
    let key = create(&world, "a", None).await.key.reveal();
    let verifier = Verifier::new();
    show(&verifier, &world, &key).await.unwrap();
    let before = world.table.calls();
    for _ in 0..50 {
        show(&verifier, &world, &invented(7)).await.unwrap_err();
    }
    assert_eq!(world.table.calls(), before + 1, "one bad key is one read");
    for number in 0..1_100 {
        show(&verifier, &world, &invented(number)).await.unwrap_err();
    }
    let before = world.table.calls();
    show(&verifier, &world, &key).await.unwrap();
    assert_eq!(world.table.calls(), before, "the good key is still remembered");
    world.clock.advance(BELIEVED_ABSENT);
    show(&verifier, &world, &invented(1_099)).await.unwrap_err();
    assert_eq!(world.table.calls(), before + 1, "absence is believed for a short while only");
}

#[tokio::test]
async fn a_table_that_does_not_answer_is_no_refusal() {
    let world = World::new();
    let mut ports = world.ports();
    ports.table = None;
    let fault =
        Verifier::new().verify(&Grant::outside(ports), &headers(&[&format!("Bearer {}", invented(1))])).await;
    assert_eq!(fault.unwrap_err().code(), "internal");
}
