//! Sends back messages that could not be done.
//!
//! | trigger | whoever may invoke it by IAM |
//! |---|---|
//! | reads   | one dead-letter queue; the renders whose end could not be told |
//! | writes  | the queue that its messages came from; those renders |

fn main() -> runtime::Exit {
    runtime::run(ops::REDRIVE)
}
