//! `POST /v1/batches/{id}/cancel`: end what has not ended of a batch.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | batch, its children, their renders |
//! | writes  | batch (wish), a message for each render |
//! | replies | 202 · 404 · 503 |

fn main() -> runtime::Exit {
    runtime::run(renders::CANCEL_BATCH)
}
