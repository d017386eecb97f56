//! Where two lists may have different pixels.

use crate::{
    area::Area,
    list::{Group, Item},
};

/// How far ahead a draw that moved in the list is looked for.
const AHEAD: usize = 24;
/// More areas than this are joined: each of them walks the whole list.
const MOST_AREAS: usize = 12;
/// Two areas are joined when that adds fewer pixels than this.
const CHEAP: usize = 4096;

/// The areas outside of which two lists paint the same.
#[derive(Debug, Default)]
pub(crate) struct Damage {
    pub(crate) areas: Vec<Area>,
}

impl Damage {
    /// Between lists of a canvas. A pixel that no unmatched draw touches has the same draws in the same order in
    /// both, hence the same colour.
    pub(crate) fn between(old: &[Item], new: &[Item]) -> Self {
        let mut damage = Self::default();
        damage.lists(old, new);
        damage
    }

    /// Grows until each of `bound` is either inside of one area or outside of all.
    pub(crate) fn bind(&mut self, bound: &[Area]) {
        loop {
            let torn = |area: &Area| {
                bound.iter().find(|whole| whole.meets(*area) && !area.contains(**whole)).copied()
            };
            let Some((index, whole)) = self
                .areas
                .iter()
                .enumerate()
                .find_map(|(index, area)| torn(area).map(|whole| (index, whole)))
            else {
                return;
            };
            let area = self.areas.swap_remove(index);
            self.add(area.union(whole));
        }
    }

    fn lists(&mut self, mut old: &[Item], mut new: &[Item]) {
        loop {
            match (old, new) {
                ([], []) => return,
                ([gone, rest @ ..], []) => {
                    self.add(gone.bounds());
                    old = rest;
                }
                ([], [come, rest @ ..]) => {
                    self.add(come.bounds());
                    new = rest;
                }
                ([first, old_rest @ ..], [second, new_rest @ ..]) => {
                    if first == second || self.alike(first, second) {
                        (old, new) = (old_rest, new_rest);
                        continue;
                    }
                    let (skip_old, skip_new) = skips(old, new);
                    old[..skip_old].iter().chain(&new[..skip_new]).for_each(|item| self.add(item.bounds()));
                    (old, new) = (&old[skip_old..], &new[skip_new..]);
                }
            }
        }
    }

    /// Whether two groups differ only in what is inside of them; its damage is added then.
    fn alike(&mut self, old: &Item, new: &Item) -> bool {
        let (Item::Group(old), Item::Group(new)) = (old, new) else { return false };
        let outside = |group: &Group| (group.opacity, group.blend, group.clip.area);
        if outside(old) != outside(new) || old.clip.masks != new.clip.masks || old.backdrop != new.backdrop {
            return false;
        }
        let inner = Self::between(&old.items, &new.items);
        for area in inner.areas {
            self.add(area.intersect(old.clip.area));
        }
        true
    }

    fn add(&mut self, area: Area) {
        if area.is_empty() {
            return;
        }
        let mut area = area;
        // Each join may make the next one cheap.
        while let Some(index) = self
            .areas
            .iter()
            .position(|other| area.union(*other).pixels() <= area.pixels() + other.pixels() + CHEAP)
        {
            area = area.union(self.areas.swap_remove(index));
        }
        self.areas.push(area);
        if self.areas.len() > MOST_AREAS {
            self.join_cheapest();
        }
    }

    fn join_cheapest(&mut self) {
        let Some(last) = self.areas.pop() else { return };
        let growth = |other: &Area| last.union(*other).pixels().saturating_sub(other.pixels());
        if let Some(nearest) = self.areas.iter_mut().min_by_key(|other| growth(other)) {
            *nearest = nearest.union(last);
        }
    }
}

/// How many draws to pass over in each list until two are equal again: as few as possible.
fn skips(old: &[Item], new: &[Item]) -> (usize, usize) {
    let (most_old, most_new) = (old.len().min(AHEAD), new.len().min(AHEAD));
    for sum in 1..most_old + most_new {
        for skip_old in sum.saturating_sub(most_new - 1)..=sum.min(most_old - 1) {
            let skip_new = sum - skip_old;
            if old.get(skip_old) == new.get(skip_new) {
                return (skip_old, skip_new);
            }
        }
    }
    (1, 1)
}

#[cfg(test)]
mod tests;
