//! The head of a job, beside its money, its slot and its log.

use contract::port::table::{Item, Key};

use crate::Invariant;
use crate::book::{Book, is_open, nested, number, text};
use crate::finding::Wrong;

pub(crate) fn audit(book: Book<'_>, job: &str, head: &Item, wrong: &mut Wrong<'_>) {
    let key = book.head(job);
    due(&key, head, wrong);
    end(book, job, head, wrong);
    own(book, job, head, wrong);
}

fn due(key: &Key, head: &Item, wrong: &mut Wrong<'_>) {
    let due = ["due", "gdp", "gds"].map(|name| head.contains_key(name));
    if due != [is_open(head); 3] {
        let words = format!("is {} and has due, gdp, gds: {due:?}", text(head, "status"));
        wrong.tell(Invariant::OpenIsDue, key.clone(), words);
    }
    if is_open(head) && text(head, "gds") != format!("{:013}", number(head, "due")) {
        let words = format!("is due at {} and found at {}", number(head, "due"), text(head, "gds"));
        wrong.tell(Invariant::OpenIsDue, key.clone(), words);
    }
}

fn end(book: Book<'_>, job: &str, head: &Item, wrong: &mut Wrong<'_>) {
    let mut tell = |invariant, words| wrong.tell(invariant, book.head(job), words);
    let status = text(head, "status");
    let close = book.get("LED", &format!("{job}#1close"));
    if book.get("LED", &format!("{job}#0hold")).is_none() || close.is_some() == is_open(head) {
        tell(Invariant::OneClose, format!("is {status}, and its hold is not as it should be"));
    }
    if head.contains_key("ended_at") == is_open(head) {
        tell(Invariant::EndTold, format!("is {status}, and the moment of its end says otherwise"));
    }
    let outputs = nested(head, "outputs").as_array().is_some_and(|outputs| !outputs.is_empty());
    if outputs != (status == "succeeded") {
        tell(Invariant::EndTold, format!("is {status}, and its outputs say otherwise"));
    }
    if head.contains_key("problem") == (is_open(head) || status == "succeeded") {
        tell(Invariant::EndTold, format!("is {status}, and its problem says otherwise"));
    }
    if status != "succeeded" && close.is_some_and(|close| number(close, "charged") != 0) {
        tell(Invariant::ChargeIsCost, format!("is {status} and was charged"));
    }
}

/// The index of a project's jobs is a partition of the workspace, and nobody else's.
fn own(book: Book<'_>, job: &str, head: &Item, wrong: &mut Wrong<'_>) {
    let expected = format!("PJB#{}#{}", book.workspace, text(head, "project"));
    if text(head, "g1p") != expected || text(head, "g1s") != job {
        let words = format!("is listed as {} of {}", text(head, "g1s"), text(head, "g1p"));
        wrong.tell(Invariant::OwnWorkspace, book.head(job), words);
    }
}
