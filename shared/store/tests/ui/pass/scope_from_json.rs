//! The id of a workspace may come from outside. The right to see it comes from a grant.

use contract::{Grant, Workspace};
use model::WorkspaceId;

fn scope(grant: &Grant) -> Option<Workspace> {
    grant.workspace().ok()
}

fn main() {
    let _ = serde_json::from_str::<WorkspaceId>("\"wsp_00000000000000000000000001\"");
    let _ = scope;
}
