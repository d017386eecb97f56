use std::sync::Arc;

use access::Verifier;
use async_trait::async_trait;
use contract::port::Table;
use contract::port::table::{Attr, Item, Key, Outcome, Page, Query, TableError, Value as Attribute, Write};
use contract::{Entry, Grant, Principal};
use http::HeaderValue;
use http::header::AUTHORIZATION;
use model::Role;
use serde_json::{Value, json};
use store::memory::{MemoryTable, Mishaps};
use testkit::{World, audit, perform};

use super::*;
use crate::BOOTSTRAP;

const GRANTED: i64 = 10_000_000;

fn world(local_users: &str, grant: &str) -> World {
    with(World::new(), local_users, grant)
}

fn with(world: World, local_users: &str, grant: &str) -> World {
    let settings = [("STAGE", "dev"), ("STARTING_GRANT", grant), ("LOCAL_USERS", local_users)];
    world.with_settings(BOOTSTRAP.spec.needs, &settings)
}

fn local() -> World {
    world("true", "10000000")
}

async fn invoke(world: &World, input: Value) -> Result<Value, Fault> {
    let report = perform(BOOTSTRAP, world.outside(), &input).await;
    assert_eq!(audit(&world.table.snapshot()), Vec::<String>::new());
    report
}

async fn refused(world: &World, input: Value) -> Value {
    let before = world.table.snapshot();
    let fault = invoke(world, input).await.expect_err("it is refused");
    assert_eq!(world.table.snapshot(), before, "a refusal writes nothing");
    serde_json::to_value(fault.problem("r")).unwrap()
}

async fn caller(world: &World, report: &Value) -> Principal {
    let shown = format!("Bearer {}", report["key"]["secret"].as_str().unwrap());
    let headers = [(AUTHORIZATION, HeaderValue::from_str(&shown).unwrap())].into_iter().collect();
    Verifier::new().verify(&world.outside(), &headers).await.unwrap()
}

/// What lies in the table: each item's kind and the first part of its sort key, without ids.
fn kinds(world: &World) -> Vec<String> {
    let part = |text: &str| text.split(['#', '_']).next().unwrap_or_default().to_owned();
    let word = |key: &Key| format!("{} {}", part(&key.pk), part(&key.sk));
    let mut kinds: Vec<_> = world.table.snapshot().keys().map(word).collect();
    kinds.sort();
    kinds
}

fn credits(world: &World, report: &Value) -> Option<Item> {
    let pk = format!("WAL#{}", report["workspace"].as_str().unwrap());
    world.table.snapshot().remove(&Key { pk, sk: "CREDITS".to_owned() })
}

fn owner(email: &str) -> Value {
    json!({ "action": "owner", "email": email })
}

fn user(email: &str) -> Value {
    json!({ "action": "user", "email": email })
}

#[tokio::test]
async fn the_first_owner_gets_everything_in_one_transaction() {
    let world = local();
    let report = invoke(&world, owner("Owner@Example.com")).await.unwrap();
    assert_eq!(report["created"], true);
    assert!(report["key"].get("expires_at").is_none());
    let caller = caller(&world, &report).await;
    assert_eq!(
        (json!(caller.user), json!(caller.workspace)),
        (report["user"].clone(), report["workspace"].clone())
    );
    assert_eq!((caller.role, caller.scopes), (Role::Owner, Scopes::of(Role::Owner)));
    let written = [
        "IDN IDN",
        "IDN IDN",
        "KEY KEY",
        "LED GRT",
        "PRJ prj",
        "WAL CREDITS",
        "WAL PRJ",
        "WSP KEY",
        "WSP KEYS",
        "WSP MBR",
        "WSP META",
    ];
    assert_eq!(kinds(&world), written);
    assert_eq!(credits(&world, &report).unwrap()["avail"], Attribute::Int(GRANTED));
}

#[tokio::test]
async fn ids_belong_to_the_address_and_to_nothing_else() {
    let one = invoke(&local(), owner("owner@example.com")).await.unwrap();
    let two = invoke(&local(), owner(" OWNER@example.com")).await.unwrap();
    let other = invoke(&local(), owner("other@example.com")).await.unwrap();
    assert_eq!((&one["user"], &one["workspace"]), (&two["user"], &two["workspace"]));
    assert_ne!(one["user"], other["user"]);
    assert_ne!(one["workspace"], other["workspace"]);
    let seed = store::Digest::of("urn:ferrotype:bootstrap\0owner@example.com");
    assert_eq!(one["workspace"], json!(WorkspaceId::derived(seed.as_str())));
}

#[tokio::test]
async fn there_is_one_owner() {
    for local_users in ["true", "false"] {
        let world = world(local_users, "0");
        invoke(&world, owner("owner@example.com")).await.unwrap();
        for email in ["owner@example.com", "other@example.com"] {
            let problem = refused(&world, owner(email)).await;
            assert_eq!((&problem["status"], &problem["code"]), (&json!(409), &json!("owner-exists")));
            assert!(problem["detail"].as_str().unwrap().contains("POST /v1/keys"));
        }
    }
}

/// What the refusal advises works: without the mark the same address gets another key to the same workspace.
#[tokio::test]
async fn an_owner_who_lost_every_key_comes_back() {
    let world = world("false", "10000000");
    let first = invoke(&world, owner("owner@example.com")).await.unwrap();
    let problem = refused(&world, owner("owner@example.com")).await;
    let detail = problem["detail"].as_str().unwrap();
    let pk = detail.split_whitespace().find(|word| word.starts_with("IDN#")).unwrap().to_owned();
    let mark = Key { pk, sk: "IDN".to_owned() };
    assert!(world.table.snapshot().contains_key(&mark));
    world.table.lose(&mark);
    let again = invoke(&world, owner("owner@example.com")).await.unwrap();
    assert_eq!((&again["workspace"], &again["created"]), (&first["workspace"], &json!(false)));
    assert_ne!(again["key"]["secret"], first["key"]["secret"]);
    assert_eq!(credits(&world, &again).unwrap()["cap"], Attribute::Int(GRANTED), "no second grant");
}

#[tokio::test]
async fn without_a_starting_grant_no_money_is_made() {
    let world = world("false", "0");
    let report = invoke(&world, owner("owner@example.com")).await.unwrap();
    assert_eq!(credits(&world, &report), None);
    assert!(!kinds(&world).iter().any(|kind| kind.starts_with("LED")));
    caller(&world, &report).await;
}

#[tokio::test]
async fn users_and_reissues_are_for_local_deployments() {
    let world = world("false", "0");
    invoke(&world, owner("owner@example.com")).await.unwrap();
    let reissue = json!({ "action": "owner", "email": "owner@example.com", "reissue": true });
    for input in [user("user@example.com"), reissue] {
        let problem = refused(&world, input).await;
        assert_eq!((&problem["status"], &problem["code"]), (&json!(403), &json!("local-users-off")));
    }
}

#[tokio::test]
async fn a_reissue_is_another_key_for_the_owner_and_for_nobody_else() {
    let world = local();
    let reissue = |email: &str| json!({ "action": "owner", "email": email, "reissue": true });
    let first = invoke(&world, reissue("owner@example.com")).await.unwrap();
    assert_eq!(first["created"], true, "where there is no owner it makes one");
    let again = invoke(&world, reissue("owner@example.com")).await.unwrap();
    assert_eq!((&again["user"], &again["created"]), (&first["user"], &json!(false)));
    assert_ne!(again["key"]["id"], first["key"]["id"]);
    assert_eq!(caller(&world, &first).await.workspace, caller(&world, &again).await.workspace);
    assert_eq!(credits(&world, &again).unwrap()["cap"], Attribute::Int(GRANTED), "no second grant");
    assert_eq!(refused(&world, reissue("other@example.com")).await["code"], "owner-exists");
    assert_eq!(refused(&world, owner("owner@example.com")).await["code"], "owner-exists");
}

#[tokio::test]
async fn a_user_has_a_workspace_of_their_own() {
    let world = local();
    let owner = invoke(&world, owner("owner@example.com")).await.unwrap();
    let report = invoke(&world, user("user@example.com")).await.unwrap();
    assert_eq!(report["created"], true);
    assert_ne!(report["workspace"], owner["workspace"]);
    assert_eq!(json!(caller(&world, &report).await.workspace), report["workspace"]);
    assert_eq!(credits(&world, &report).unwrap()["avail"], Attribute::Int(GRANTED));
}

#[tokio::test]
async fn money_is_what_was_given_or_the_starting_grant_once() {
    let world = local();
    let given =
        |email: &str, amount: i64| json!({ "action": "user", "email": email, "grant_usd_micros": amount });
    let rich = invoke(&world, given("rich@example.com", 25_000)).await.unwrap();
    assert_eq!(credits(&world, &rich).unwrap()["cap"], Attribute::Int(25_000));
    let poor = invoke(&world, given("poor@example.com", 0)).await.unwrap();
    assert_eq!(credits(&world, &poor), None);
    let known = invoke(&world, user("rich@example.com")).await.unwrap();
    assert_eq!((&known["user"], &known["created"]), (&rich["user"], &json!(false)));
    assert_eq!(credits(&world, &rich).unwrap()["cap"], Attribute::Int(25_000));
    invoke(&world, given("rich@example.com", 5_000)).await.unwrap();
    assert_eq!(credits(&world, &rich).unwrap()["cap"], Attribute::Int(30_000));
    for amount in [-1, UsdMicros::MAX.get() + 1] {
        let problem = refused(&world, given("rich@example.com", amount)).await;
        assert_eq!((&problem["status"], &problem["pointer"]), (&json!(422), &json!("/grant_usd_micros")));
    }
}

#[tokio::test]
async fn a_user_may_become_the_owner() {
    let world = local();
    let before = invoke(&world, user("owner@example.com")).await.unwrap();
    let after = invoke(&world, owner("owner@example.com")).await.unwrap();
    assert_eq!((&after["workspace"], &after["created"]), (&before["workspace"], &json!(false)));
    assert_eq!(refused(&world, owner("other@example.com")).await["code"], "owner-exists");
}

#[tokio::test]
async fn bad_input_is_named() {
    let world = local();
    for email in ["", "owner", "a b@c"] {
        let problem = refused(&world, owner(email)).await;
        assert_eq!((&problem["status"], &problem["pointer"]), (&json!(422), &json!("/email")), "{email}");
    }
    for input in [json!({}), json!({ "action": "destroy" }), json!({ "action": "owner" }), json!([])] {
        assert_eq!(refused(&world, input.clone()).await["status"], 400, "{input}");
    }
}

#[tokio::test]
async fn mishaps_of_the_table_make_one_owner_or_none() {
    let lost = with(World::with(Mishaps::one_lost_answer()), "true", "10000000");
    let report = invoke(&lost, owner("owner@example.com")).await.unwrap();
    assert_eq!(credits(&lost, &report).unwrap()["cap"], Attribute::Int(GRANTED));
    caller(&lost, &report).await;
    let contended = with(World::with(Mishaps::conflicts(10_000)), "true", "10000000");
    assert_eq!(refused(&contended, owner("owner@example.com")).await["code"], "contended");
    assert!(contended.table.snapshot().is_empty());
}

/// Whoever dies at the commit leaves nothing, or all of a workspace: its default project is never there without a wallet.
#[tokio::test]
async fn a_crash_leaves_a_workspace_whole_and_the_next_call_finds_it() {
    let world = with(World::with(Mishaps::silence(1_000)), "true", "10000000");
    let fault = invoke(&world, user("user@example.com")).await.expect_err("nobody hears that it was done");
    assert_eq!(fault.code(), "unavailable");
    let there = kinds(&world);
    assert!(["PRJ prj", "WAL PRJ"].map(String::from).iter().all(|kind| there.contains(kind)), "{there:?}");
    world.table.plan(Mishaps::none());
    let again = invoke(&world, user("user@example.com")).await.unwrap();
    assert_eq!(again["created"], false);
    assert_eq!(credits(&world, &again).unwrap()["cap"], Attribute::Int(GRANTED), "no second grant");
    caller(&world, &again).await;
}

/// A table that lets others come between a read and what is made of it.
struct Courteous(Arc<MemoryTable>);

#[async_trait]
impl Table for Courteous {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, TableError> {
        let found = self.0.get(keys).await;
        tokio::task::yield_now().await;
        found
    }

    async fn query(&self, query: &Query) -> Result<Page, TableError> {
        self.0.query(query).await
    }

    async fn write(&self, write: &Write) -> Result<Outcome, TableError> {
        self.0.write(write).await
    }

    async fn count(&self, key: &Key, attr: Attr) -> Result<u64, TableError> {
        self.0.count(key, attr).await
    }

    async fn transact(&self, token: u128, writes: &[Write]) -> Result<Outcome, TableError> {
        self.0.transact(token, writes).await
    }
}

/// Two invocations that both find nobody: the identity's guard lets one found the workspace, the other gets a key to it.
#[tokio::test]
async fn two_at_once_found_one_workspace() {
    let world = local();
    let mut ports = world.ports();
    ports.table = Some(Arc::new(Courteous(world.table.clone())));
    let grant = Grant::outside(ports);
    let Entry::Duty(call) = BOOTSTRAP.entry else { panic!("it is a duty") };
    let input = || bytes::Bytes::from(user("user@example.com").to_string());
    let (one, two) = tokio::join!(call(grant.clone(), input()), call(grant, input()));
    let read =
        |report: Result<bytes::Bytes, Fault>| serde_json::from_slice::<Value>(&report.unwrap()).unwrap();
    let (one, two) = (read(one), read(two));
    assert_eq!(one["workspace"], two["workspace"]);
    assert_ne!(one["key"]["id"], two["key"]["id"]);
    assert_ne!(one["created"], two["created"]);
    assert_eq!(credits(&world, &one).unwrap()["cap"], Attribute::Int(GRANTED));
    assert_eq!(audit(&world.table.snapshot()), Vec::<String>::new());
}

#[test]
fn every_setting_is_declared() {
    let names: Vec<_> = BOOTSTRAP.spec.needs().map(|need| need.setting().name).collect();
    assert_eq!(names, ["TABLE_NAME", "STAGE", "STARTING_GRANT", "LOCAL_USERS"]);
}
