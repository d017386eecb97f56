//! Where scopes come from: the one file that may mint a workspace.
//!
//! A workspace is entered for two reasons only. A caller was verified, and the principal says which workspace the
//! credential belongs to; or an envelope arrived on a queue or from a state machine to which only our roles may
//! write, and says it itself. Nothing that a caller writes reaches this file.

use contract::{Grant, Ports, Principal, Workspace};
use model::WorkspaceId;

/// A grant for a verified caller.
pub(crate) fn for_caller(ports: Ports, principal: Principal) -> Grant {
    let workspace = mint(principal.workspace);
    Grant::inside(ports, workspace, Some(principal))
}

/// A grant for an envelope of our own.
pub(crate) fn for_envelope(ports: Ports, workspace: WorkspaceId) -> Grant {
    Grant::inside(ports, mint(workspace), None)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the runtime mints scopes, from a verified caller or a trusted envelope; see the module's words"
)]
fn mint(workspace: WorkspaceId) -> Workspace {
    Workspace::mint(workspace)
}
