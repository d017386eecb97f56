//! The feed of a workspace: `HEAD` with `seq`, the number of the last entry, and entries `E#<seq>`.

use crate::Invariant;
use crate::book::{Book, number};
use crate::finding::Wrong;

pub(crate) fn audit(book: Book<'_>, wrong: &mut Wrong<'_>) {
    let mut numbers = Vec::new();
    for (sort, _) in book.partition("FDX").filter(|(sort, _)| *sort != "HEAD") {
        match sort.strip_prefix("E#").and_then(|number| number.parse::<i64>().ok()) {
            Some(number) => numbers.push(number),
            None => wrong.tell(Invariant::ItemKnown, book.key("FDX", sort), "is no entry of a feed"),
        }
    }
    let head = book.get("FDX", "HEAD");
    let last = head.map_or(0, |head| number(head, "seq"));
    // Entries below the oldest have had their time: DynamoDB removes them when it likes, in any order.
    let oldest = head.map_or(1, |head| number(head, "oldest")).max(1);
    numbers.retain(|number| *number >= oldest);
    // Keys come in order, and each once.
    if let Some(gap) = numbers.iter().copied().zip(oldest..).find(|(is, expected)| is != expected) {
        let words = format!("entry {} is missing, and entry {} is there", gap.1, gap.0);
        wrong.tell(Invariant::FeedDense, book.key("FDX", "HEAD"), words);
    } else if numbers.last().copied().unwrap_or(oldest - 1) != last {
        let found = numbers.last().copied().unwrap_or_default();
        let words = format!("says that {last} is the last entry, and the last entry is {found}");
        wrong.tell(Invariant::FeedDense, book.key("FDX", "HEAD"), words);
    }
}
