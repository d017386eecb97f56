//! An item by itself: its size, and its money.

use contract::port::table::{Item, Key, Value};

use crate::Invariant;
use crate::finding::Wrong;

/// The most that any item may have: bytes of media lie in the bucket (`docs/keys.md`).
const MOST: usize = 64 * 1024;
/// The most that the head of a job may have: it is read and written all the time.
const MOST_OF_A_HEAD: usize = 2 * 1024;

/// The figures of a wallet, and which of them may be below zero: a charge above its hold takes more than there is.
const WALLET: [(&str, bool); 4] = [("cap", false), ("avail", true), ("held", false), ("spent", false)];
/// The figures of an entry of the ledger: a charge above its hold gives back less than nothing.
const ENTRY: [(&str, bool); 3] = [("amount", false), ("charged", false), ("released", true)];

pub(crate) fn audit(key: &Key, item: &Item, wrong: &mut Wrong<'_>) {
    let kind = key.pk.split('#').next().unwrap_or_default();
    let most = if kind == "JOB" { MOST_OF_A_HEAD } else { MOST };
    let bytes = size(key, item);
    if bytes > most {
        wrong.tell(
            Invariant::ItemSmall,
            key.clone(),
            format!("has {bytes} bytes, and at most {most} may be"),
        );
    }
    let figures: &[(&str, bool)] = match kind {
        "WAL" => &WALLET,
        "LED" => &ENTRY,
        _ => &[],
    };
    for (name, may_be_negative) in figures {
        // A figure that was never changed is absent, and counts as nothing.
        let Some(found) = item.get(*name) else { continue };
        if !matches!(found, Value::Int(figure) if *figure >= 0 || *may_be_negative) {
            let words = format!("its `{name}` is no sum of money: {found:?}");
            wrong.tell(Invariant::MoneyWhole, key.clone(), words);
        }
    }
}

/// What DynamoDB counts (Developer Guide, "DynamoDB item sizes and formats"): names and texts by their bytes in UTF-8, numbers
/// by about a byte for two digits and one more, truths as one.
fn size(key: &Key, item: &Item) -> usize {
    let own = "pk".len() + key.pk.len() + "sk".len() + key.sk.len();
    own + item.iter().map(|(name, value)| name.len() + size_of(value)).sum::<usize>()
}

fn size_of(value: &Value) -> usize {
    match value {
        Value::Bool(_) => 1,
        Value::Int(number) => {
            let digits = number.unsigned_abs().checked_ilog10().unwrap_or(0) as usize + 1;
            digits.div_ceil(2) + 1 + usize::from(*number < 0)
        }
        Value::Text(text) => text.len(),
        // A set has 3 bytes of its own, and one for each member.
        Value::Set(members) => 3 + members.iter().map(|member| member.len() + 1).sum::<usize>(),
    }
}

#[cfg(test)]
mod tests;
