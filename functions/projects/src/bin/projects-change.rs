//! `PATCH /v1/projects/{project}`: its name, its budget, what its renders are like.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | project, wallet, asset |
//! | writes  | project, wallet (one transaction) |
//! | replies | 200 · 404 · 412 · 422 · 428 · 503 contended |

fn main() -> runtime::Exit {
    runtime::run(projects::CHANGE)
}
