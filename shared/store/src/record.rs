//! Records as items and back.
//!
//! A record is a plain struct. Its fields become attributes one to one; a field that is itself a struct, a list or a
//! number with a fraction is declared with `#[serde(with = "store::record::nested")]` and stored as JSON text.

use contract::port::table::{Item, Value};
use fault::Fault;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A struct that is stored under keys of one kind.
pub trait Record: Serialize + DeserializeOwned + Send {
    /// The item that holds this record.
    fn to_item(&self) -> Result<Item, Fault> {
        let name = std::any::type_name::<Self>();
        let json = serde_json::to_value(self)
            .map_err(|error| Fault::defect(format!("{name} is no record")).because(error))?;
        let serde_json::Value::Object(fields) = json else {
            return Err(Fault::defect(format!("{name} is no struct")));
        };
        let mut item = Item::new();
        for (field, value) in fields {
            if value.is_null() {
                continue;
            }
            let nested = || Fault::defect(format!("{name}.{field} is nested: declare it `nested`"));
            let value = attribute(&value).ok_or_else(nested)?;
            item.insert(field, value);
        }
        Ok(item)
    }

    /// Reads a record back. Attributes that it does not know are passed over, so that an old reader can meet a new item.
    fn from_item(item: &Item) -> Result<Self, Fault> {
        let fields = item.iter().map(|(name, value)| (name.clone(), json(value))).collect();
        serde_json::from_value(serde_json::Value::Object(fields)).map_err(|error| {
            Fault::defect(format!("an item is no {}", std::any::type_name::<Self>())).because(error)
        })
    }
}

impl<T: Serialize + DeserializeOwned + Send> Record for T {}

fn attribute(value: &serde_json::Value) -> Option<Value> {
    match value {
        serde_json::Value::Bool(truth) => Some(Value::Bool(*truth)),
        serde_json::Value::Number(number) => number.as_i64().map(Value::Int),
        serde_json::Value::String(text) => Some(Value::Text(text.clone())),
        serde_json::Value::Null | serde_json::Value::Array(_) | serde_json::Value::Object(_) => None,
    }
}

fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Bool(truth) => (*truth).into(),
        Value::Int(number) => (*number).into(),
        Value::Text(text) => text.clone().into(),
        Value::Set(members) => members.iter().cloned().collect::<Vec<_>>().into(),
    }
}

/// Nested data as JSON text.
pub mod nested {
    use serde::de::DeserializeOwned;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes the JSON text.
    pub fn serialize<T: Serialize, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&serde_json::to_string(value).map_err(serde::ser::Error::custom)?)
    }

    /// Reads the JSON text.
    pub fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        serde_json::from_str(&String::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Sample {
        name: String,
        amount: i64,
        done: bool,
        #[serde(default)]
        note: Option<String>,
        #[serde(with = "nested")]
        inner: Vec<f64>,
    }

    #[test]
    fn a_record_reads_back_and_absent_fields_stay_absent() {
        let sample =
            Sample { name: "a".into(), amount: i64::MIN, done: true, note: None, inner: vec![0.1, 2.5] };
        let item = sample.to_item().unwrap();
        assert!(!item.contains_key("note"));
        assert_eq!(item["inner"], Value::Text("[0.1,2.5]".into()));
        assert_eq!(Sample::from_item(&item).unwrap(), sample);
    }

    #[test]
    fn an_old_reader_passes_over_new_attributes() {
        let mut item =
            Sample { name: "a".into(), amount: 1, done: false, note: None, inner: vec![] }.to_item().unwrap();
        item.insert("since_tomorrow".into(), Value::Int(1));
        assert!(Sample::from_item(&item).is_ok());
    }

    #[test]
    fn nested_data_must_be_declared() {
        #[derive(Serialize, Deserialize)]
        struct Forgot {
            list: Vec<u8>,
        }
        let fault = Forgot { list: vec![1] }.to_item().unwrap_err();
        assert!(fault.chain().contains("Forgot.list"), "{}", fault.chain());
    }
}
