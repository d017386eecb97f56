//! Stage `refine` of the flow `render`: rewrite the words with what the references show.
//!
//! | trigger | state machine |
//! |---|---|
//! | reads   | render, checkpoint of analyze-reference |
//! | writes  | checkpoint, event |
//! | answers | ok · cancel · stop |

fn main() -> runtime::Exit {
    runtime::run(pipeline::REFINE)
}
