//! The rules of DynamoDB that a list of writes must keep, checked before either engine sees it.

use std::collections::BTreeSet;

use super::{Attr, Edit, TableError, Value, Write};

/// The most writes of one transaction (DynamoDB's quota).
const MAX_WRITES: usize = 100;

/// Refuses what DynamoDB would refuse as invalid: no or too many writes, one key twice, an attribute changed twice, a
/// change of the whole item beside others, an empty set.
pub fn check(writes: &[Write]) -> Result<(), TableError> {
    let invalid = |why: String| Err(TableError::Invalid(why));
    if writes.is_empty() || writes.len() > MAX_WRITES {
        return invalid(format!("a transaction has 1 to {MAX_WRITES} writes, not {}", writes.len()));
    }
    let mut keys = BTreeSet::new();
    for write in writes {
        if !keys.insert(&write.key) {
            return invalid(format!("{:?} is written twice", write.key));
        }
        check_edits(&write.edits).map_err(TableError::Invalid)?;
    }
    Ok(())
}

fn check_edits(edits: &[Edit]) -> Result<(), String> {
    let mut changed = BTreeSet::new();
    for edit in edits {
        match edit {
            Edit::Put(_) | Edit::Delete if edits.len() > 1 => {
                return Err("a put or a delete stands alone".to_owned());
            }
            Edit::Put(item) if item.values().any(is_empty_set) => return Err("an empty set".to_owned()),
            Edit::Set(_, value) if is_empty_set(value) => return Err("an empty set".to_owned()),
            _ => {}
        }
        if let Some(attr) = attribute(edit)
            && !changed.insert(attr)
        {
            return Err(format!("`{attr}` is changed twice"));
        }
    }
    Ok(())
}

fn attribute(edit: &Edit) -> Option<Attr> {
    match edit {
        Edit::Set(attr, _) | Edit::Add { attr, .. } | Edit::Unset(attr) => Some(*attr),
        Edit::Insert { set, .. } | Edit::Remove { set, .. } => Some(*set),
        Edit::Put(_) | Edit::Delete => None,
    }
}

fn is_empty_set(value: &Value) -> bool {
    matches!(value, Value::Set(members) if members.is_empty())
}
