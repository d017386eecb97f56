//! `GET /v1/openapi.json`: describe the API.
//!
//! | trigger | HTTP API, for anybody |
//! |---|---|
//! | reads   | nothing |
//! | writes  | nothing |
//! | replies | 200 |

fn main() -> runtime::Exit {
    runtime::run(ops::DESCRIBE_API)
}
