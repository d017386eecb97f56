//! `GET /v1/renders`: the workspace's renders, newest first.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | a page of renders, their requests |
//! | writes  | nothing |
//! | replies | 200 · 422 cursor or limit |

fn main() -> runtime::Exit {
    runtime::run(renders::LIST)
}
