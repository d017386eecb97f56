//! `GET /v1/health`: say that the API answers.
//!
//! | trigger | HTTP API, for anybody |
//! |---|---|
//! | reads   | nothing |
//! | writes  | nothing |
//! | replies | 200 |

fn main() -> runtime::Exit {
    runtime::run(ops::HEALTH)
}
