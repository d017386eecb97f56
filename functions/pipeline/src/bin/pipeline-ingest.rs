//! Stage `ingest` of the flow `render`: decode, measure and register what the provider made.
//!
//! | trigger | state machine |
//! |---|---|
//! | reads   | render, files in the bucket |
//! | writes  | assets, checkpoint, event |
//! | answers | ok · stop |

fn main() -> runtime::Exit {
    runtime::run(pipeline::INGEST)
}
