//! Stage `submit` of the flow `render`: ask the provider, once.
//!
//! | trigger | state machine |
//! |---|---|
//! | reads   | render, checkpoints, attempts |
//! | writes  | attempt, files in the bucket, checkpoint, events |
//! | answers | landed · several · accepted · in_doubt · cancel · stop |

fn main() -> runtime::Exit {
    runtime::run(pipeline::SUBMIT)
}
