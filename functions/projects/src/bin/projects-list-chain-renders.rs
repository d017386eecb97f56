//! `GET /v1/projects/{project}/chains/{chain}/renders`: its renders in order.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | project, chain, renders |
//! | writes  | nothing |
//! | replies | 200 · 404 |

fn main() -> runtime::Exit {
    runtime::run(projects::LIST_CHAIN_RENDERS)
}
