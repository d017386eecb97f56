//! Stage `fail` of the flow `render`: give back what a render held, say why, end it.
//!
//! | trigger | state machine |
//! |---|---|
//! | reads   | render, its hold |
//! | writes  | ledger, wallets, lane, render, event (one transaction) |
//! | answers | ok · stop |

fn main() -> runtime::Exit {
    runtime::run(pipeline::FAIL)
}
