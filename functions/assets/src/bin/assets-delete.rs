//! Removes an asset: `DELETE /v1/assets/{id}`.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | asset, content, open renders |
//! | writes  | asset, content; removes the object that nobody shares |
//! | replies | 200 · 404 · 409 asset-in-use · 503 |

fn main() -> runtime::Exit {
    runtime::run(assets::DELETE)
}
