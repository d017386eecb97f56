//! Stage `analyze-reference` of the flow `render`: look at what the references show.
//!
//! | trigger | state machine |
//! |---|---|
//! | reads   | render, checkpoint of prepare, assets, media |
//! | writes  | checkpoint, event |
//! | answers | ok · refine · cancel · stop |

fn main() -> runtime::Exit {
    runtime::run(pipeline::ANALYZE_REFERENCE)
}
