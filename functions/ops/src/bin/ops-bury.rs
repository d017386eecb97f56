//! Gives up what five receives could not do.
//!
//! | trigger | every five minutes |
//! |---|---|
//! | reads   | the dead-letter queues of children and of parts, and removes nothing |
//! | writes  | why these children of batches became no renders; which parts of fan-outs failed |

fn main() -> runtime::Exit {
    runtime::run(ops::BURY)
}
