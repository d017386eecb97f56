//! Makes smaller versions and a thumbhash of a picture that was stored.
//!
//! | trigger | EventBridge: an object was created below `media/` |
//! |---|---|
//! | reads   | the object |
//! | writes  | smaller pictures below `derived/`, and the record that names them |

fn main() -> runtime::Exit {
    runtime::run(assets::THUMBNAIL)
}
