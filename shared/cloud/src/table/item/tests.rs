use aws_sdk_dynamodb::primitives::Blob;

use super::*;

fn name() -> Key {
    Key { pk: "JOB#wsp_1".to_owned(), sk: "rnd_1".to_owned() }
}

fn example() -> Item {
    Item::from([
        ("yes".to_owned(), Value::Bool(true)),
        ("least".to_owned(), Value::Int(i64::MIN)),
        ("most".to_owned(), Value::Int(i64::MAX)),
        ("text".to_owned(), Value::Text(String::new())),
        ("set".to_owned(), Value::Set(["b".to_owned(), "a".to_owned()].into())),
    ])
}

#[test]
fn an_item_goes_there_and_back_unchanged() {
    let mut wire = whole(&name(), &example());
    assert_eq!(wire["least"], AttributeValue::N("-9223372036854775808".to_owned()));
    assert_eq!(wire["set"], AttributeValue::Ss(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(item(wire.clone()).unwrap(), example(), "the key is no part of an item");
    assert_eq!(take_key(&mut wire).unwrap(), name());
}

#[test]
fn a_foreign_type_is_told_by_its_attribute() {
    let number = |digits: &str| AttributeValue::N(digits.to_owned());
    for (found, what) in [
        (AttributeValue::M(Wire::new()), "a map"),
        (AttributeValue::L(vec![]), "a list"),
        (AttributeValue::B(Blob::new([1])), "bytes"),
        (AttributeValue::Ns(vec!["1".to_owned()]), "a set of numbers"),
        (AttributeValue::Null(true), "a null"),
        (number("1.5"), "the number 1.5"),
        (number("9223372036854775808"), "the number 9223372036854775808"),
    ] {
        let refused = item(Wire::from([("size".to_owned(), found)])).unwrap_err().to_string();
        assert!(refused.contains("`size`") && refused.contains(what), "{refused}");
    }
}

#[test]
fn an_item_without_its_key_is_refused() {
    let refused = take_key(&mut Wire::from([(PK.to_owned(), AttributeValue::S("P".to_owned()))]));
    assert!(refused.unwrap_err().to_string().contains("`sk`"));
}
