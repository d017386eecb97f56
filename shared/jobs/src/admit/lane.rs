//! Slots: the set of a user's jobs that may run at once.

use std::collections::BTreeSet;

use super::{Edit, Fault, Guard, Head, Item, Kind, Lane, Level, Limit, Value};
use contract::port::table::Attr;
use store::Change;

use crate::key;

/// The jobs that hold a slot.
pub(crate) const HOLDERS: Attr = Attr("holders");

/// Takes a slot of `head`'s lane.
pub(super) fn take(head: &Head, slots: usize) -> Change {
    let member = head.job.to_string();
    let room = Guard::RoomFor { set: HOLDERS, member: member.clone(), cap: slots };
    Change::update(key::lane(head.lane, head.user), vec![Edit::Insert { set: HOLDERS, member }], room)
}

/// Gives the slot back; nothing happens when it is not held.
pub(crate) fn give_back(head: &Head) -> Change {
    let edit = Edit::Remove { set: HOLDERS, member: head.job.to_string() };
    Change::update(key::lane(head.lane, head.user), vec![edit], Guard::Always)
}

/// 429 when no slot is free, with the jobs that hold them.
pub(super) fn check(lane: Lane, slots: usize, item: Option<&Item>) -> Result<(), Fault> {
    let none = BTreeSet::new();
    let holders = match item.and_then(|item| item.get(HOLDERS.0)) {
        Some(Value::Set(holders)) => holders,
        _ => &none,
    };
    if holders.len() < slots {
        return Ok(());
    }
    let running = holders.iter().cloned().collect::<Vec<_>>().join(", ");
    let detail = format!(
        "All {slots} slots of the lane `{}` are taken ({running}). Wait for one of these to end and send the same request \
         again.",
        lane.word(),
    );
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let limit = Limit {
        id: lane.word().to_owned(),
        level: Level::Lane,
        cap: count(slots),
        held: count(holders.len()),
        spent: 0,
        needed: 1,
        resets_at: None,
    };
    Err(Fault::new(Kind::OverLimit, "slots-taken", detail).limit(limit).retry_after(5))
}
