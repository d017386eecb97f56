//! `GET /v1/renders/{id}/stream`: what happens to a render, as it happens, until it has ended.
//!
//! | trigger | streaming Function URL |
//! |---|---|
//! | reads   | render, its log |
//! | writes  | nothing |
//! | replies | 200 · 204 · 400 · 404 |

fn main() -> runtime::Exit {
    runtime::run(renders::STREAM)
}
