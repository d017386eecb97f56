//! `DELETE /v1/keys/{id}`: revoke an access key.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | nothing |
//! | writes  | key, its entry, live set (one transaction) |
//! | replies | 200 · 404 · 503 contended |

fn main() -> runtime::Exit {
    runtime::run(accounts::REVOKE_KEY)
}
