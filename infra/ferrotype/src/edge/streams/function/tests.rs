use std::sync::Arc;

use http::Method;
use serde_json::json;

use super::{Function, Stamp, Table};

fn table() -> (tempfile::TempDir, Table) {
    let folder = tempfile::tempdir().unwrap();
    let table = Table::at(folder.path().join("streams.json"));
    (folder, table)
}

fn write(folder: &tempfile::TempDir, paths: &[&str]) {
    let functions = paths.iter().map(|path| {
        json!({"name": "f", "path": path, "program": "/f", "host": "h", "timeout": 1, "memory": 1, "environment": {}})
    });
    // As `up` does: whole, under another name first.
    let draft = folder.path().join("draft");
    std::fs::write(&draft, json!(functions.collect::<Vec<_>>()).to_string()).unwrap();
    std::fs::rename(draft, folder.path().join("streams.json")).unwrap();
}

#[test]
fn a_path_is_served_segment_by_segment() {
    let (folder, table) = table();
    write(&folder, &["/v1/renders/{id}/stream", "/v1/events/stream"]);
    let finds = |path: &str| table.find(&Method::GET, path).map(|function| function.path.clone());
    assert_eq!(finds("/v1/renders/rnd_1%2F/stream").unwrap(), "/v1/renders/{id}/stream");
    assert_eq!(finds("/v1/events/stream").unwrap(), "/v1/events/stream");
    for other in [
        "/v1/renders//stream",
        "/v1/renders/a/b/stream",
        "/v1/renders/a/stream/",
        "/v1/renders/a",
        "/v1/Events/stream",
    ] {
        assert_eq!(finds(other), None, "{other}");
    }
    assert!(table.find(&Method::POST, "/v1/events/stream").is_none());
    assert!(table.find(&Method::HEAD, "/v1/events/stream").is_none());
}

#[test]
fn a_deploy_is_seen_without_a_new_edge() {
    let (folder, table) = table();
    let find = |path: &str| -> Option<Arc<Function>> { table.find(&Method::GET, path) };
    assert!(find("/v1/a").is_none(), "there is no table yet");
    write(&folder, &["/v1/a"]);
    assert!(find("/v1/a").is_some());
    write(&folder, &["/v1/b"]);
    assert!(find("/v1/a").is_none() && find("/v1/b").is_some());
    std::fs::write(folder.path().join("streams.json"), "{").unwrap();
    assert!(find("/v1/b").is_none(), "a damaged table serves nothing, and does not end the edge");
}

#[test]
fn a_program_that_was_built_anew_is_another_one() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("program");
    assert_eq!(Stamp::of(&program), None);
    std::fs::write(&program, "one").unwrap();
    let before = Stamp::of(&program);
    assert_eq!(Stamp::of(&program), before);
    std::fs::write(folder.path().join("new"), "two").unwrap();
    std::fs::rename(folder.path().join("new"), &program).unwrap();
    assert_ne!(Stamp::of(&program), before);
}
