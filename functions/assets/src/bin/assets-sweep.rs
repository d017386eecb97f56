//! Removes abandoned uploads, assets that were removed half-way, and media whose time is over.
//!
//! | trigger | every hour |
//! |---|---|
//! | reads   | the index of what is due, uploads, assets, contents |
//! | writes  | removes records and objects |

fn main() -> runtime::Exit {
    runtime::run(assets::SWEEP)
}
