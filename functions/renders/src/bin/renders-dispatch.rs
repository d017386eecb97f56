//! Gives slots that were freed to renders that wait.
//!
//! | trigger | queue `dispatch` |
//! |---|---|
//! | reads   | plan, lane, places in line, renders |
//! | writes  | lane, place, render, event (one transaction each) and a new execution |

fn main() -> runtime::Exit {
    runtime::run(renders::DISPATCH)
}
