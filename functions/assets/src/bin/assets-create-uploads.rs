//! Announces files and gives links to put them: `POST /v1/uploads`.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | plan, project |
//! | writes  | uploads and the idempotency record (one transaction) |
//! | replies | 201 · 404 project · 409 archived · 422 files · 503 |

fn main() -> runtime::Exit {
    runtime::run(assets::CREATE_UPLOADS)
}
