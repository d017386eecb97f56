//! `POST /v1/projects/{project}/rules/test`: what the rules do to a prompt, without a render.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | project, rules |
//! | writes  | nothing |
//! | replies | 200 · 404 · 422 |

fn main() -> runtime::Exit {
    runtime::run(projects::TEST_RULES)
}
