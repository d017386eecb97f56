//! A change names an address; the key is computed when a store commits it.

use contract::port::table::Guard;
use store::{Address, Change, Kind, SortKey};

fn main() {
    let _ = Change::delete(Address::new(Kind::PLN, SortKey::word("PLAN")), Guard::Present);
}
