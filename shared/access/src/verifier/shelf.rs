//! A small memory with a lid: entries end after a while, and the oldest goes when there is no room.

use std::collections::HashMap;
use std::time::Duration;

use model::Time;

use crate::KeyId;

/// What was read of keys, and when.
pub(super) struct Shelf<V> {
    lifetime: Duration,
    room: usize,
    entries: HashMap<KeyId, (Time, V)>,
}

impl<V> Shelf<V> {
    pub(super) fn new(lifetime: Duration, room: usize) -> Self {
        Self { lifetime, room, entries: HashMap::new() }
    }

    /// What was read of `id`, if that is young enough.
    pub(super) fn get(&self, id: KeyId, now: Time) -> Option<&V> {
        let (read_at, value) = self.entries.get(&id)?;
        self.is_fresh(*read_at, now).then_some(value)
    }

    /// Remembers what was read at `now`: the moment before the read, so that the memory is never older than it seems.
    pub(super) fn put(&mut self, id: KeyId, now: Time, value: V) {
        if self.entries.len() >= self.room && !self.entries.contains_key(&id) {
            let oldest = self.entries.iter().min_by_key(|(_, (read_at, _))| *read_at).map(|(id, _)| *id);
            oldest.map(|id| self.entries.remove(&id));
        }
        self.entries.insert(id, (now, value));
    }

    /// A clock that was set back makes nothing young again.
    fn is_fresh(&self, read_at: Time, now: Time) -> bool {
        read_at <= now && now.since(read_at) < self.lifetime
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: usize) -> KeyId {
        format!("key_{number:08}").parse().unwrap()
    }

    #[test]
    fn an_entry_ends_and_a_clock_set_back_does_not_revive_it() {
        let mut shelf = Shelf::new(Duration::from_secs(5), 10);
        let read_at = Time::from_millis(100_000);
        shelf.put(id(1), read_at, "a");
        assert_eq!(shelf.get(id(1), Time::from_millis(104_999)), Some(&"a"));
        assert_eq!(shelf.get(id(1), Time::from_millis(105_000)), None);
        assert_eq!(shelf.get(id(1), Time::from_millis(99_999)), None);
    }

    #[test]
    fn the_oldest_goes_when_there_is_no_room() {
        let mut shelf = Shelf::new(Duration::from_hours(1), 3);
        for number in 0..5 {
            shelf.put(id(number), Time::from_millis(i64::try_from(number).unwrap()), number);
        }
        shelf.put(id(4), Time::from_millis(9), 44);
        let kept: Vec<_> = (0..5).filter_map(|number| shelf.get(id(number), Time::from_millis(9))).collect();
        assert_eq!(kept, [&2, &3, &44]);
    }
}
