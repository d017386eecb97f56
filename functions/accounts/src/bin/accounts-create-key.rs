//! `POST /v1/keys`: create an access key and show its secret once.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | nothing |
//! | writes  | key, its entry, live set, idempotency record (one transaction) |
//! | replies | 201 · 400 · 403 scope · 422 · 429 key limit · 503 contended |

fn main() -> runtime::Exit {
    runtime::run(accounts::CREATE_KEY)
}
