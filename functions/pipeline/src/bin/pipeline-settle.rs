//! Stage `settle` of the flow `render`: charge what a render cost, give back the rest, end it.
//!
//! | trigger | state machine |
//! |---|---|
//! | reads   | render, its hold |
//! | writes  | ledger, wallets, lane, render, event (one transaction) |
//! | answers | ok · stop |

fn main() -> runtime::Exit {
    runtime::run(pipeline::SETTLE)
}
