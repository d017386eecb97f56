//! Accounts: who one is, the access keys of a workspace, and the first user of a deployment.

pub mod bootstrap;
pub mod create_key;
pub mod get_me;
pub mod list_keys;
pub mod revoke_key;

mod settings;

use contract::Function;

/// Who calls.
pub const GET_ME: Function = contract::route::<get_me::GetMe>();
/// A new access key.
pub const CREATE_KEY: Function = contract::route::<create_key::CreateKey>();
/// The access keys of the workspace.
pub const LIST_KEYS: Function = contract::route::<list_keys::ListKeys>();
/// The end of an access key.
pub const REVOKE_KEY: Function = contract::route::<revoke_key::RevokeKey>();
/// The owner of a deployment, and users of a local one.
pub const BOOTSTRAP: Function = contract::duty::<bootstrap::Bootstrap>();

/// Every function of this domain.
pub const FUNCTIONS: &[Function] = &[GET_ME, CREATE_KEY, LIST_KEYS, REVOKE_KEY, BOOTSTRAP];
