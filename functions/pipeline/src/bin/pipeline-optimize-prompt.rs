//! Stage `optimize-prompt` of the flow `render`: write the prompt that the model is told.
//!
//! | trigger | state machine |
//! |---|---|
//! | reads   | render, checkpoints of prepare, parse-intent, analyze-reference, refine |
//! | writes  | checkpoint, event |
//! | answers | ok · cancel · stop |

fn main() -> runtime::Exit {
    runtime::run(pipeline::OPTIMIZE_PROMPT)
}
