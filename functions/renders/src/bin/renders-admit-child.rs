//! Takes in one render of a batch, or ends it.
//!
//! | trigger | queue `children` |
//! |---|---|
//! | reads   | batch, child; as `renders-start` |
//! | writes  | as `renders-start`, as `renders-cancel`; the child |

fn main() -> runtime::Exit {
    runtime::run(renders::ADMIT_CHILD)
}
