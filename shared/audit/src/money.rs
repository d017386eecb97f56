//! Wallets and ledger.

use std::collections::BTreeMap;

use contract::port::table::Item;

use crate::Invariant;
use crate::book::{Book, nested, number, text, truth};
use crate::finding::Wrong;

/// What the ledger says about a wallet.
#[derive(Default)]
struct Told {
    /// How many holds are open.
    jobs: i64,
    held: i64,
    spent: i64,
}

pub(crate) fn audit(book: Book<'_>, wrong: &mut Wrong<'_>) {
    let mut told: BTreeMap<String, Told> = BTreeMap::new();
    let mut granted = 0;
    for (sort, entry) in book.partition("LED") {
        if let Some(job) = sort.strip_suffix("#1close") {
            close(book, job, entry, wrong);
            for (wallet, amount) in parts(entry) {
                told.entry(wallet).or_default().spent += amount;
            }
        } else if let Some(job) = sort.strip_suffix("#0hold") {
            hold(book, job, entry, wrong);
            if book.get("LED", &format!("{job}#1close")).is_none() {
                for (wallet, amount) in parts(entry) {
                    let told = told.entry(wallet).or_default();
                    told.held += amount;
                    told.jobs += 1;
                }
            }
        } else if sort.starts_with("GRT#") && text(entry, "kind") == "grant" && number(entry, "amount") > 0 {
            granted += number(entry, "amount");
        } else {
            wrong.tell(Invariant::LedgerSound, book.key("LED", sort), "is no entry that there can be");
        }
    }
    wallets(book, &mut told, granted, wrong);
    for wallet in told.keys() {
        let sort = if wallet == "CREDITS" { wallet.clone() } else { format!("PRJ#{wallet}") };
        wrong.tell(Invariant::HeldIsOpenHolds, book.key("WAL", &sort), "is in the ledger and not there");
    }
}

fn wallets(book: Book<'_>, told: &mut BTreeMap<String, Told>, granted: i64, wrong: &mut Wrong<'_>) {
    let mut credits = 0;
    for (sort, wallet) in book.partition("WAL") {
        let mut tell = |invariant, words| wrong.tell(invariant, book.key("WAL", sort), words);
        let [cap, avail, held, spent] = ["cap", "avail", "held", "spent"].map(|name| number(wallet, name));
        if avail + held + spent != cap {
            tell(Invariant::WalletConserves, format!("{avail} + {held} + {spent} is not {cap}"));
        }
        let ledger = told.remove(sort.strip_prefix("PRJ#").unwrap_or(sort)).unwrap_or_default();
        if held != ledger.held {
            tell(Invariant::HeldIsOpenHolds, format!("holds {held}, and the open holds are {}", ledger.held));
        }
        let jobs = number(wallet, "jobs");
        if sort != "CREDITS" && jobs != ledger.jobs {
            let words = format!("counts {jobs} jobs, and {} holds are open", ledger.jobs);
            tell(Invariant::HeldIsOpenHolds, words);
        }
        if spent != ledger.spent {
            tell(Invariant::SpentIsCloses, format!("has spent {spent}, and the closes are {}", ledger.spent));
        }
        if sort == "CREDITS" {
            credits = cap;
        }
    }
    if credits != granted {
        let words = format!("the cap is {credits}, and {granted} was granted");
        wrong.tell(Invariant::CapIsGrants, book.key("WAL", "CREDITS"), words);
    }
}

fn hold(book: Book<'_>, job: &str, entry: &Item, wrong: &mut Wrong<'_>) {
    let mut tell = |invariant, words| wrong.tell(invariant, book.key("LED", &format!("{job}#0hold")), words);
    let amount = number(entry, "amount");
    let parts = parts(entry);
    if book.get("JOB", job).is_none() {
        tell(Invariant::OneClose, "is a hold without a job".to_owned());
    }
    if text(entry, "kind") != "hold" || number(entry, "charged") != 0 || number(entry, "released") != 0 {
        let words = format!("is a hold of the kind `{}` that closes something", text(entry, "kind"));
        tell(Invariant::LedgerSound, words);
    }
    if parts.first().is_none_or(|part| part.0 != "CREDITS") || parts.iter().any(|part| part.1 != amount) {
        tell(Invariant::LedgerSound, format!("is a hold of {amount} that is made of {parts:?}"));
    }
}

fn close(book: Book<'_>, job: &str, entry: &Item, wrong: &mut Wrong<'_>) {
    let mut tell = |invariant, words| wrong.tell(invariant, book.key("LED", &format!("{job}#1close")), words);
    let [amount, charged, released] = ["amount", "charged", "released"].map(|name| number(entry, name));
    let Some(hold) = book.get("LED", &format!("{job}#0hold")) else {
        tell(Invariant::OneClose, "is a close without a hold".to_owned());
        return;
    };
    if number(hold, "amount") != amount {
        tell(Invariant::LedgerSound, format!("closes {amount}, and {} is held", number(hold, "amount")));
    }
    if charged + released != amount || charged < 0 {
        tell(Invariant::LedgerSound, format!("{charged} and {released} are not {amount}"));
    }
    if truth(entry, "overrun") != (charged > amount) {
        let words = format!("charges {charged} of {amount}, and its overrun says otherwise");
        tell(Invariant::LedgerSound, words);
    }
    let kind = if charged == 0 {
        "release"
    } else if charged >= amount {
        "settle"
    } else {
        "split"
    };
    if text(entry, "kind") != kind {
        tell(Invariant::LedgerSound, format!("is a {} and should be a {kind}", text(entry, "kind")));
    }
    let expected: Vec<_> = parts(hold).into_iter().map(|(wallet, _)| (wallet, charged)).collect();
    if parts(entry) != expected {
        tell(Invariant::LedgerSound, format!("touches {:?}, not {expected:?}", parts(entry)));
    }
    let attempts = nested(entry, "attempts");
    let booked = attempts.as_array().into_iter().flatten().map(|cost| cost["booked_usd_micros"].as_i64());
    if booked.sum::<Option<i64>>() != Some(charged) {
        tell(Invariant::ChargeIsCost, format!("{charged} is not what its attempts cost: {attempts}"));
    }
}

fn parts(entry: &Item) -> Vec<(String, i64)> {
    let parts = nested(entry, "wallets");
    let each =
        |part: &serde_json::Value| Some((part["wallet"].as_str()?.to_owned(), part["amount"].as_i64()?));
    parts.as_array().into_iter().flatten().filter_map(each).collect()
}
