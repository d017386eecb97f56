//! Stage `validate` of the flow `render`: judge what the render made.
//!
//! | trigger | state machine |
//! |---|---|
//! | reads   | render, checkpoints of prepare, parse-intent, analyze-reference, route-model, ingest; after a doubt the plan |
//! | writes  | checkpoint, event; after a doubt a slot |
//! | answers | accept · flag · retry · remember · stop |

fn main() -> runtime::Exit {
    runtime::run(pipeline::VALIDATE)
}
