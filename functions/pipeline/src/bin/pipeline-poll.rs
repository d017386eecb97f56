//! Ask a provider that answers later for its answer.
//!
//! | trigger | queue `polls`, one message at a time |
//! |---|---|
//! | reads   | render, checkpoints, attempts |
//! | writes  | files in the bucket, attempt, render, event; the next message; where nobody waits the end that is wished, and its money |
//! | signals | landed · several · refused · cancel · in_doubt · stop |

fn main() -> runtime::Exit {
    runtime::run(pipeline::POLL)
}
