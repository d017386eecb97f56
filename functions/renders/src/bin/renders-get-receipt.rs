//! `GET /v1/renders/{id}/receipt`: what a render holds, was charged, and what it cost us to run.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | render, all that lies under it, its entries in the ledger |
//! | writes  | nothing |
//! | replies | 200 · 404 |

fn main() -> runtime::Exit {
    runtime::run(renders::GET_RECEIPT)
}
