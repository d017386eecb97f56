//! Items as DynamoDB has them, and back.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use contract::port::table::{Item, Key, TableError, Value};

/// An item with its key among the attributes.
pub(crate) type Wire = HashMap<String, AttributeValue>;

/// The partition key.
pub(super) const PK: &str = "pk";
/// The sort key.
pub(super) const SK: &str = "sk";

/// The key alone.
pub(crate) fn key(key: &Key) -> Wire {
    HashMap::from([
        (PK.to_owned(), AttributeValue::S(key.pk.clone())),
        (SK.to_owned(), AttributeValue::S(key.sk.clone())),
    ])
}

/// The item with its key.
pub(super) fn whole(name: &Key, item: &Item) -> Wire {
    let mut wire: Wire = item.iter().map(|(attr, value)| (attr.clone(), attribute(value))).collect();
    wire.extend(key(name));
    wire
}

/// A value.
pub(super) fn attribute(value: &Value) -> AttributeValue {
    match value {
        Value::Bool(truth) => AttributeValue::Bool(*truth),
        Value::Int(number) => AttributeValue::N(number.to_string()),
        Value::Text(text) => AttributeValue::S(text.clone()),
        Value::Set(members) => AttributeValue::Ss(members.iter().cloned().collect()),
    }
}

/// The key, taken out of an item.
pub(super) fn take_key(wire: &mut Wire) -> Result<Key, TableError> {
    Ok(Key { pk: take_text(wire, PK)?, sk: take_text(wire, SK)? })
}

/// One attribute that must be a text, taken out of an item.
pub(super) fn take_text(wire: &mut Wire, attr: &str) -> Result<String, TableError> {
    match wire.remove(attr) {
        Some(AttributeValue::S(text)) => Ok(text),
        _ => Err(TableError::Invalid(format!("an item came without the text `{attr}` that orders it"))),
    }
}

/// The item, without its key.
pub(super) fn item(wire: Wire) -> Result<Item, TableError> {
    wire.into_iter()
        .filter(|(attr, _)| attr != PK && attr != SK)
        .map(|(attr, found)| value(&attr, found).map(|value| (attr, value)))
        .collect()
}

/// A row that may hold what no item of ours has: its key, and its item or what is wrong with it.
pub(crate) fn row(mut wire: Wire) -> Result<(Key, Result<Item, String>), TableError> {
    let key = take_key(&mut wire)?;
    Ok((key, item(wire).map_err(|error| error.to_string())))
}

fn value(attr: &str, found: AttributeValue) -> Result<Value, TableError> {
    match found {
        AttributeValue::Bool(truth) => Ok(Value::Bool(truth)),
        AttributeValue::S(text) => Ok(Value::Text(text)),
        AttributeValue::Ss(members) => Ok(Value::Set(members.into_iter().collect())),
        AttributeValue::N(digits) => match digits.parse() {
            Ok(number) => Ok(Value::Int(number)),
            Err(_) => {
                Err(foreign(attr, &format!("the number {digits}, which is no whole number of 64 bits")))
            }
        },
        AttributeValue::B(_) => Err(foreign(attr, "bytes")),
        AttributeValue::Bs(_) => Err(foreign(attr, "a set of bytes")),
        AttributeValue::L(_) => Err(foreign(attr, "a list")),
        AttributeValue::M(_) => Err(foreign(attr, "a map")),
        AttributeValue::Ns(_) => Err(foreign(attr, "a set of numbers")),
        AttributeValue::Null(_) => Err(foreign(attr, "a null")),
        _ => Err(foreign(attr, "a type that this version does not know")),
    }
}

fn foreign(attr: &str, what: &str) -> TableError {
    TableError::Invalid(format!(
        "the attribute `{attr}` holds {what}; items hold truths, whole numbers, texts and sets of texts"
    ))
}

#[cfg(test)]
mod tests;
