//! Announces files and gives links to put them: `POST /v1/uploads`.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | plan |
//! | writes  | uploads and the idempotency record (one transaction) |
//! | replies | 201 · 422 files · 503 |

fn main() -> runtime::Exit {
    runtime::run(assets::CREATE_UPLOADS)
}
