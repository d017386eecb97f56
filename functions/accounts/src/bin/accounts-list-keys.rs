//! `GET /v1/keys`: list the access keys of the workspace.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | entries of keys |
//! | writes  | nothing |
//! | replies | 200 · 422 limit, cursor |

fn main() -> runtime::Exit {
    runtime::run(accounts::LIST_KEYS)
}
