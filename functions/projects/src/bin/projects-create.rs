//! `POST /v1/projects`: a new project.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | nothing |
//! | writes  | project, wallet, idempotency record (one transaction) |
//! | replies | 201 · 422 · 503 contended |

fn main() -> runtime::Exit {
    runtime::run(projects::CREATE)
}
