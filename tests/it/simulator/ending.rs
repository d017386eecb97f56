//! What became of everything, and what must hold of it whatever happened before.

use std::collections::BTreeMap;
use std::time::Duration;

use contract::port::table::{Item, Value};
use serde_json::json;
use testkit::sim::Sim;

/// What a user can see of how it ended, without names and moments.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ending {
    /// Of each job: its status, the digests of its outputs, and the code of its problem.
    pub(super) jobs: Vec<(String, Vec<String>, String)>,
    /// Of each entry of the ledger: what it is, what was held and what was charged.
    pub(super) ledger: Vec<(String, i64, i64)>,
    /// Of each wallet: what is left, held and spent.
    pub(super) wallets: Vec<[i64; 3]>,
}

/// How long a world may take to come to rest.
const LIMIT: Duration = Duration::from_hours(48);

fn number(item: &Item, name: &str) -> i64 {
    match item.get(name) {
        Some(Value::Int(number)) => *number,
        _ => 0,
    }
}

fn text<'a>(item: &'a Item, name: &str) -> &'a str {
    match item.get(name) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

/// Lets `sim` come to rest and checks what must hold of it then: as [`settled`], and there is no dead letter.
pub(super) fn rest(sim: &Sim) -> Ending {
    let ending = settled(sim);
    // A tick of a schedule that nobody could take is nothing that is lost: the next one comes within a minute.
    let lost: Vec<_> = sim.dead_letters().into_iter().filter(|letter| !letter.ends_with(": {}")).collect();
    assert_eq!(lost, Vec::<String>::new());
    ending
}

/// Lets `sim` come to rest and checks what must hold of it whatever went wrong how often: all that was begun has ended, nothing is
/// held, nobody waits, the books are in order, another round of the sweepers changes nothing, and no message is dead but by bad
/// luck at each of its receives.
pub(super) fn settled(sim: &Sim) -> Ending {
    assert!(sim.rest(LIMIT), "it never comes to rest");
    let items = sim.items();
    assert_eq!(testkit::audit(&items), Vec::<String>::new());
    for (key, item) in &items {
        match key.pk.split('#').next().unwrap_or_default() {
            "JOB" => assert!(item.contains_key("ended_at"), "{key:?} has not ended: {item:?}"),
            "LAN" => assert!(!item.contains_key("holders"), "{key:?} holds slots: {item:?}"),
            "WAL" => assert_eq!(number(item, "held"), 0, "{key:?} holds money: {item:?}"),
            "WAI" => panic!("{key:?} waits: {item:?}"),
            _ => {}
        }
    }
    assert_eq!(sim.refused_letters(), Vec::<String>::new());
    sim.pace().run_until(Duration::from_mins(3), || false);
    assert!(sim.items() == items, "sweepers change what is at rest");
    ending(&items)
}

fn ending(items: &BTreeMap<contract::port::table::Key, Item>) -> Ending {
    let of = |kind: &'static str| {
        items
            .iter()
            .filter(move |(key, _)| key.pk.starts_with(kind))
            .map(|(key, item)| (key.sk.as_str(), item))
    };
    let digests = |item: &Item| -> Vec<String> {
        let outputs: serde_json::Value =
            serde_json::from_str(text(item, "outputs")).unwrap_or_else(|_| json!([]));
        outputs.as_array().into_iter().flatten().map(|output| output["sha256"].to_string()).collect()
    };
    let code = |item: &Item| -> String {
        let problem: serde_json::Value = serde_json::from_str(text(item, "problem")).unwrap_or_default();
        problem["code"].as_str().unwrap_or_default().to_owned()
    };
    let mut jobs: Vec<_> =
        of("JOB#").map(|(_, item)| (text(item, "status").to_owned(), digests(item), code(item))).collect();
    jobs.sort();
    let entry = |(sort, item): (&str, &Item)| {
        let what = sort.split_once('#').map_or(sort, |(_, what)| what);
        (what.to_owned(), number(item, "amount"), number(item, "charged"))
    };
    let mut ledger: Vec<_> = of("LED#").filter(|(sort, _)| !sort.starts_with("GRT#")).map(entry).collect();
    ledger.sort();
    let mut wallets: Vec<_> =
        of("WAL#").map(|(_, item)| ["avail", "held", "spent"].map(|name| number(item, name))).collect();
    wallets.sort_unstable();
    Ending { jobs, ledger, wallets }
}
