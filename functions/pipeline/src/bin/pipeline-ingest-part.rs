//! Decode, measure and register one of several files of a render.
//!
//! | trigger | queue `parts`, one message at a time |
//! |---|---|
//! | reads   | render, latch, a file in the bucket |
//! | writes  | asset, part, latch |
//! | signals | ok, when every part has ended |

fn main() -> runtime::Exit {
    runtime::run(pipeline::INGEST_PART)
}
