//! Gives up what five receives could not do.
//!
//! | trigger | every five minutes |
//! |---|---|
//! | reads   | the dead-letter queue of children, and removes nothing |
//! | writes  | why these children of batches became no renders |

fn main() -> runtime::Exit {
    runtime::run(ops::BURY)
}
