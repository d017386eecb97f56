//! `GET /v1/renders/{id}/events`: what happened to a render, oldest first.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | render, a page of its log |
//! | writes  | nothing |
//! | replies | 200 · 404 · 422 cursor or limit |

fn main() -> runtime::Exit {
    runtime::run(renders::LIST_EVENTS)
}
