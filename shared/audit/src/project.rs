//! Projects and their wallets: `PRJ` `<prj>` and `GONE#<prj>`, `WAL` `PRJ#<prj>`.

use crate::Invariant;
use crate::book::{Book, truth};
use crate::finding::Wrong;

pub(crate) fn audit(book: Book<'_>, wrong: &mut Wrong<'_>) {
    for (sort, wallet) in book.partition("WAL") {
        let Some(project) = sort.strip_prefix("PRJ#") else { continue };
        let mut tell = |invariant, words: String| wrong.tell(invariant, book.key("WAL", sort), words);
        let there = book.get("PRJ", project);
        let gone = book.get("PRJ", &format!("GONE#{project}")).is_some();
        if there.is_some() == gone {
            let words = if gone { "is there and gone" } else { "is nowhere" };
            tell(Invariant::ProjectKept, format!("belongs to a project that {words}"));
        }
        let spends_nothing = gone || there.is_some_and(|there| there.contains_key("archived_at"));
        if truth(wallet, "closed") != spends_nothing {
            let words = if spends_nothing {
                "is open, and its project spends nothing"
            } else {
                "is closed, and its project is open"
            };
            tell(Invariant::ArchiveIsClosed, words.to_owned());
        }
    }
    for (sort, project) in book.partition("PRJ") {
        let id = sort.strip_prefix("GONE#").unwrap_or(sort);
        let spends_nothing = id != sort || project.contains_key("archived_at");
        if spends_nothing && book.get("WAL", &format!("PRJ#{id}")).is_none() {
            let words = "spends nothing, and has no wallet that says so".to_owned();
            wrong.tell(Invariant::ArchiveIsClosed, book.key("PRJ", sort), words);
        }
    }
}
