//! The single table, seen through one workspace.
//!
//! A [`Store`] is opened with a scope and computes every partition from it, so a read across workspaces cannot be
//! written down. An [`Address`] names a kind, an optional parent and a sort key, never a partition. Look-ups that start
//! outside a workspace (an access key, a sign-in) go through [`Directory`], which knows only the kinds made for that.
//!
//! The engines are elsewhere: DynamoDB in `cloud`, and [`memory::MemoryTable`] here, which answers the same and can be told
//! to conflict and to lose answers.

pub mod kind;
pub mod memory;
pub mod once;
pub mod record;

mod address;
mod commit;
mod cursor;
mod directory;
mod scoped;
mod sweep;

pub use address::{Address, Digest, Hasher, KeyId, KeyName, Parent, SortKey};
pub use commit::{Change, Commit, Refused};
pub use cursor::Cursor;
pub use directory::{Directory, DuePage, DuePart, DuePointer, due_shard, due_sort, parent_of};
pub use kind::Kind;
pub use once::{Begun, IdempotencyKey, Once};
pub use record::Record;
pub use scoped::{Listing, Range, Store, VERSION};
pub use sweep::{Attend, Swept};
