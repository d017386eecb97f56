//! A small stack that moves while it is read.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use cloud::{Listed, Listing, Row, Rows, Unreadable};
use contract::port::table::{Item, Key, Value};

use crate::source::Source;

/// The workspace of all of these items.
pub(crate) const WORKSPACE: &str = "wsp_a";

/// What happens right before the partition `pk` is read for the `count`-th time.
type Move = dyn Fn(&str, usize, &mut audit::Items) + Send + Sync;

/// A table, a bucket, and what happens meanwhile.
pub(crate) struct Stack {
    pub(crate) items: Mutex<audit::Items>,
    pub(crate) objects: Vec<Listed>,
    reads: Mutex<BTreeMap<String, usize>>,
    meanwhile: Box<Move>,
}

impl Stack {
    /// A stack that stands still.
    pub(crate) fn still(items: audit::Items) -> Self {
        Self::moving(items, |_, _, _| ())
    }

    /// A stack in which something happens before a partition is read.
    pub(crate) fn moving(
        items: audit::Items,
        meanwhile: impl Fn(&str, usize, &mut audit::Items) + Send + Sync + 'static,
    ) -> Self {
        let meanwhile = Box::new(meanwhile);
        Self { items: Mutex::new(items), objects: Vec::new(), reads: Mutex::default(), meanwhile }
    }

    /// How often a partition was read.
    pub(crate) fn reads(&self, pk: &str) -> usize {
        self.reads.lock().unwrap().get(pk).copied().unwrap_or(0)
    }

    fn items(&self) -> MutexGuard<'_, audit::Items> {
        self.items.lock().unwrap()
    }
}

/// Two rows a page, so that every reader has to go on.
fn page(rows: Vec<(Key, Item)>, after: Option<&Key>) -> Rows {
    let mut rest = rows.into_iter().filter(|(key, _)| after.is_none_or(|after| key > after));
    let rows: Vec<_> = rest.by_ref().take(2).map(|(key, item)| Row { key, item: Ok(item) }).collect();
    let next = rest.next().and(rows.last().map(|row| row.key.clone()));
    Rows { rows, next }
}

#[async_trait]
impl Source for Stack {
    async fn scan(&self, after: Option<Key>) -> Result<Rows, Unreadable> {
        let mut page = page(self.items().clone().into_iter().collect(), after.as_ref());
        for row in &mut page.rows {
            if matches!(&row.item, Ok(item) if item.contains_key("strange")) {
                row.item = Err("holds a list".to_owned());
            }
        }
        Ok(page)
    }

    async fn partition(&self, pk: &str, after: Option<Key>) -> Result<Rows, Unreadable> {
        if after.is_none() {
            let count = {
                let mut reads = self.reads.lock().unwrap();
                let count = reads.entry(pk.to_owned()).or_default();
                *count += 1;
                *count
            };
            (self.meanwhile)(pk, count, &mut self.items());
        }
        let items = self.items();
        let own = items.range(key(pk, "")..).take_while(|(key, _)| key.pk == pk);
        Ok(page(own.map(|(key, item)| (key.clone(), item.clone())).collect(), after.as_ref()))
    }

    async fn objects(&self, prefix: &str, _: Option<String>) -> Result<Listing<Listed>, Unreadable> {
        let found = self.objects.iter().filter(|object| object.key.starts_with(prefix)).cloned();
        Ok(Listing { found: found.collect(), next: None })
    }

    async fn folders(&self, prefix: &str, _: Option<String>) -> Result<Listing<String>, Unreadable> {
        let first = |key: &str| Some(format!("{prefix}{}/", key.strip_prefix(prefix)?.split_once('/')?.0));
        Ok(Listing {
            found: self.objects.iter().filter_map(|object| first(&object.key)).collect(),
            next: None,
        })
    }
}

pub(crate) fn key(pk: &str, sk: &str) -> Key {
    Key { pk: pk.to_owned(), sk: sk.to_owned() }
}

fn item(attributes: &[(&str, Value)]) -> Item {
    attributes.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

pub(crate) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// A workspace with a grant of 100 and `jobs` that hold 10 each and were just admitted.
pub(crate) fn admitted(jobs: &[&str]) -> audit::Items {
    let int = Value::Int;
    let held = 10 * i64::try_from(jobs.len()).unwrap();
    let holders = Value::Set(jobs.iter().map(|job| (*job).to_owned()).collect());
    let wallet = [("cap", int(100)), ("avail", int(100 - held)), ("held", int(held)), ("spent", int(0))];
    let mut items = audit::Items::from([
        (key("WAL#wsp_a", "CREDITS"), item(&wallet)),
        (key("LED#wsp_a", "GRT#g"), item(&[("kind", text("grant")), ("amount", int(100))])),
        (
            key("LAN#wsp_a", "render#usr_a"),
            item(&[("holders", holders), ("gdp", text("DUE#0")), ("gds", text("0000000000005"))]),
        ),
    ]);
    for job in jobs {
        let head = [
            ("status", text("queued")),
            ("version", int(1)),
            ("run", int(1)),
            ("lane", text("render")),
            ("user", text("usr_a")),
            ("slot", Value::Bool(true)),
            ("due", int(5)),
            ("gdp", text("DUE#0")),
            ("gds", text("0000000000005")),
            ("project", text("prj_a")),
            ("g1p", text("PJB#wsp_a#prj_a")),
            ("g1s", text(job)),
        ];
        let wallets = text(r#"[{"wallet":"CREDITS","amount":10}]"#);
        let hold = [("kind", text("hold")), ("amount", int(10)), ("wallets", wallets)];
        let run = format!("RUN#wsp_a#{job}");
        items.insert(key("JOB#wsp_a", job), item(&head));
        items.insert(key("LED#wsp_a", &format!("{job}#0hold")), item(&hold));
        items.insert(key(&run, "REQ"), Item::new());
        items.insert(key(&run, "E#00000001"), item(&[("version", int(1)), ("type", text("queued"))]));
    }
    items
}

/// What a settlement without an output writes.
pub(crate) fn settle(items: &mut audit::Items, job: &str) {
    let int = Value::Int;
    let close = [
        ("kind", text("release")),
        ("amount", int(10)),
        ("charged", int(0)),
        ("released", int(10)),
        ("wallets", text(r#"[{"wallet":"CREDITS","amount":0}]"#)),
        ("attempts", text("[]")),
    ];
    items.insert(key("LED#wsp_a", &format!("{job}#1close")), item(&close));
    let wallet = items.get_mut(&key("WAL#wsp_a", "CREDITS")).unwrap();
    for (name, by) in [("held", -10), ("avail", 10)] {
        let Some(Value::Int(figure)) = wallet.get_mut(name) else { panic!("{name}") };
        *figure += by;
    }
    let lane = items.get_mut(&key("LAN#wsp_a", "render#usr_a")).unwrap();
    let Some(Value::Set(holders)) = lane.get_mut("holders") else { panic!("holders") };
    holders.remove(job);
    let head = items.get_mut(&key("JOB#wsp_a", job)).unwrap();
    for name in ["due", "gdp", "gds"] {
        head.remove(name);
    }
    let end = [("status", text("failed")), ("version", int(2)), ("slot", Value::Bool(false))];
    head.extend(item(&end));
    head.extend(item(&[("ended_at", int(9)), ("problem", text("{}"))]));
    let event = item(&[("version", int(2)), ("type", text("failed"))]);
    items.insert(key(&format!("RUN#wsp_a#{job}"), "E#00000002"), event);
}

/// A commit that moves a head and does nothing else.
pub(crate) fn resume(items: &mut audit::Items, job: &str) {
    let head = items.get_mut(&key("JOB#wsp_a", job)).unwrap();
    let mut moved = 0;
    for name in ["version", "run"] {
        let Some(Value::Int(number)) = head.get_mut(name) else { panic!("{name}") };
        *number += 1;
        moved = moved.max(*number);
    }
    let event = item(&[("version", Value::Int(moved)), ("type", text("resumed"))]);
    items.insert(key(&format!("RUN#wsp_a#{job}"), &format!("E#{moved:08}")), event);
}
