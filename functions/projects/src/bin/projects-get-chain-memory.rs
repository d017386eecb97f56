//! `GET /v1/projects/{project}/chains/{chain}/memory`: what it remembers.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | project, chain, memory |
//! | writes  | nothing |
//! | replies | 200 · 304 · 404 |

fn main() -> runtime::Exit {
    runtime::run(projects::GET_CHAIN_MEMORY)
}
