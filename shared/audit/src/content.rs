//! Contents, and the assets that have them.

use std::collections::BTreeSet;

use contract::port::table::Item;

use crate::Invariant;
use crate::book::{Book, members, text};
use crate::finding::Wrong;
use crate::media::is_live;

/// How many assets a set of a content lists at most; who comes later is not listed.
const MOST: usize = 1_000;

/// Each content names live assets that have it, and each upload that is an asset is named.
pub(crate) fn audit(book: Book<'_>, wrong: &mut Wrong<'_>) {
    for (sha256, content) in book.partition("BLB").filter(|(sort, _)| !sort.contains('#')) {
        for words in named(book, sha256, content) {
            wrong.tell(Invariant::ContentCounted, book.key("BLB", sha256), words);
        }
    }
    for (id, asset) in book.partition("AST").filter(|(_, asset)| is_live(asset)) {
        // What renders make has an object of its own, counted or not.
        if text(asset, "upload").is_empty() {
            continue;
        }
        let content = book.get("BLB", text(asset, "sha256"));
        let counted = content.is_some_and(|content| {
            let [sharing, apart] =
                ["sharing", "apart"].map(|set| members(content, set).collect::<BTreeSet<_>>());
            sharing.contains(id) || apart.contains(id) || apart.len() >= MOST
        });
        if !counted {
            wrong.tell(Invariant::ContentCounted, book.key("AST", id), "its content does not name it");
        }
    }
}

/// What is wrong with the assets that a content names.
fn named(book: Book<'_>, sha256: &str, content: &Item) -> Vec<String> {
    let mut wrong = Vec::new();
    let (sharing, apart) = (members(content, "sharing"), members(content, "apart"));
    let all: Vec<_> = sharing.map(|id| (id, true)).chain(apart.map(|id| (id, false))).collect();
    if all.is_empty() {
        wrong.push("names no asset".to_owned());
    }
    for (id, shares) in all {
        let Some(asset) = book.get("AST", id).filter(|asset| is_live(asset)) else {
            wrong.push(format!("names {id}, which is not there"));
            continue;
        };
        if text(asset, "sha256") != sha256 {
            wrong.push(format!("names {id}, which has other bytes"));
        }
        if shares != (text(asset, "key") == text(content, "key")) {
            wrong.push(format!("names {id}, whose object is another than it tells"));
        }
    }
    wrong
}
