//! A change of a raw key could be a change of another workspace's item.

use contract::port::table::{Guard, Key};
use store::{Change, Store};

async fn remove(store: Store) {
    let key = Key { pk: "PLN#wsp_another".to_owned(), sk: "PLAN".to_owned() };
    let _ = Change::delete(key.clone(), Guard::Present);
    let _ = store.find::<()>(&key).await;
}

fn main() {
    let _ = remove;
}
