//! `DELETE /v1/projects/{project}/rules/{rule}`: the end of a rule.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | rules |
//! | writes  | rule, order (one transaction) |
//! | replies | 200 · 404 · 412 · 503 contended |

fn main() -> runtime::Exit {
    runtime::run(projects::DELETE_RULE)
}
