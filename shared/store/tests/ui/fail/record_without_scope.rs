//! Without a scope there is no store, and an address alone cannot be read.

use std::sync::Arc;

use contract::port::{Clock, Ids, Table};
use fault::Fault;
use store::{Address, Kind, SortKey, Store};

#[derive(serde::Serialize, serde::Deserialize)]
struct Note {
    text: String,
}

async fn read(table: Arc<dyn Table>, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Result<Note, Fault> {
    let address = Address::new(Kind::PLN, SortKey::word("PLAN"));
    let _ = table.get(&[address.clone()]).await;
    let _ = Note::get(&address);
    Store::new(table, clock, ids).get(&address).await
}

fn main() {
    let _ = read;
}
