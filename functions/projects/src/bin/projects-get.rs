//! `GET /v1/projects/{project}`: one project with its money.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | project, wallet, asset |
//! | writes  | nothing |
//! | replies | 200 · 404 |

fn main() -> runtime::Exit {
    runtime::run(projects::GET)
}
