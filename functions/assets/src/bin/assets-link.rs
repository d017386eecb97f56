//! Signs a link to an asset: `GET /v1/assets/{id}/link`.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | asset, variants |
//! | writes  | nothing |
//! | replies | 200 · 404 · 409 variant-not-ready · 410 asset-expired |

fn main() -> runtime::Exit {
    runtime::run(assets::LINK)
}
