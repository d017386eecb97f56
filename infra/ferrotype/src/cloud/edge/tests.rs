use std::net::TcpListener;

use super::{Claim, choose_port};
use crate::state::StateDir;

#[tokio::test]
async fn a_taken_port_is_refused_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let state = StateDir::at(folder.path().to_path_buf());
    let stranger = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = stranger.local_addr().unwrap().port();

    let error = choose_port(&state, Some(port), None).await.unwrap_err();
    assert_eq!(error.to_string(), format!("port {port} is taken by another process"));

    let picked = choose_port(&state, Some(0), Some(port)).await.unwrap();
    assert_ne!(picked.port(), port);
}

#[tokio::test]
async fn the_last_port_is_taken_again() {
    let folder = tempfile::tempdir().unwrap();
    let state = StateDir::at(folder.path().to_path_buf());
    let free = Claim::pick(folder.path(), "edge").unwrap().hand_over();

    let claim = choose_port(&state, None, Some(free)).await.unwrap();

    assert_eq!(claim.port(), free);
    assert!(TcpListener::bind(("127.0.0.1", free)).is_err(), "nobody keeps the port during the build");
}
