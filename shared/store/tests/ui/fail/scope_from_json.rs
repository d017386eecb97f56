//! A scope that could be read from a body would be the caller's to choose.

use contract::Workspace;

fn main() {
    let _ = serde_json::from_str::<Workspace>("\"wsp_00000000000000000000000001\"");
}
