use aws_sdk_dynamodb::types::AttributeValue;
use contract::port::table::{Item, Value};

use super::*;

fn given(code: &str) -> CancellationReason {
    CancellationReason::builder().code(code).message("told why").build()
}

#[test]
fn each_code_has_its_reason() {
    let version = AttributeValue::N("3".to_owned());
    let refused = CancellationReason::builder()
        .code("ConditionalCheckFailed")
        .item("pk", AttributeValue::S("P".to_owned()))
        .item("sk", AttributeValue::S("S".to_owned()))
        .item("version", version)
        .build();
    let codes = [
        given("None"),
        refused,
        given("ConditionalCheckFailed"),
        given("TransactionConflict"),
        given("ThrottlingError"),
        given("ProvisionedThroughputExceeded"),
        CancellationReason::builder().build(),
    ];
    let old = Item::from([("version".to_owned(), Value::Int(3))]);
    let expected = vec![
        Reason::Fine,
        Reason::Refused(Some(old)),
        Reason::Refused(None),
        Reason::Conflict,
        Reason::Throttled,
        Reason::Throttled,
        Reason::Fine,
    ];
    assert_eq!(outcome(&codes, codes.len()).unwrap(), Outcome::Canceled(expected));
}

#[test]
fn what_can_never_happen_names_the_write_and_the_code() {
    for code in ["ValidationError", "ItemCollectionSizeLimitExceeded", "SomethingNew"] {
        let told = outcome(&[given("None"), given(code)], 2).unwrap_err().to_string();
        assert!(told.contains("write 1") && told.contains(code) && told.contains("told why"), "{told}");
    }
}

#[test]
fn reasons_that_cannot_be_matched_to_writes_are_refused() {
    assert!(matches!(outcome(&[given("None")], 2), Err(TableError::Invalid(_))));
}

#[test]
fn an_empty_item_is_no_item() {
    assert_eq!(old(Some(&item::Wire::new())).unwrap(), None);
}
