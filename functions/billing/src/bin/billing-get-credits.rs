//! `GET /v1/credits`: what the workspace has.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | the wallet |
//! | writes  | nothing |
//! | replies | 200 |

fn main() -> runtime::Exit {
    runtime::run(billing::GET_CREDITS)
}
