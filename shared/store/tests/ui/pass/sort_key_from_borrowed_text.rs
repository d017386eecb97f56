//! A word of a sort key is one that is written in the program; what came from outside goes in as its digest.

use store::{Digest, SortKey};

fn named(text: &str) -> SortKey {
    SortKey::word("MBR").then_id(&Digest::of(text))
}

fn main() {
    let text = String::from("rnd_1#0hold");
    let _ = named(&text);
}
