//! `DELETE /v1/projects/{project}`: the end of a project.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | project, wallet, order of rules |
//! | writes  | all of them, rules, draft (one transaction) |
//! | replies | 200 · 404 · 409 busy · 412 · 428 · 503 contended |

fn main() -> runtime::Exit {
    runtime::run(projects::DELETE)
}
