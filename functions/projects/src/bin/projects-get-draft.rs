//! `GET /v1/projects/{project}/draft`: the state of a client's work.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | draft |
//! | writes  | nothing |
//! | replies | 200 · 404 |

fn main() -> runtime::Exit {
    runtime::run(projects::GET_DRAFT)
}
