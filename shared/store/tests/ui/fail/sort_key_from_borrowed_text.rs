//! A word of a sort key is one that is written in the program; text that came from outside does not live long enough.

use store::SortKey;

fn named(text: &str) -> SortKey {
    SortKey::word(text)
}

fn main() {
    let text = String::from("rnd_1#0hold");
    let _ = named(&text);
}
