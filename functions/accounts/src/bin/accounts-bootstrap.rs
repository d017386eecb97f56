//! Make the owner of a deployment, and further users of a local one.
//!
//! | trigger | invocation by an administrator (IAM only) |
//! |---|---|
//! | reads   | sign-ins |
//! | writes  | owner's mark, sign-in, workspace, member, project, key, grant (one transaction) |
//! | replies | report · local-users-off · owner-exists · invalid-field · key-limit · contended |

fn main() -> runtime::Exit {
    runtime::run(accounts::BOOTSTRAP)
}
