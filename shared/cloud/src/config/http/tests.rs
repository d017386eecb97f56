use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::*;

/// SHA-256 of the five certificates as <https://www.amazontrust.com/repository/> publishes them.
const PUBLISHED: [&str; 5] = [
    "8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e",
    "1ba5b2aa8c65401a82960118f80bec4f62304d83cec4713a19c39c011ea46db4",
    "18ce6cfe7bf14e60b2e347b8dfe868cb31d02ebb3ada271569f50343b46db3a4",
    "e35d28419ed02025cfa69038cd623962458da5c695fbdea3c22b0bfb25897092",
    "568d6905a2c88708a4b3025190edcfedb1974a606a13c6e5290fcb2ae63edab5",
];

#[test]
fn the_roots_are_amazons_five() {
    let found: Vec<_> = AMAZON_ROOTS
        .split("-----BEGIN CERTIFICATE-----")
        .skip(1)
        .map(|rest| rest.split("-----END").next().unwrap().split_whitespace().collect::<String>())
        .map(|text| format!("{:x}", Sha256::digest(STANDARD.decode(text).unwrap())))
        .collect();
    assert_eq!(found, PUBLISHED);
}

#[test]
fn a_tls_connector_accepts_the_roots() {
    // The TLS provider reads the certificates when an SDK client is made, and panics over a broken one.
    let sdk = crate::testing::sdk(client(Trust::Amazon));
    aws_sdk_dynamodb::Client::new(&sdk);
}

#[test]
fn only_other_peoples_tls_needs_the_machines_roots() {
    assert_eq!(trust(Some("eu-central-1"), None), Trust::Amazon);
    assert_eq!(trust(Some("eu-central-1"), Some("http://127.0.0.1:4566")), Trust::Amazon);
    assert_eq!(trust(Some("eu-central-1"), Some("https://cloud.example")), Trust::Machine);
    assert_eq!(trust(Some("cn-north-1"), None), Trust::Machine);
}
