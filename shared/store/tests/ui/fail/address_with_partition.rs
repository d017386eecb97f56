//! An address that named its partition could name another workspace's.

use store::{Address, SortKey};

fn main() {
    let _ = Address::new("WAL#wsp_another", SortKey::word("CREDITS"));
    let _ = Address { pk: "WAL#wsp_another".to_owned(), sort: SortKey::word("CREDITS") };
}
