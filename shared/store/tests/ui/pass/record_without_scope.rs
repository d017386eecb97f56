//! A record is read through a store, and a store is opened with a scope.

use std::sync::Arc;

use contract::Workspace;
use contract::port::{Clock, Ids, Table};
use fault::Fault;
use store::{Address, Kind, SortKey, Store};

#[derive(serde::Serialize, serde::Deserialize)]
struct Note {
    text: String,
}

async fn read(
    scope: Workspace,
    table: Arc<dyn Table>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
) -> Result<Note, Fault> {
    let address = Address::new(Kind::PLN, SortKey::word("PLAN"));
    Store::new(scope, table, clock, ids).get(&address).await
}

fn main() {
    let _ = read;
}
