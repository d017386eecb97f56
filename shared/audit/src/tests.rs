//! What `jobs` cannot write yet, or never writes. `shared/jobs/src/tests/audit.rs` breaks what it does write.

use std::time::Duration;

use contract::port::table::{Item, Key, Value};
use model::Time;

use super::*;

fn key(pk: &str, sk: &str) -> Key {
    Key { pk: pk.to_owned(), sk: sk.to_owned() }
}

fn item(attributes: &[(&str, Value)]) -> Item {
    attributes.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn set(members: &[&str]) -> Value {
    Value::Set(members.iter().map(|member| (*member).to_owned()).collect())
}

/// A job that was admitted into the waiting line, with its money.
fn waiting() -> Items {
    let int = Value::Int;
    let wallet = [("cap", int(100)), ("avail", int(90)), ("held", int(10))];
    let wallets = text(r#"[{"wallet":"CREDITS","amount":10}]"#);
    let head = [
        ("status", text("queued")),
        ("version", int(1)),
        ("run", int(1)),
        ("lane", text("render")),
        ("user", text("usr_a")),
        ("slot", Value::Bool(false)),
        ("due", int(5)),
        ("gdp", text("DUE#0")),
        ("gds", text("0000000000005")),
        ("project", text("prj_a")),
        ("g1p", text("PJB#w#prj_a")),
        ("g1s", text("rnd_1")),
    ];
    Items::from([
        (key("WAL#w", "CREDITS"), item(&wallet)),
        (key("LED#w", "GRT#g"), item(&[("kind", text("grant")), ("amount", int(100))])),
        (
            key("LED#w", "rnd_1#0hold"),
            item(&[("kind", text("hold")), ("amount", int(10)), ("wallets", wallets)]),
        ),
        (key("JOB#w", "rnd_1"), item(&head)),
        (key("WAI#w", "render#usr_a#5#rnd_1"), Item::new()),
        (key("LAN#w", "render#usr_a"), item(&[("gdp", text("DUE#0")), ("gds", text("0000000000005"))])),
        (key("RUN#w#rnd_1", "REQ"), Item::new()),
        (key("RUN#w#rnd_1", "E#00000001"), item(&[("version", int(1)), ("type", text("queued"))])),
    ])
}

/// What is said after a change of [`waiting`].
fn told(change: impl FnOnce(&mut Items)) -> Vec<(Invariant, String)> {
    let mut items = waiting();
    change(&mut items);
    audit(&items).into_iter().map(|finding| (finding.invariant, finding.item.sk)).collect()
}

fn set_head(items: &mut Items, name: &str, value: Value) {
    items.get_mut(&key("JOB#w", "rnd_1")).unwrap().insert(name.to_owned(), value);
}

#[test]
fn a_finding_names_its_workspace_its_item_and_its_invariant() {
    let mut items = waiting();
    items.remove(&key("RUN#w#rnd_1", "REQ"));
    let finding = audit(&items).remove(0);
    assert_eq!((finding.workspace.as_str(), &finding.item), ("w", &key("JOB#w", "rnd_1")));
    assert_eq!(finding.to_string(), "JOB#w rnd_1: has no request (request-kept)");
}

#[test]
fn a_queued_job_without_a_slot_waits_at_one_place() {
    let waits = |sort: &str| (Invariant::WaitingLine, sort.to_owned());
    assert_eq!(told(|_| ()), []);
    assert_eq!(told(|items| drop(items.remove(&key("WAI#w", "render#usr_a#5#rnd_1")))), [waits("rnd_1")]);
    let twice = told(|items| drop(items.insert(key("WAI#w", "render#usr_a#6#rnd_1"), Item::new())));
    assert_eq!(twice, [waits("rnd_1")]);
    let elsewhere = told(|items| {
        items.remove(&key("WAI#w", "render#usr_a#5#rnd_1"));
        items.insert(key("WAI#w", "render#usr_b#5#rnd_1"), Item::new());
    });
    assert_eq!(elsewhere, [waits("render#usr_b#5#rnd_1")]);
    let nobody = told(|items| drop(items.insert(key("WAI#w", "render#usr_a#5#rnd_2"), Item::new())));
    assert_eq!(nobody, [waits("render#usr_a#5#rnd_2")]);
    let begun = told(|items| set_head(items, "started_at", Value::Int(3)));
    assert_eq!(begun, [waits("render#usr_a#5#rnd_1")]);
}

#[test]
fn a_feed_has_every_young_number_up_to_its_last() {
    const DAY: i64 = 24 * 60 * 60 * 1_000;
    // Entries of so many days of age, by number.
    let feed = |last: i64, entries: &[(i64, i64)]| {
        let now = 100 * DAY;
        let mut items = Items::new();
        items.insert(key("FDX#w", "HEAD"), item(&[("seq", Value::Int(last)), ("at", Value::Int(now))]));
        for (seq, age) in entries {
            let fed = now - age * DAY;
            let ttl = (fed + 8 * DAY) / 1_000;
            let entry =
                item(&[("seq", Value::Int(*seq)), ("fed", Value::Int(fed)), ("ttl", Value::Int(ttl))]);
            items.insert(key("FDX#w", &format!("E#{seq:016}")), entry);
        }
        let findings = spine(&items, "w", None);
        findings.into_iter().map(|finding| (finding.invariant, finding.item.sk)).collect::<Vec<_>>()
    };
    let gap = [(Invariant::FeedDense, "HEAD".to_owned())];
    assert_eq!(feed(3, &[(1, 2), (2, 1), (3, 0)]), []);
    assert_eq!(feed(3, &[(1, 2), (3, 0)]), gap);
    assert_eq!(feed(3, &[(1, 2), (2, 1)]), gap);
    assert_eq!(feed(3, &[(1, 2), (2, 1), (3, 0), (4, 0)]), gap);
    // Old ones go in any order.
    assert_eq!(feed(5, &[(2, 9), (4, 1), (5, 0)]), []);
    assert_eq!(feed(5, &[]), []);
    assert_eq!(feed(2, &[(1, 0), (2, 1)]), [(Invariant::FeedDense, "E#0000000000000002".to_owned())]);
}

#[test]
fn the_feed_is_not_ahead_of_a_job() {
    let fed = |version| {
        let mut items = waiting();
        items.insert(key("RUN#w#rnd_1", "FED"), item(&[("ver", Value::Int(version))]));
        let findings = under(&items, "w", "rnd_1", None);
        findings.into_iter().map(|finding| (finding.invariant, finding.item.sk)).collect::<Vec<_>>()
    };
    assert_eq!(fed(1), []);
    assert_eq!(fed(2), [(Invariant::FeedDense, "FED".to_owned())]);
}

#[test]
fn a_batch_has_no_more_children_than_it_was_asked_for_and_each_is_a_job() {
    let batch = |total, jobs: &[&str]| {
        told(|items| {
            items.insert(key("BAT#w#bat_1", "HEAD"), item(&[("total", Value::Int(total))]));
            items.insert(key("BAT#w#bat_1", "R#000000"), Item::new());
            for (index, job) in jobs.iter().enumerate() {
                items.insert(key("BAT#w#bat_1", &format!("I#{index:06}")), item(&[("job", text(job))]));
            }
        })
    };
    assert_eq!(batch(2, &["rnd_1"]), []);
    assert_eq!(batch(0, &["rnd_1"]), [(Invariant::BatchAccounted, "HEAD".to_owned())]);
    assert_eq!(batch(1, &["rnd_9"]), [(Invariant::BatchAccounted, "I#000000".to_owned())]);
    let headless = told(|items| drop(items.insert(key("BAT#w#bat_1", "I#000000"), Item::new())));
    assert_eq!(headless, [(Invariant::NoOrphan, "HEAD".to_owned())]);
}

#[test]
fn a_part_is_done_or_given_up_and_is_one_of_those_that_there_are() {
    let latch = |done: &[&str], failed: &[&str]| {
        let attributes = [("total", Value::Int(3)), ("done", set(done)), ("failed", set(failed))];
        told(|items| drop(items.insert(key("RUN#w#rnd_1", "L#01#ingest"), item(&attributes))))
    };
    let wrong = |sort: &str| vec![(Invariant::LatchSound, sort.to_owned())];
    assert_eq!(latch(&["1", "3"], &["2"]), []);
    assert_eq!(latch(&["1", "2"], &["2"]), wrong("L#01#ingest"));
    assert_eq!(latch(&["0"], &["2"]), wrong("L#01#ingest"));
    assert_eq!(latch(&["4"], &["2"]), wrong("L#01#ingest"));
    let part = told(|items| drop(items.insert(key("RUN#w#rnd_1", "P#01#ingest#000001"), Item::new())));
    assert_eq!(part, wrong("P#01#ingest#000001"));
    let later =
        told(|items| drop(items.insert(key("RUN#w#rnd_1", "L#02#x"), item(&[("total", Value::Int(1))]))));
    assert_eq!(later, wrong("L#02#x"));
}

/// A job that succeeded, as far as media are concerned, and what is said about its one object.
fn stored(change: impl FnOnce(&mut Items, &mut Shelf)) -> Vec<(Invariant, String)> {
    const KEY: &str = "media/w/rnd_1/01/0.png";
    let output = serde_json::json!([{ "asset": "ast_1", "key": KEY, "bytes": 5, "sha256": "aa" }]);
    let asset = [("key", text(KEY)), ("sha256", text("aa")), ("bytes", Value::Int(5))];
    let head = [("outputs", text(&output.to_string())), ("version", Value::Int(0))];
    let mut items = Items::from([
        (key("JOB#w", "rnd_1"), item(&head)),
        (key("AST#w", "ast_1"), item(&asset)),
        (key("RUN#w#rnd_1", "A#01"), Item::new()),
    ]);
    let now = Time::from_millis(100_000);
    let object = Object { bytes: 5, stored_at: Time::from_millis(0), sha256: Some("aa".to_owned()) };
    let mut shelf = Shelf { objects: [(KEY.to_owned(), object)].into(), now, grace: Duration::from_mins(1) };
    change(&mut items, &mut shelf);
    let of_media = [Invariant::OutputsStored, Invariant::MediaAccounted];
    let findings = audit_with(&items, &shelf).into_iter().filter(|found| of_media.contains(&found.invariant));
    findings.map(|finding| (finding.invariant, finding.item.sk)).collect()
}

#[test]
fn an_output_is_registered_and_lies_in_the_bucket_with_its_bytes() {
    let missing = vec![(Invariant::OutputsStored, "rnd_1".to_owned())];
    assert_eq!(stored(|_, _| ()), []);
    assert_eq!(stored(|_, shelf| shelf.objects.clear()), missing);
    let each = |change: fn(&mut Object)| stored(|_, shelf| shelf.objects.values_mut().for_each(change));
    assert_eq!(each(|object| object.bytes = 4), missing);
    assert_eq!(each(|object| object.sha256 = Some("bb".to_owned())), missing);
    assert_eq!(each(|object| object.sha256 = None), []);
    assert_eq!(stored(|items, _| drop(items.remove(&key("AST#w", "ast_1")))), missing);
    let theirs = stored(|items, _| {
        let outputs = text(r#"[{"asset":"ast_1","key":"media/v/rnd_1/01/0.png","bytes":5,"sha256":"aa"}]"#);
        items.get_mut(&key("JOB#w", "rnd_1")).unwrap().insert("outputs".to_owned(), outputs);
    });
    assert_eq!(theirs, missing);
}

#[test]
fn an_old_object_belongs_to_an_attempt() {
    let put = |name: &'static str, at| {
        stored(move |_, shelf| {
            let object = Object { bytes: 1, stored_at: Time::from_millis(at), sha256: None };
            shelf.objects.insert(name.to_owned(), object);
        })
    };
    let orphan = |name: &str| vec![(Invariant::MediaAccounted, name.to_owned())];
    for name in ["media/w/rnd_1/02/0.png", "media/w/rnd_9/01/0.png", "media/v/rnd_1/01/0.png"] {
        assert_eq!(put(name, 0), orphan(name));
        assert_eq!(put(name, 40_001), [], "{name} is young");
    }
    assert_eq!(put("media/w/rnd_1/01/1.png", 0), []);
    assert_eq!(put("elsewhere/x", 0), []);
}

/// Two uploads that share an object and a render's output that lies apart, and what is said about them.
fn counted(change: impl FnOnce(&mut Items, &mut Shelf)) -> Vec<(Invariant, String)> {
    const KEY: &str = "kept/original/w/upl_1.png";
    let upload = |name: &str| {
        item(&[("key", text(KEY)), ("sha256", text("aa")), ("bytes", Value::Int(5)), ("upload", text(name))])
    };
    let made = [("key", text("media/w/rnd_1/01/0.png")), ("sha256", text("aa")), ("job", text("rnd_1"))];
    let content = [("sharing", set(&["ast_1", "ast_2"])), ("apart", set(&["ast_3"])), ("key", text(KEY))];
    let mut items = Items::from([
        (key("AST#w", "ast_1"), upload("upl_1")),
        (key("AST#w", "ast_2"), upload("upl_2")),
        (key("AST#w", "ast_3"), item(&made)),
        (key("BLB#w", "aa"), item(&content)),
        (key("BLB#w", "V#ast_1"), item(&[("thumbhash", text("x"))])),
    ]);
    let now = Time::from_millis(100_000);
    let object = Object { bytes: 5, stored_at: Time::from_millis(0), sha256: None };
    let mut shelf = Shelf { objects: [(KEY.to_owned(), object)].into(), now, grace: Duration::from_mins(1) };
    change(&mut items, &mut shelf);
    let of_media = [Invariant::ContentCounted, Invariant::MediaAccounted];
    let findings = audit_with(&items, &shelf).into_iter().filter(|found| of_media.contains(&found.invariant));
    findings.map(|finding| (finding.invariant, finding.item.sk)).collect()
}

#[test]
fn a_content_names_live_assets_and_they_name_its_object() {
    let of = |sort: &str| vec![(Invariant::ContentCounted, sort.to_owned())];
    assert_eq!(counted(|_, _| ()), []);
    let with = |sort: &'static str, name: &'static str, value: Value| {
        counted(move |items, _| {
            let pk = if sort == "aa" { "BLB#w" } else { "AST#w" };
            items.get_mut(&key(pk, sort)).unwrap().insert(name.to_owned(), value);
        })
    };
    assert_eq!(with("aa", "apart", set(&["ast_3", "ast_4"])), of("aa"), "there is no such asset");
    assert_eq!(with("aa", "sharing", set(&["ast_1"])), of("ast_2"), "an upload is not counted");
    assert_eq!(with("ast_3", "expired_at", Value::Int(1)), of("aa"), "it has no bytes any more");
    assert_eq!(with("ast_3", "sha256", text("bb")), of("aa"));
    assert_eq!(counted(|items, _| drop(items.remove(&key("AST#w", "ast_3")))), of("aa"));
    let moved = with("ast_2", "key", text("kept/original/w/upl_2.png"));
    assert_eq!(moved, [of("aa"), of("ast_2")].concat());
}

#[test]
fn an_uploaded_object_belongs_to_an_asset_and_an_asset_to_its_object() {
    let lost = counted(|_, shelf| shelf.objects.clear());
    let without = |id: &str| (Invariant::ContentCounted, id.to_owned());
    assert_eq!(lost, [without("ast_1"), without("ast_2")]);
    for name in ["kept/original/w/upl_9.png", "kept/original/v/upl_9.png", "media/w/upl_9/original.png"] {
        let stray = counted(|_, shelf| {
            let object = Object { bytes: 5, stored_at: Time::from_millis(0), sha256: None };
            shelf.objects.insert(name.to_owned(), object);
        });
        assert_eq!(stray, [(Invariant::MediaAccounted, name.to_owned())]);
    }
}
