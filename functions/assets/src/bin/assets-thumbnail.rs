//! Makes smaller versions and a thumbhash of a picture that was stored.
//!
//! | trigger | EventBridge: an object was created below `media/` or `kept/original/` |
//! |---|---|
//! | reads   | the object |
//! | writes  | smaller pictures below `derived/` or `kept/derived/`, and the record that names them |

fn main() -> runtime::Exit {
    runtime::run(assets::THUMBNAIL)
}
