//! Wallets and ledger.

use std::collections::BTreeMap;

use contract::port::table::Item;

use super::{Book, nested, number, text, truth};

/// What the ledger says about a wallet.
#[derive(Default)]
struct Told {
    held: i64,
    spent: i64,
}

pub(super) fn audit(book: &Book<'_>, wrong: &mut Vec<String>) {
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
                    told.entry(wallet).or_default().held += amount;
                }
            }
        } else if sort.starts_with("GRT#") && text(entry, "kind") == "grant" && number(entry, "amount") > 0 {
            granted += number(entry, "amount");
        } else {
            wrong.push(format!("LED {sort}: is no entry that there can be"));
        }
    }
    wallets(book, &mut told, granted, wrong);
    for wallet in told.keys() {
        wrong.push(format!("WAL {wallet}: is in the ledger and not there"));
    }
}

fn wallets(book: &Book<'_>, told: &mut BTreeMap<String, Told>, granted: i64, wrong: &mut Vec<String>) {
    let mut credits = 0;
    for (sort, wallet) in book.partition("WAL") {
        let [cap, avail, held, spent] = ["cap", "avail", "held", "spent"].map(|name| number(wallet, name));
        if avail + held + spent != cap {
            wrong.push(format!("WAL {sort}: {avail} + {held} + {spent} is not {cap}"));
        }
        let ledger = told.remove(sort.strip_prefix("PRJ#").unwrap_or(sort)).unwrap_or_default();
        if held != ledger.held {
            wrong.push(format!("WAL {sort}: holds {held}, and the open holds are {}", ledger.held));
        }
        if spent != ledger.spent {
            wrong.push(format!("WAL {sort}: has spent {spent}, and the closes are {}", ledger.spent));
        }
        if sort == "CREDITS" {
            credits = cap;
        }
    }
    if credits != granted {
        wrong.push(format!("WAL CREDITS: the cap is {credits}, and {granted} was granted"));
    }
}

fn hold(book: &Book<'_>, job: &str, entry: &Item, wrong: &mut Vec<String>) {
    let amount = number(entry, "amount");
    let parts = parts(entry);
    if book.get("JOB", job).is_none() {
        wrong.push(format!("{job}: a hold without a job"));
    }
    if text(entry, "kind") != "hold" || number(entry, "charged") != 0 || number(entry, "released") != 0 {
        wrong.push(format!("{job}: its hold is a {} that closes something", text(entry, "kind")));
    }
    if parts.first().is_none_or(|part| part.0 != "CREDITS") || parts.iter().any(|part| part.1 != amount) {
        wrong.push(format!("{job}: its hold of {amount} is made of {parts:?}"));
    }
}

fn close(book: &Book<'_>, job: &str, entry: &Item, wrong: &mut Vec<String>) {
    let [amount, charged, released] = ["amount", "charged", "released"].map(|name| number(entry, name));
    let Some(hold) = book.get("LED", &format!("{job}#0hold")) else {
        wrong.push(format!("{job}: a close without a hold"));
        return;
    };
    if number(hold, "amount") != amount {
        wrong.push(format!("{job}: closes {amount} and holds {}", number(hold, "amount")));
    }
    if charged + released != amount || charged < 0 {
        wrong.push(format!("{job}: {charged} and {released} are not {amount}"));
    }
    if truth(entry, "overrun") != (charged > amount) {
        wrong.push(format!("{job}: charges {charged} of {amount}, and its overrun says otherwise"));
    }
    let kind = if charged == 0 {
        "release"
    } else if charged >= amount {
        "settle"
    } else {
        "split"
    };
    if text(entry, "kind") != kind {
        wrong.push(format!("{job}: its close is a {} and should be a {kind}", text(entry, "kind")));
    }
    let expected: Vec<_> = parts(hold).into_iter().map(|(wallet, _)| (wallet, charged)).collect();
    if parts(entry) != expected {
        wrong.push(format!("{job}: its close touches {:?}, not {expected:?}", parts(entry)));
    }
    let attempts = nested(entry, "attempts");
    let booked = attempts.as_array().into_iter().flatten().map(|cost| cost["booked_usd_micros"].as_i64());
    if booked.sum::<Option<i64>>() != Some(charged) {
        wrong.push(format!("{job}: {charged} is not what its attempts cost: {attempts}"));
    }
}

fn parts(entry: &Item) -> Vec<(String, i64)> {
    let parts = nested(entry, "wallets");
    let each =
        |part: &serde_json::Value| Some((part["wallet"].as_str()?.to_owned(), part["amount"].as_i64()?));
    parts.as_array().into_iter().flatten().filter_map(each).collect()
}
