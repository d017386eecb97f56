use super::*;
use crate::scoped::tests::{Fixture, store};

const ROUTE: &str = "sample";

fn key() -> IdempotencyKey {
    IdempotencyKey::parse("k-1").unwrap()
}

async fn begin(fixture: &Fixture, body: &str) -> Result<Begun, Fault> {
    let once = Once::new(fixture.store.clone());
    once.begin(ROUTE, &key(), &Digest::of(body), Duration::from_secs(10)).await
}

#[tokio::test]
async fn the_second_gets_the_answer_of_the_first() {
    let fixture = store();
    assert_eq!(begin(&fixture, "a").await.unwrap(), Begun::Ours);
    assert_eq!(begin(&fixture, "a").await.unwrap_err().code(), "idempotency-in-flight");
    let once = Once::new(fixture.store.clone());
    once.finish(ROUTE, &key(), &Digest::of("a"), serde_json::json!({ "id": 1 })).await.unwrap();
    assert_eq!(begin(&fixture, "a").await.unwrap(), Begun::Before(serde_json::json!({ "id": 1 })));
    assert_eq!(begin(&fixture, "b").await.unwrap_err().code(), "idempotency-mismatch");
}

#[tokio::test]
async fn an_owner_that_died_gives_the_key_up_and_a_day_frees_it() {
    let fixture = store();
    begin(&fixture, "a").await.unwrap();
    fixture.clock.advance(Duration::from_secs(11));
    assert_eq!(begin(&fixture, "a").await.unwrap(), Begun::Ours);
    fixture.clock.advance(KEPT);
    fixture.clock.advance(Duration::from_millis(1));
    assert_eq!(begin(&fixture, "another").await.unwrap(), Begun::Ours);
}

#[test]
fn a_key_is_visible_ascii() {
    for bad in ["", "a b", "ü", "a\n", &"x".repeat(256)] {
        assert_eq!(IdempotencyKey::parse(bad).unwrap_err().problem("").status, 400, "{bad:?}");
    }
    assert!(IdempotencyKey::parse(&"x".repeat(255)).is_ok());
}
