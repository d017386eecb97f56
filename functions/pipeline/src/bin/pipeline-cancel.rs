//! Stage `cancel` of the flow `render`: give everything back and end a render at its owner's wish, or by its deadline.
//!
//! | trigger | state machine |
//! |---|---|
//! | reads   | render, its hold, the attempt that a provider has not answered |
//! | writes  | ledger, wallets, lane, render, event (one transaction) |
//! | answers | ok · landed · several · await · stop |

fn main() -> runtime::Exit {
    runtime::run(pipeline::CANCEL)
}
