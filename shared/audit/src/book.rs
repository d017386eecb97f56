//! The items of one workspace, and how their attributes are read.

use std::collections::BTreeMap;

use contract::port::table::{Item, Key, Value};

/// Items by key, as they lie in the table.
pub type Items = BTreeMap<Key, Item>;

/// The items of one workspace.
#[derive(Clone, Copy)]
pub(crate) struct Book<'a> {
    pub(crate) items: &'a Items,
    pub(crate) workspace: &'a str,
}

impl<'a> Book<'a> {
    /// The name of an item of a kind that belongs to the workspace as a whole.
    pub(crate) fn key(&self, kind: &str, sort: &str) -> Key {
        Key { pk: format!("{kind}#{}", self.workspace), sk: sort.to_owned() }
    }

    /// The name of an item under a parent.
    pub(crate) fn key_under(&self, kind: &str, parent: &str, sort: &str) -> Key {
        Key { pk: format!("{kind}#{}#{parent}", self.workspace), sk: sort.to_owned() }
    }

    /// The name of a job's head.
    pub(crate) fn head(&self, job: &str) -> Key {
        self.key("JOB", job)
    }

    pub(crate) fn get(&self, kind: &str, sort: &str) -> Option<&'a Item> {
        self.items.get(&self.key(kind, sort))
    }

    pub(crate) fn partition(&self, kind: &str) -> impl Iterator<Item = (&'a str, &'a Item)> + use<'a> {
        self.at(format!("{kind}#{}", self.workspace))
    }

    pub(crate) fn under(
        &self,
        kind: &str,
        parent: &str,
    ) -> impl Iterator<Item = (&'a str, &'a Item)> + use<'a> {
        self.at(format!("{kind}#{}#{parent}", self.workspace))
    }

    /// The parents of a kind, such as the jobs under which something lies; each once, in order.
    pub(crate) fn parents(&self, kind: &str) -> Vec<&'a str> {
        let prefix = format!("{kind}#{}#", self.workspace);
        let first = Key { pk: prefix.clone(), sk: String::new() };
        let inside = self.items.range(first..).take_while(|(key, _)| key.pk.starts_with(&prefix));
        let mut parents: Vec<_> = inside.map(|(key, _)| &key.pk[prefix.len()..]).collect();
        parents.dedup();
        parents
    }

    fn at(&self, pk: String) -> impl Iterator<Item = (&'a str, &'a Item)> + use<'a> {
        let first = Key { pk: pk.clone(), sk: String::new() };
        let there = self.items.range(first..).take_while(move |(key, _)| key.pk == pk);
        there.map(|(key, item)| (key.sk.as_str(), item))
    }
}

/// A number; 0 when there is none.
pub(crate) fn number(item: &Item, name: &str) -> i64 {
    match item.get(name) {
        Some(Value::Int(number)) => *number,
        _ => 0,
    }
}

/// A text; empty when there is none.
pub(crate) fn text<'a>(item: &'a Item, name: &str) -> &'a str {
    match item.get(name) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

/// A truth; false when there is none.
pub(crate) fn truth(item: &Item, name: &str) -> bool {
    item.get(name) == Some(&Value::Bool(true))
}

/// The members of a set; none when there is no set.
pub(crate) fn members<'a>(item: &'a Item, name: &str) -> impl Iterator<Item = &'a str> {
    let set = match item.get(name) {
        Some(Value::Set(members)) => Some(members),
        _ => None,
    };
    set.into_iter().flatten().map(String::as_str)
}

/// Nested data; null when there is none.
pub(crate) fn nested(item: &Item, name: &str) -> serde_json::Value {
    serde_json::from_str(text(item, name)).unwrap_or_default()
}

/// Whether a job has not ended.
pub(crate) fn is_open(job: &Item) -> bool {
    matches!(text(job, "status"), "queued" | "running" | "in_doubt")
}
