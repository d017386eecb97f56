//! `PATCH /v1/projects/{project}/rules/{rule}`: what a rule says, and its place.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | rules |
//! | writes  | rule, order (one transaction) |
//! | replies | 200 · 404 · 412 · 422 · 428 · 503 contended |

fn main() -> runtime::Exit {
    runtime::run(projects::CHANGE_RULE)
}
