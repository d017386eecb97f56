//! Takes up a job whose execution ended badly.
//!
//! | trigger | EventBridge: executions that failed, timed out or were aborted |
//! |---|---|
//! | reads   | render |
//! | writes  | render (next run) and a new execution, or its end |

fn main() -> runtime::Exit {
    runtime::run(ops::REAP)
}
