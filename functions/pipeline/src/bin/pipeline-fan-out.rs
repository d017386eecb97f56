//! Stage `fan-out` of the flow `render`: hand several files out to workers and wait for all of them.
//!
//! | trigger | state machine, which waits for a token |
//! |---|---|
//! | reads   | render, latch |
//! | writes  | latch; a message for each part |
//! | signals | ok · stop |

fn main() -> runtime::Exit {
    runtime::run(pipeline::FAN_OUT)
}
