//! `POST /v1/renders/{id}/retry`: do again a render that came to nothing.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | render, its attempts, project, limits |
//! | writes  | as `renders-start` |
//! | replies | 200 · 202 · 402 budget · 404 · 409 not ended, lost · 422 · 429 slots · 503 contended |

fn main() -> runtime::Exit {
    runtime::run(renders::RETRY)
}
