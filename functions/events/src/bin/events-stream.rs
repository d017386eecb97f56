//! `GET /v1/events/stream`: what happens in the workspace, as it happens.
//!
//! | trigger | streaming Function URL |
//! |---|---|
//! | reads   | feed |
//! | writes  | nothing |
//! | replies | 200 · 400 · 422 |

fn main() -> runtime::Exit {
    runtime::run(events::STREAM)
}
