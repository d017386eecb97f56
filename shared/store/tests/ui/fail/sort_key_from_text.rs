//! A sort key from free text could contain the separator, and lead elsewhere.

use std::fmt::Display;

use store::SortKey;

fn named(text: impl Display) -> SortKey {
    SortKey::word("MBR").then_id(&text)
}

fn main() {
    let _ = named("usr_1#admin");
    let _ = SortKey("rnd_1#0hold".to_owned());
}
