use std::collections::BTreeSet;
use std::path::Path;

use super::*;

#[test]
fn every_crate_of_ours_may_log() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let crates: BTreeSet<_> = std::fs::read_dir(shared)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("Cargo.toml").exists())
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        // It is for tests alone.
        .filter(|name| name != "testkit")
        .collect();
    let unknown: Vec<_> = crates.iter().filter(|name| !OURS.contains(&name.as_str())).collect();
    assert!(unknown.is_empty(), "add to OURS: {unknown:?}");
}

#[test]
fn ours_are_the_shared_crates_the_domain_and_its_bins() {
    for target in ["runtime::init", "store", "renders::start", "renders_start", "renders"] {
        assert!(is_ours(target, "renders"), "{target}");
    }
    for target in ["lambda_runtime::layers", "hyper", "rendersome", "aws_sdk_s3::operation", "storefront"] {
        assert!(!is_ours(target, "renders"), "{target}");
    }
}

#[test]
fn the_level_comes_from_lambda_then_from_the_variable_then_is_info() {
    let read = |of_lambda: Option<&str>, rust_log: Option<&str>| {
        level(of_lambda, rust_log).max_level_hint().unwrap().to_string()
    };
    assert_eq!(read(None, None), "info");
    assert_eq!(read(Some("DEBUG"), Some("error")), "debug");
    assert_eq!(read(Some("FATAL"), None), "error");
    assert_eq!(read(Some("LOUD"), Some("warn")), "warn");
    assert_eq!(read(None, Some("jobs=trace,info")), "trace");
}
