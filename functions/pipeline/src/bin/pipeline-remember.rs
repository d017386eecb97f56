//! Stage `remember` of the flow `render`: keep what the chain should know the next time.
//!
//! | trigger | state machine |
//! |---|---|
//! | reads   | render, checkpoints of optimize-prompt and ingest, asset, chain |
//! | writes  | version of the chain's memory, checkpoint, event |
//! | answers | ok · stop |

fn main() -> runtime::Exit {
    runtime::run(pipeline::REMEMBER)
}
