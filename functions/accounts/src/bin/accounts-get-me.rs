//! `GET /v1/me`: who calls and what the credential allows.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | nothing |
//! | writes  | nothing |
//! | replies | 200 · 422 |

fn main() -> runtime::Exit {
    runtime::run(accounts::GET_ME)
}
