use audit::Invariant;
use contract::port::table::{Item, Value};

use super::*;
use crate::fixture::{Stack, admitted, key};

#[tokio::test]
async fn workspaces_and_what_has_partitions_of_its_own_are_found_by_their_names() {
    let mut items = admitted(&["rnd_1"]);
    items.insert(key("BAT#wsp_b#bat_1", "HEAD"), Item::new());
    items.insert(key("KEY#key_1", "KEY"), Item::new());
    let mut stack = Stack::still(items);
    let stored_at = model::Time::from_millis(0);
    stack.objects = vec![cloud::Listed { key: "media/wsp_c/rnd_2/01/0.png".to_owned(), bytes: 1, stored_at }];
    let found = survey(&stack, &mut Examined::default(), &Progress::new(true)).await.unwrap();
    assert_eq!(found.keys().collect::<Vec<_>>(), ["wsp_a", "wsp_b", "wsp_c"]);
    assert_eq!(found["wsp_a"].jobs, BTreeSet::from(["rnd_1".to_owned()]));
    assert_eq!(found["wsp_b"].batches, BTreeSet::from(["bat_1".to_owned()]));
}

#[tokio::test]
async fn an_item_that_cannot_be_read_or_is_too_large_is_told_wherever_it_is() {
    let mut items = admitted(&[]);
    items.insert(key("KEY#key_1", "KEY"), Item::from([("strange".to_owned(), Value::Bool(true))]));
    let long = Value::Text("x".repeat(70_000));
    items.insert(key("IDM#wsp_a", "route"), Item::from([("answer".to_owned(), long)]));
    let mut examined = Examined::default();
    survey(&Stack::still(items), &mut examined, &Progress::new(true)).await.unwrap();
    let found: Vec<_> = examined.findings.into_iter().map(|found| (found.invariant, found.item.pk)).collect();
    let expected =
        [(Invariant::ItemSmall, "IDM#wsp_a".to_owned()), (Invariant::ItemFlat, "KEY#key_1".to_owned())];
    assert_eq!(found, expected);
    assert_eq!(examined.items, 5);
}
