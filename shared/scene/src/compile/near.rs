//! Names that somebody may have meant.

/// The names nearest to one, the nearest first: at most `most`, and none that is quite another word.
pub(crate) fn near<'n>(name: &str, names: impl Iterator<Item = &'n str>, most: usize) -> Vec<&'n str> {
    let wanted = name.to_lowercase();
    let farthest = (wanted.chars().count() / 3).max(1);
    let mut found: Vec<(usize, &str)> = names
        .filter_map(|known| {
            let lower = known.to_lowercase();
            let apart = distance(&wanted, &lower);
            let within =
                wanted.len() > 3 && (lower.contains(&wanted) || (lower.len() > 3 && wanted.contains(&lower)));
            (apart <= farthest || within).then_some((apart, known))
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().take(most).map(|(_, known)| known).collect()
}

/// How many characters must be put in, taken out or changed (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let changed = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[other.len()]
}
