//! Guards and edits over a map: the meaning that `cloud::lower` must reproduce in expressions.

use std::collections::BTreeSet;

use contract::port::table::{Attr, Edit, Guard, Item, TableError, Value};

/// Whether `guard` holds for what is (or is not) there.
pub(super) fn holds(guard: &Guard, item: Option<&Item>) -> bool {
    let value = |attr: &Attr| item.and_then(|item| item.get(attr.0));
    let is_member = |set: &Attr, member: &String| match value(set) {
        Some(Value::Set(members)) => members.contains(member),
        _ => false,
    };
    match guard {
        Guard::Always => true,
        Guard::Absent => item.is_none(),
        Guard::Present => item.is_some(),
        Guard::Version(version) => value(&Attr("version"))
            .is_some_and(|value| i64::try_from(*version).is_ok_and(|v| *value == Value::Int(v))),
        Guard::AtLeast(attr, least) => matches!(value(attr), Some(Value::Int(number)) if number >= least),
        Guard::RoomFor { set, member, cap } => {
            *cap > 0
                && match value(set) {
                    None => true,
                    Some(Value::Set(members)) => members.len() < *cap && !members.contains(member),
                    Some(_) => false,
                }
        }
        Guard::Lacks { set, member } => !is_member(set, member),
        Guard::StatusIn(statuses) => {
            matches!(value(&Attr("status")), Some(Value::Text(word)) if statuses.iter().any(|s| s.word() == word))
        }
        Guard::Unset(attr) => value(attr).is_none(),
        Guard::Is(attr, expected) => value(attr) == Some(expected),
        Guard::Before(attr, time) => matches!(value(attr), Some(Value::Int(at)) if *at < time.millis()),
        Guard::Any(guards) => guards.iter().any(|guard| holds(guard, item)),
        Guard::All(guards) => guards.iter().all(|guard| holds(guard, item)),
    }
}

/// The item after `edits`; `None` when it is gone.
pub(super) fn apply(edits: &[Edit], item: Option<Item>) -> Result<Option<Item>, TableError> {
    match edits {
        [] => return Ok(item),
        [Edit::Put(item)] => return Ok(Some(item.clone())),
        [Edit::Delete] => return Ok(None),
        _ => {}
    }
    let mut item = item.unwrap_or_default();
    for edit in edits {
        change(&mut item, edit)?;
    }
    Ok(Some(item))
}

fn change(item: &mut Item, edit: &Edit) -> Result<(), TableError> {
    match edit {
        Edit::Put(_) | Edit::Delete => {
            return Err(TableError::Invalid("a put or a delete stands alone".to_owned()));
        }
        Edit::Set(attr, value) => {
            item.insert(attr.0.to_owned(), value.clone());
        }
        Edit::Unset(attr) => {
            item.remove(attr.0);
        }
        Edit::Add { attr, by, start } => {
            let before = match item.get(attr.0) {
                None => *start,
                Some(Value::Int(number)) => *number,
                Some(_) => return Err(wrong_type(*attr, "number")),
            };
            let sum = before.checked_add(*by).ok_or_else(|| wrong_type(*attr, "number that fits"))?;
            item.insert(attr.0.to_owned(), Value::Int(sum));
        }
        Edit::Insert { set, member } => {
            let mut members = take_set(item, *set)?;
            members.insert(member.clone());
            item.insert(set.0.to_owned(), Value::Set(members));
        }
        Edit::Remove { set, member } => {
            let mut members = take_set(item, *set)?;
            members.remove(member);
            if !members.is_empty() {
                item.insert(set.0.to_owned(), Value::Set(members));
            }
        }
    }
    Ok(())
}

fn take_set(item: &mut Item, attr: Attr) -> Result<BTreeSet<String>, TableError> {
    match item.remove(attr.0) {
        None => Ok(BTreeSet::new()),
        Some(Value::Set(members)) => Ok(members),
        Some(_) => Err(wrong_type(attr, "set")),
    }
}

fn wrong_type(attr: Attr, expected: &str) -> TableError {
    TableError::Invalid(format!("`{attr}` is no {expected}"))
}
