//! Stage `await` of the flow `render`: wait for a provider that answers later.
//!
//! | trigger | state machine, which waits for a token |
//! |---|---|
//! | reads   | render, checkpoints, attempts |
//! | writes  | attempt; a message that asks the provider |
//! | signals | landed · several · refused · cancel · in_doubt · stop |

fn main() -> runtime::Exit {
    runtime::run(pipeline::AWAIT)
}
