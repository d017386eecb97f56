//! `GET /v1/batches/{id}`: show what became of a batch.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | batch, its children, their renders |
//! | writes  | nothing |
//! | replies | 200 · 404 |

fn main() -> runtime::Exit {
    runtime::run(renders::GET_BATCH)
}
