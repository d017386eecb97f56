//! Stage `prepare` of the flow `render`: begin a run and gather the context of a render.
//!
//! | trigger | state machine |
//! |---|---|
//! | reads   | render, the assets of its references |
//! | writes  | render (running), checkpoint, events |
//! | answers | ok · cancel · stop |

fn main() -> runtime::Exit {
    runtime::run(pipeline::PREPARE)
}
