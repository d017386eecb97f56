//! `GET /v1/events`: what happened in the workspace, and with `?wait=` what happens next.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | feed |
//! | writes  | nothing |
//! | replies | 200 · 410 · 422 |

fn main() -> runtime::Exit {
    runtime::run(events::LIST)
}
