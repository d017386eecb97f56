//! `POST /v1/projects/{project}/unarchive`: it may spend again.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | project, wallet, asset |
//! | writes  | project, wallet (one transaction) |
//! | replies | 200 · 404 · 412 · 503 contended |

fn main() -> runtime::Exit {
    runtime::run(projects::UNARCHIVE)
}
