//! Stage `route-model` of the flow `render`: choose the provider and the model.
//!
//! | trigger | state machine |
//! |---|---|
//! | reads   | render, the catalogue |
//! | writes  | checkpoint, event |
//! | answers | ok · cancel · stop |

fn main() -> runtime::Exit {
    runtime::run(pipeline::ROUTE_MODEL)
}
