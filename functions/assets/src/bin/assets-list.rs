//! Lists assets: `GET /v1/assets`.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | assets, variants, jobs |
//! | writes  | nothing |
//! | replies | 200 · 422 limit, cursor, source, project |

fn main() -> runtime::Exit {
    runtime::run(assets::LIST)
}
