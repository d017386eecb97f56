//! Lists assets: `GET /v1/assets`.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | assets, variants |
//! | writes  | nothing |
//! | replies | 200 · 422 limit, cursor, source |

fn main() -> runtime::Exit {
    runtime::run(assets::LIST)
}
