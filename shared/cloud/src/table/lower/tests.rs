use std::collections::BTreeMap;

use contract::port::table::{Attr, Item, Key};
use model::{Status, Time};

use super::*;

const AVAIL: Attr = Attr("avail");
const HOLDERS: Attr = Attr("holders");

fn key() -> Key {
    Key { pk: "P".to_owned(), sk: "S".to_owned() }
}

/// A map of aliases in order, as `alias=meaning`.
fn aliases(terms: &Terms) -> String {
    let names = terms.names.iter().flatten().map(|(alias, attr)| (alias.clone(), attr.clone()));
    let values = terms.values.iter().flatten().map(|(alias, value)| (alias.clone(), short(value)));
    let all: BTreeMap<_, _> = names.chain(values).collect();
    all.iter().map(|(alias, meaning)| format!("{alias}={meaning}")).collect::<Vec<_>>().join(" ")
}

fn short(value: &AttributeValue) -> String {
    match value {
        AttributeValue::N(digits) => digits.clone(),
        AttributeValue::S(text) => format!("'{text}'"),
        AttributeValue::Ss(members) => format!("{members:?}"),
        AttributeValue::Bool(truth) => truth.to_string(),
        other => format!("{other:?}"),
    }
}

fn guarded(guard: Guard) -> Terms {
    lower(&Write::delete(key(), guard)).terms
}

fn room(cap: usize) -> Guard {
    Guard::RoomFor { set: HOLDERS, member: "j1".to_owned(), cap }
}

fn lacks() -> Guard {
    Guard::Lacks { set: HOLDERS, member: "j1".to_owned() }
}

#[test]
fn every_guard_has_its_text() {
    const OPEN: &[Status] = &[Status::Queued, Status::InDoubt];
    for (guard, text, meaning) in [
        (Guard::Absent, "attribute_not_exists(#pk)", "#pk=pk"),
        (Guard::Present, "attribute_exists(#pk)", "#pk=pk"),
        (Guard::Version(7), "#version = :v0", "#version=version :v0=7"),
        (Guard::AtLeast(AVAIL, -5), "#avail >= :v0", "#avail=avail :v0=-5"),
        (
            room(2),
            "attribute_not_exists(#holders) OR (attribute_type(#holders, :v0) AND size(#holders) < :v1 \
             AND NOT contains(#holders, :v2))",
            "#holders=holders :v0='SS' :v1=2 :v2='j1'",
        ),
        (
            lacks(),
            "NOT attribute_type(#holders, :v0) OR NOT contains(#holders, :v1)",
            "#holders=holders :v0='SS' :v1='j1'",
        ),
        (Guard::StatusIn(OPEN), "#status IN (:v0, :v1)", "#status=status :v0='queued' :v1='in_doubt'"),
        (Guard::Unset(AVAIL), "attribute_not_exists(#avail)", "#avail=avail"),
        (Guard::Is(AVAIL, Value::Int(1)), "#avail = :v0", "#avail=avail :v0=1"),
        (Guard::Is(AVAIL, Value::Bool(false)), "#avail = :v0", "#avail=avail :v0=false"),
        (Guard::Before(Attr("exp"), Time::from_millis(9)), "#exp < :v0", "#exp=exp :v0=9"),
    ] {
        let terms = guarded(guard.clone());
        assert_eq!(terms.condition.as_deref(), Some(text), "{guard:?}");
        assert_eq!(aliases(&terms), meaning, "{guard:?}");
    }
}

#[test]
fn joined_guards_keep_their_order_and_get_the_parentheses_that_they_need() {
    let open = Guard::All(vec![
        Guard::Unset(Attr("closed")),
        Guard::Any(vec![Guard::Unset(AVAIL), Guard::AtLeast(AVAIL, 3)]),
    ]);
    let text = "attribute_not_exists(#closed) AND (attribute_not_exists(#avail) OR #avail >= :v0)";
    assert_eq!(guarded(open).condition.as_deref(), Some(text));

    let alone = Guard::All(vec![Guard::Any(vec![Guard::All(vec![Guard::Present])])]);
    assert_eq!(guarded(alone).condition.as_deref(), Some("attribute_exists(#pk)"));
}

#[test]
fn what_never_holds_is_a_contradiction_without_unused_aliases() {
    let empty_set = Guard::Is(HOLDERS, Value::Set([].into()));
    for never in [
        Guard::Any(vec![]),
        Guard::StatusIn(&[]),
        empty_set,
        room(0),
        Guard::All(vec![Guard::Version(1), room(0)]),
        Guard::Any(vec![room(0), Guard::Any(vec![])]),
    ] {
        let terms = guarded(never.clone());
        let text = "attribute_exists(#pk) AND attribute_not_exists(#pk)";
        assert_eq!(terms.condition.as_deref(), Some(text), "{never:?}");
        assert_eq!(aliases(&terms), "#pk=pk", "{never:?}");
    }
}

#[test]
fn what_always_holds_is_no_condition() {
    for always in [
        Guard::Always,
        Guard::All(vec![]),
        Guard::All(vec![Guard::Always, Guard::All(vec![])]),
        Guard::Any(vec![Guard::Version(1), Guard::Always]),
    ] {
        let none = Terms { condition: None, names: None, values: None };
        assert_eq!(guarded(always.clone()), none, "{always:?}");
    }
}

#[test]
fn what_is_decided_drops_out_of_what_is_not() {
    let any = Guard::Any(vec![room(0), Guard::Version(1)]);
    assert_eq!(guarded(any).condition.as_deref(), Some("#version = :v0"));
    let all = Guard::All(vec![Guard::Always, Guard::Version(1)]);
    assert_eq!(guarded(all).condition.as_deref(), Some("#version = :v0"));
}

#[test]
fn a_check_that_asks_nothing_still_has_a_condition() {
    let Lowered { action, terms } = lower(&Write::update(key(), vec![], Guard::Always));
    assert_eq!(action, Action::Check);
    assert_eq!(terms.condition.as_deref(), Some("attribute_exists(#pk) OR attribute_not_exists(#pk)"));
}

#[test]
fn edits_become_clauses_and_share_aliases_with_the_guard() {
    let edits = vec![
        Edit::Remove { set: HOLDERS, member: "j1".to_owned() },
        Edit::Set(Attr("status"), Value::Text("running".to_owned())),
        Edit::Insert { set: Attr("done"), member: "3".to_owned() },
        Edit::Unset(Attr("due")),
        Edit::Add { attr: AVAIL, by: -40, start: 100 },
        Edit::Unset(Attr("gdp")),
    ];
    let Lowered { action, terms } = lower(&Write::update(key(), edits, Guard::AtLeast(AVAIL, 40)));
    let text = "SET #status = :v0, #avail = if_not_exists(#avail, :v1) + :v2 REMOVE #due, #gdp \
                ADD #done :v3 DELETE #holders :v4";
    assert_eq!(action, Action::Update(text.to_owned()));
    assert_eq!(terms.condition.as_deref(), Some("#avail >= :v5"));
    let meaning = "#avail=avail #done=done #due=due #gdp=gdp #holders=holders #status=status \
                   :v0='running' :v1=100 :v2=-40 :v3=[\"3\"] :v4=[\"j1\"] :v5=40";
    assert_eq!(aliases(&terms), meaning);
}

#[test]
fn a_put_carries_the_key_and_a_delete_nothing() {
    let item = Item::from([("n".to_owned(), Value::Int(1))]);
    let Lowered { action, terms } = lower(&Write::create(key(), item.clone()));
    assert_eq!(action, Action::Put(whole(&key(), &item)));
    assert_eq!(terms.condition.as_deref(), Some("attribute_not_exists(#pk)"));
    assert_eq!(lower(&Write::delete(key(), Guard::Always)).action, Action::Delete);
}

#[test]
fn the_same_write_always_gives_the_same_words() {
    let write = Write::update(key(), vec![Edit::Unset(AVAIL), Edit::Set(HOLDERS, Value::Int(1))], room(3));
    assert_eq!(lower(&write), lower(&write.clone()));
}
