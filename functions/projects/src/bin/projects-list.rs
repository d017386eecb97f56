//! `GET /v1/projects`: the projects of the workspace, newest first.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | projects, wallets, assets |
//! | writes  | nothing |
//! | replies | 200 |

fn main() -> runtime::Exit {
    runtime::run(projects::LIST)
}
