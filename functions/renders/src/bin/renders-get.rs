//! `GET /v1/renders/{id}`: a render's whole story, at its end if `?wait=` asks for that.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | render, its request and checkpoints |
//! | writes  | nothing |
//! | replies | 200 · 304 · 404 · 422 |

fn main() -> runtime::Exit {
    runtime::run(renders::GET)
}
