//! Batches: `HEAD` with `total`, and for each child `I#<index>` with its job or its problem.

use crate::Invariant;
use crate::book::{Book, number, text};
use crate::finding::Wrong;

pub(crate) fn audit(book: Book<'_>, wrong: &mut Wrong<'_>) {
    for batch in book.parents("BAT") {
        let mut children = 0;
        let mut total = None;
        for (sort, item) in book.under("BAT", batch) {
            let mut tell =
                |invariant, words| wrong.tell(invariant, book.key_under("BAT", batch, sort), words);
            match sort.split_once('#') {
                None if sort == "HEAD" => total = Some(number(item, "total")),
                Some(("R", _)) => {}
                Some(("I", _)) => {
                    children += 1;
                    let job = text(item, "job");
                    if !job.is_empty() && book.get("JOB", job).is_none() {
                        tell(Invariant::BatchAccounted, format!("names {job}, which is not there"));
                    }
                }
                _ => tell(Invariant::ItemKnown, "is no item of a batch".to_owned()),
            }
        }
        let head = book.key_under("BAT", batch, "HEAD");
        match total {
            None => wrong.tell(Invariant::NoOrphan, head, format!("{batch} has items and no head")),
            Some(total) if children > total => {
                let words = format!("was asked for {total} children and has {children}");
                wrong.tell(Invariant::BatchAccounted, head, words);
            }
            Some(_) => {}
        }
    }
}
