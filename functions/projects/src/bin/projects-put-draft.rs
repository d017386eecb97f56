//! `PUT /v1/projects/{project}/draft`: keeps the state of a client's work.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | nothing |
//! | writes  | draft |
//! | replies | 200 · 404 · 412 · 413 · 428 |

fn main() -> runtime::Exit {
    runtime::run(projects::PUT_DRAFT)
}
