//! Names that somebody may have meant.

use super::SHELVES;

/// The names nearest to one that nobody has, the nearest first.
pub(super) fn names(name: &str, most: usize) -> Vec<String> {
    let (prefix, wanted) = name.split_once(':').unwrap_or(("", name));
    let all = SHELVES.names();
    let mut near: Vec<(usize, &str)> = all
        .lines()
        .filter_map(|known| {
            let (set, icon) = known.split_once(':')?;
            let far = distance(wanted, icon, 4)? * 4 + shared_words_missing(wanted, icon);
            // A typing error in the name of the set is as likely as another set of the same icon.
            Some((far + if set == prefix { 0 } else { 2 + distance(prefix, set, 3).unwrap_or(3) }, known))
        })
        .collect();
    near.sort_unstable();
    near.into_iter().take(most).map(|(_, name)| name.to_owned()).collect()
}

fn shared_words_missing(wanted: &str, icon: &str) -> usize {
    wanted.split('-').filter(|word| !icon.split('-').any(|other| other == *word)).count()
}

/// How many letters must be put in, taken out, changed or exchanged with their neighbour, if at most so many.
///
/// The optimal string alignment distance (Damerau 1964, Levenshtein 1966).
fn distance(one: &str, other: &str, most: usize) -> Option<usize> {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    let mut before_last = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, second) in other.iter().enumerate() {
            let mut least = (last[column] + usize::from(letter != second))
                .min(last[column + 1] + 1)
                .min(next[column] + 1);
            if row > 0 && column > 0 && *letter == other[column - 1] && one[row - 1] == *second {
                least = least.min(before_last[column - 1] + 1);
            }
            next.push(least);
        }
        if next.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
        before_last = std::mem::replace(&mut last, next);
    }
    last.last().copied().filter(|distance| *distance <= most)
}
