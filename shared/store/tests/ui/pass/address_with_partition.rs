//! An address names a kind; the partition is computed from the scope.

use store::{Address, Kind, SortKey};

fn main() {
    let _ = Address::new(Kind::WAL, SortKey::word("CREDITS"));
}
