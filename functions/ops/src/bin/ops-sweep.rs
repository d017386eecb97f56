//! Looks after jobs that have been quiet for too long.
//!
//! | trigger | every minute |
//! |---|---|
//! | reads   | the index of due jobs, their heads, their executions |
//! | writes  | what each job needs: an execution, a new run, an end |

fn main() -> runtime::Exit {
    runtime::run(ops::SWEEP)
}
