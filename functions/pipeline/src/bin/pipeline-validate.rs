//! Stage `validate` of the flow `render`: judge what the render made.
//!
//! | trigger | state machine |
//! |---|---|
//! | reads   | render, checkpoint of ingest |
//! | writes  | checkpoint, event |
//! | answers | accept · flag · stop |

fn main() -> runtime::Exit {
    runtime::run(pipeline::VALIDATE)
}
