//! `GET /v1/credits/ledger`: where the money came from and went.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | the ledger |
//! | writes  | nothing |
//! | replies | 200 · 422 limit, cursor |

fn main() -> runtime::Exit {
    runtime::run(billing::LIST_LEDGER)
}
