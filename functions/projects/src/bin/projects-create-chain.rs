//! `POST /v1/projects/{project}/chains`: a new chain.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | project |
//! | writes  | chain, idempotency record (one transaction) |
//! | replies | 201 · 404 · 503 |

fn main() -> runtime::Exit {
    runtime::run(projects::CREATE_CHAIN)
}
