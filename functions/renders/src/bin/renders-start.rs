//! `POST /v1/renders`: accept a render and start its flow.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | project, plan, wallets, lane; references where there are any |
//! | writes  | render, hold, slot, idempotency record (one transaction); an execution of the flow |
//! | replies | 202 · 200 with `Prefer: wait` · 402 budget · 404 project or reference · 409 archived · 413 · 422 · 429 slots · 503 contended |

fn main() -> runtime::Exit {
    runtime::run(renders::START)
}
