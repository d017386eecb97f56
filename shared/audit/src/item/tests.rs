use contract::port::table::{Item, Key, Value};

use crate::{Invariant, item};

fn key(pk: &str) -> Key {
    Key { pk: pk.to_owned(), sk: "x".to_owned() }
}

fn told(pk: &str, attributes: &[(&str, Value)]) -> Vec<Invariant> {
    let found: Item = attributes.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    item(&key(pk), &found).into_iter().map(|finding| finding.invariant).collect()
}

/// The example of the Developer Guide's page: names, texts, numbers and truths by their bytes, a set with one more for each.
#[test]
fn a_size_is_what_dynamodb_counts() {
    let of = |value: Value| super::size(&key("P"), &Item::from([("name".to_owned(), value)])) - 6 - 4;
    assert_eq!(of(Value::Text("ü".to_owned())), 2);
    assert_eq!((of(Value::Int(0)), of(Value::Int(-12)), of(Value::Int(123))), (2, 3, 3));
    assert_eq!(of(Value::Bool(false)), 1);
    assert_eq!(of(Value::Set(["a".to_owned(), "bc".to_owned()].into())), 8);
}

#[test]
fn an_item_above_its_limit_is_told() {
    let long = |bytes| [("t", Value::Text("x".repeat(bytes)))];
    assert_eq!(told("AST#w", &long(65_000)), []);
    assert_eq!(told("AST#w", &long(65_536)), [Invariant::ItemSmall]);
    assert_eq!(told("JOB#w", &long(2_000)), []);
    assert_eq!(told("JOB#w", &long(2_048)), [Invariant::ItemSmall]);
}

#[test]
fn money_that_is_no_whole_number_or_below_zero_is_told() {
    let money = |pk: &str, name, value| told(pk, &[(name, value)]);
    assert_eq!(money("WAL#w", "held", Value::Int(-1)), [Invariant::MoneyWhole]);
    assert_eq!(money("WAL#w", "cap", Value::Text("5".to_owned())), [Invariant::MoneyWhole]);
    assert_eq!(money("LED#w", "charged", Value::Bool(true)), [Invariant::MoneyWhole]);
    // A charge above its hold takes more than there is, and gives back less than nothing.
    assert_eq!(money("WAL#w", "avail", Value::Int(-1)), []);
    assert_eq!(money("LED#w", "released", Value::Int(-1)), []);
}
