use std::path::Path;

use super::{Claim, OURS};

#[test]
fn each_server_of_each_cloud_looks_elsewhere_and_a_taken_port_is_passed_over() {
    let state = tempfile::tempdir().unwrap();
    let first = Claim::pick(state.path(), "engine").unwrap();
    let second = Claim::pick(state.path(), "engine").unwrap();
    let edge = Claim::pick(state.path(), "edge").unwrap();
    let other = Claim::pick(Path::new("/elsewhere"), "engine").unwrap();

    for claim in [&first, &second, &edge, &other] {
        assert!(OURS.contains(&claim.port()));
    }
    assert_ne!(first.port(), second.port());
    assert!(first.port().abs_diff(edge.port()) > 1 && first.port().abs_diff(other.port()) > 1);
}

#[test]
fn a_claim_keeps_others_away_until_it_is_handed_over() {
    let state = tempfile::tempdir().unwrap();
    let claim = Claim::pick(state.path(), "edge").unwrap();
    assert!(Claim::on(claim.port()).is_none());
    let port = claim.hand_over();
    assert!(Claim::on(port).is_some());
}
