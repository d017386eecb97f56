//! `POST /v1/renders/{id}/cancel`: end a render, at once if it has not begun.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | render, its hold |
//! | writes  | render (wish), or its end: ledger, wallets, lane, place in line, event (one transaction) |
//! | replies | 200 · 202 · 404 · 409 ended · 503 contended |

fn main() -> runtime::Exit {
    runtime::run(renders::CANCEL)
}
