//! Stage `parse-intent` of the flow `render`: read what a prompt asks for.
//!
//! | trigger | state machine |
//! |---|---|
//! | reads   | render |
//! | writes  | checkpoint, event |
//! | answers | ok · refine · cancel · stop |

fn main() -> runtime::Exit {
    runtime::run(pipeline::PARSE_INTENT)
}
