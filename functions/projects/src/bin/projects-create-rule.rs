//! `POST /v1/projects/{project}/rules`: a new rule.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | rules |
//! | writes  | rule, order, idempotency record (one transaction) |
//! | replies | 201 · 404 · 422 · 429 limit · 503 contended |

fn main() -> runtime::Exit {
    runtime::run(projects::CREATE_RULE)
}
