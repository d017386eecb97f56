//! A cache with a limit in bytes.

use std::{collections::HashMap, hash::Hash, sync::Arc};

/// Keeps values until their weights exceed a limit, then drops those not used for longest.
#[derive(Debug)]
pub(crate) struct Shelf<K, V> {
    kept: HashMap<K, Kept<V>>,
    weight: usize,
    limit: usize,
    uses: u64,
}

#[derive(Debug)]
struct Kept<V> {
    value: Arc<V>,
    weight: usize,
    used: u64,
}

impl<K: Hash + Eq + Clone, V> Shelf<K, V> {
    /// A cache of at most `limit` bytes.
    pub(crate) fn new(limit: usize) -> Self {
        Self { kept: HashMap::new(), weight: 0, limit, uses: 0 }
    }

    pub(crate) fn get(&mut self, key: &K) -> Option<Arc<V>> {
        self.uses += 1;
        let kept = self.kept.get_mut(key)?;
        kept.used = self.uses;
        Some(Arc::clone(&kept.value))
    }

    /// Keeps `value`, unless it alone is above a quarter of the limit.
    pub(crate) fn put(&mut self, key: K, value: &Arc<V>, weight: usize) {
        if weight > self.limit / 4 {
            return;
        }
        if self.weight + weight > self.limit {
            self.drop_oldest();
        }
        self.weight += weight;
        let kept = Kept { value: Arc::clone(value), weight, used: self.uses };
        if let Some(old) = self.kept.insert(key, kept) {
            self.weight -= old.weight;
        }
    }

    /// Halves the weight, so that a full cache is not sorted for every new value.
    fn drop_oldest(&mut self) {
        let mut uses: Vec<(u64, usize)> = self.kept.values().map(|kept| (kept.used, kept.weight)).collect();
        uses.sort_unstable();
        let mut left = self.weight;
        let mut newest_dropped = 0;
        for (used, weight) in uses {
            if left <= self.limit / 2 {
                break;
            }
            left -= weight;
            newest_dropped = used;
        }
        self.kept.retain(|_, kept| kept.used > newest_dropped);
        self.weight = self.kept.values().map(|kept| kept.weight).sum();
    }
}

#[cfg(test)]
mod tests;
