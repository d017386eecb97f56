//! Stage `cancel` of the flow `render`: give everything back and end a render at its owner's wish, or by its deadline.
//!
//! | trigger | state machine |
//! |---|---|
//! | reads   | render, its hold |
//! | writes  | ledger, wallets, lane, render, event (one transaction) |
//! | answers | ok · stop |

fn main() -> runtime::Exit {
    runtime::run(pipeline::CANCEL)
}
