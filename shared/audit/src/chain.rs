//! Chains: `CHN` with what its owner says of it, and under `CHJ` the renders by position, `POS` with the last position that was
//! given, `M#<version>` with what was remembered.

use std::collections::BTreeMap;

use crate::Invariant;
use crate::book::{Book, number, text};
use crate::finding::Wrong;

pub(crate) fn audit(book: Book<'_>, wrong: &mut Wrong<'_>) {
    for (job, head) in book.partition("JOB").filter(|(_, head)| head.contains_key("chain")) {
        let (chain, position) = (text(head, "chain"), number(head, "chain_position"));
        let there = book.items.get(&book.key_under("CHJ", chain, &format!("{position:08}")));
        if there.is_none_or(|member| text(member, "job") != job) {
            let words = format!("is at {position} of {chain}, and the chain says otherwise");
            wrong.tell(Invariant::ChainTold, book.head(job), words);
        }
        if !book.items.contains_key(&book.key_under("CHN", text(head, "project"), chain)) {
            let words = format!("continues {chain}, which its project does not have");
            wrong.tell(Invariant::ChainTold, book.head(job), words);
        }
    }
    for chain in book.parents("CHJ") {
        under(book, chain, wrong);
    }
    for project in book.parents("CHN") {
        for (chain, item) in book.under("CHN", project) {
            let versions: BTreeMap<_, _> = versions(book, chain).collect();
            let latest = versions.keys().next_back().copied().unwrap_or(0);
            let learned = versions.get(&latest).copied().unwrap_or(0);
            let told = (number(item, "memory"), number(item, "learned"));
            if told != (latest, learned) || versions.len().try_into() != Ok(latest) {
                let words = format!(
                    "has {} versions of its memory, the last of {learned}, and says {told:?}",
                    versions.len()
                );
                wrong.tell(Invariant::MemoryOrdered, book.key_under("CHN", project, chain), words);
            }
        }
    }
}

/// What lies under one chain.
fn under(book: Book<'_>, chain: &str, wrong: &mut Wrong<'_>) {
    let mut given = 0;
    let mut taken = 0;
    for (sort, item) in book.under("CHJ", chain) {
        let mut tell = |invariant, words| wrong.tell(invariant, book.key_under("CHJ", chain, sort), words);
        match (sort.split('#').next(), sort.parse::<i64>()) {
            (Some("POS"), _) => given = number(item, "n"),
            (Some("M"), _) => {}
            (_, Ok(position)) => {
                taken = taken.max(position);
                let job = text(item, "job");
                let head = book.get("JOB", job);
                if head.is_none_or(|head| {
                    text(head, "chain") != chain || number(head, "chain_position") != position
                }) {
                    tell(Invariant::ChainTold, format!("is {job}, which says otherwise"));
                }
            }
            _ => tell(Invariant::ItemKnown, "is no item of a chain".to_owned()),
        }
    }
    if given < taken {
        let words = format!("has given {given} positions, and {taken} is taken");
        wrong.tell(Invariant::ChainTold, book.key_under("CHJ", chain, "POS"), words);
    }
    let mut before = 0;
    for (version, position) in versions(book, chain) {
        if position <= before {
            let words = format!("was left by {position}, and the version before it by {before}");
            let sort = format!("M#{version:08}");
            wrong.tell(Invariant::MemoryOrdered, book.key_under("CHJ", chain, &sort), words);
        }
        before = position;
    }
}

/// The versions of a chain's memory, in order, each with the position of the render that left it.
fn versions<'a>(book: Book<'a>, chain: &str) -> impl Iterator<Item = (i64, i64)> + use<'a> {
    let memories = book.under("CHJ", chain).filter_map(|(sort, item)| Some((sort.strip_prefix("M#")?, item)));
    memories.map(|(version, item)| (version.parse().unwrap_or(0), number(item, "position")))
}
