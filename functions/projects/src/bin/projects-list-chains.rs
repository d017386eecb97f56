//! `GET /v1/projects/{project}/chains`: the chains of a project.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | project, chains |
//! | writes  | nothing |
//! | replies | 200 · 404 |

fn main() -> runtime::Exit {
    runtime::run(projects::LIST_CHAINS)
}
