//! Shows an asset: `GET /v1/assets/{id}`.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | asset, variants |
//! | writes  | nothing |
//! | replies | 200 · 404 |

fn main() -> runtime::Exit {
    runtime::run(assets::GET)
}
