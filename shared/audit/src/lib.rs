//! The invariants of the spine over a whole table, by raw items: an independent reading of what `jobs` wrote.
//!
//! Money ([`money`]): `avail + held + spent = cap`; what is held are the holds without a close, what is spent are the closes; each
//! close has its hold. Logs ([`log`]): dense from 1 to the head's version, and telling the same story as the head, the checkpoints
//! and the attempts. Feeds ([`feed`]): each event once, word for word, none missing. Here: every holder of a slot is a job that
//! has not ended, heads are due exactly while they are open, and nothing is left without a job.

use std::collections::{BTreeMap, BTreeSet};

use contract::port::table::{Item, Key, Value};

mod feed;
mod log;
mod money;

type Items = BTreeMap<Key, Item>;

/// Everything that is wrong; empty when all is well.
pub fn audit(items: &Items) -> Vec<String> {
    let mut wrong = Vec::new();
    for workspace in workspaces(items) {
        let book = Book { items, workspace };
        money::audit(&book, &mut wrong);
        lanes(&book, &mut wrong);
        for (job, head) in book.partition("JOB") {
            due(job, head, &mut wrong);
            end(&book, job, head, &mut wrong);
            log::audit(&book, job, head, &mut wrong);
        }
        orphans(&book, &mut wrong);
        feed::audit(&book, &mut wrong);
    }
    wrong
}

/// The items of one workspace.
struct Book<'a> {
    items: &'a Items,
    workspace: &'a str,
}

impl<'a> Book<'a> {
    fn partition(&self, kind: &str) -> impl Iterator<Item = (&'a str, &'a Item)> + use<'a> {
        self.at(format!("{kind}#{}", self.workspace))
    }

    fn under(&self, job: &str) -> impl Iterator<Item = (&'a str, &'a Item)> + use<'a> {
        self.at(format!("RUN#{}#{job}", self.workspace))
    }

    fn at(&self, pk: String) -> impl Iterator<Item = (&'a str, &'a Item)> + use<'a> {
        let first = Key { pk: pk.clone(), sk: String::new() };
        let there = self.items.range(first..).take_while(move |(key, _)| key.pk == pk);
        there.map(|(key, item)| (key.sk.as_str(), item))
    }

    fn get(&self, kind: &str, sort: &str) -> Option<&'a Item> {
        self.items.get(&Key { pk: format!("{kind}#{}", self.workspace), sk: sort.to_owned() })
    }
}

fn workspaces(items: &Items) -> BTreeSet<&str> {
    let inside = ["FDX", "JOB", "WAL", "LAN", "LED", "RUN"];
    let of = |key: &'_ Key| -> Option<(usize, usize)> {
        let (kind, rest) = key.pk.split_once('#')?;
        let end = rest.find('#').unwrap_or(rest.len());
        inside.contains(&kind).then_some((kind.len() + 1, kind.len() + 1 + end))
    };
    items.keys().filter_map(|key| of(key).map(|(from, to)| &key.pk[from..to])).collect()
}

fn number(item: &Item, name: &str) -> i64 {
    match item.get(name) {
        Some(Value::Int(number)) => *number,
        _ => 0,
    }
}

fn text<'a>(item: &'a Item, name: &str) -> &'a str {
    match item.get(name) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

fn truth(item: &Item, name: &str) -> bool {
    item.get(name) == Some(&Value::Bool(true))
}

/// Nested data; null when there is none.
fn nested(item: &Item, name: &str) -> serde_json::Value {
    serde_json::from_str(text(item, name)).unwrap_or_default()
}

fn is_open(job: &Item) -> bool {
    matches!(text(job, "status"), "queued" | "running" | "in_doubt")
}

fn lanes(book: &Book<'_>, wrong: &mut Vec<String>) {
    let mut holders = BTreeSet::new();
    for (sort, lane) in book.partition("LAN") {
        let Some(Value::Set(members)) = lane.get("holders") else { continue };
        for member in members {
            if !holders.insert(member.as_str()) {
                wrong.push(format!("LAN {sort}: {member} holds two slots"));
            }
            let head = book.get("JOB", member);
            if !head.is_some_and(is_open) {
                wrong.push(format!("LAN {sort}: {member} holds a slot and has ended"));
            }
            if head.is_none_or(|head| sort != format!("{}#{}", text(head, "lane"), text(head, "user"))) {
                wrong.push(format!("LAN {sort}: {member} holds a slot of another's lane"));
            }
        }
    }
    for (job, head) in book.partition("JOB") {
        let slot = truth(head, "slot");
        if slot != holders.contains(job) {
            wrong.push(format!("{job}: its head says slot = {slot}, its lane says otherwise"));
        }
        if slot && text(head, "status") == "in_doubt" {
            wrong.push(format!("{job}: is in doubt and holds a slot"));
        }
    }
}

fn due(job: &str, head: &Item, wrong: &mut Vec<String>) {
    let due = ["due", "gdp", "gds"].map(|name| head.contains_key(name));
    if due != [is_open(head); 3] {
        wrong.push(format!("{job}: is {} and due {due:?}", text(head, "status")));
    }
    if is_open(head) && text(head, "gds") != format!("{:013}", number(head, "due")) {
        wrong.push(format!("{job}: is due at {} and found at {}", number(head, "due"), text(head, "gds")));
    }
}

fn end(book: &Book<'_>, job: &str, head: &Item, wrong: &mut Vec<String>) {
    let status = text(head, "status");
    let close = book.get("LED", &format!("{job}#1close"));
    if book.get("LED", &format!("{job}#0hold")).is_none() || close.is_some() == is_open(head) {
        wrong.push(format!("{job}: is {status} and its hold is not as it should be"));
    }
    if head.contains_key("ended_at") == is_open(head) {
        wrong.push(format!("{job}: is {status}, and the moment of its end says otherwise"));
    }
    let outputs = nested(head, "outputs").as_array().is_some_and(|outputs| !outputs.is_empty());
    if outputs != (status == "succeeded") {
        wrong.push(format!("{job}: is {status}, and its outputs say otherwise"));
    }
    if head.contains_key("problem") == (is_open(head) || status == "succeeded") {
        wrong.push(format!("{job}: is {status}, and its problem says otherwise"));
    }
    if status != "succeeded" && close.is_some_and(|close| number(close, "charged") != 0) {
        wrong.push(format!("{job}: is {status} and was charged"));
    }
}

fn orphans(book: &Book<'_>, wrong: &mut Vec<String>) {
    let prefix = format!("RUN#{}#", book.workspace);
    let parents: BTreeSet<_> = book.items.keys().filter_map(|key| key.pk.strip_prefix(&prefix)).collect();
    for job in parents {
        if book.get("JOB", job).is_none() {
            wrong.push(format!("{job}: has items and no head"));
        }
    }
}
