//! `PATCH /v1/projects/{project}/chains/{chain}`: its name and session.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | project, chain, memory |
//! | writes  | chain |
//! | replies | 200 · 404 · 412 · 428 · 503 |

fn main() -> runtime::Exit {
    runtime::run(projects::CHANGE_CHAIN)
}
