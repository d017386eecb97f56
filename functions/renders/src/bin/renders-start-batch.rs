//! `POST /v1/batches`: accept many renders of one request.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | nothing; with `dry_run` project, limits |
//! | writes  | batch, idempotency record (one transaction), a message for each render |
//! | replies | 200 dry · 202 · 404 project · 409 archived · 422 · 503 contended |

fn main() -> runtime::Exit {
    runtime::run(renders::START_BATCH)
}
