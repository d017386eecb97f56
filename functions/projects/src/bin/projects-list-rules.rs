//! `GET /v1/projects/{project}/rules`: the rules of a project, in order.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | project, rules |
//! | writes  | nothing |
//! | replies | 200 · 404 |

fn main() -> runtime::Exit {
    runtime::run(projects::LIST_RULES)
}
