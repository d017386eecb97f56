use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use super::{Credentials, Key, StateDir};

fn fresh() -> (tempfile::TempDir, StateDir) {
    let folder = tempfile::tempdir().unwrap();
    let state = StateDir::at(folder.path().join("state"));
    state.prepare().unwrap();
    (folder, state)
}

fn credentials() -> Credentials {
    Credentials {
        url: "http://127.0.0.1:4000".into(),
        email: "owner@localhost".into(),
        user: "usr_1".into(),
        workspace: "wsp_1".into(),
        key: Key { id: "key_1".into(), secret: "secret".into() },
    }
}

#[test]
fn secrets_are_readable_by_their_owner_only() {
    let (_folder, state) = fresh();
    state.store_credentials(&credentials()).unwrap();

    let mode = |path: std::path::PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(state.join("credentials.json")), 0o600);
    assert_eq!(mode(state.path().to_path_buf()), 0o700);
    assert_eq!(state.credentials().unwrap().unwrap().key.secret, "secret");
}

#[test]
fn a_folder_with_other_things_is_refused_and_never_wiped() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("thesis.txt"), "years of work").unwrap();
    let state = StateDir::at(folder.path().to_path_buf());

    assert!(state.prepare().unwrap_err().to_string().contains("holds no Ferrotype state"));
    state.wipe().unwrap();
    assert!(folder.path().join("thesis.txt").is_file());
}

#[test]
fn wiping_leaves_an_empty_state_directory() {
    let (_folder, state) = fresh();
    state.store_credentials(&credentials()).unwrap();
    std::fs::create_dir_all(state.join("engine/data")).unwrap();

    state.wipe().unwrap();

    assert!(state.is_ours());
    assert!(state.credentials().unwrap().is_none());
    assert!(!state.join("engine").exists());
}

#[test]
fn a_damaged_record_is_named() {
    let (_folder, state) = fresh();
    std::fs::write(state.join("credentials.json"), "{").unwrap();
    assert!(state.credentials().unwrap_err().to_string().contains("credentials.json is damaged"));
}

#[tokio::test]
async fn two_commands_take_turns() {
    let (_folder, state) = fresh();
    let first = state.lock(|| unreachable!("nobody else holds it")).await.unwrap();

    let mut told = false;
    let waited = tokio::time::timeout(Duration::from_millis(250), state.lock(|| told = true)).await;
    assert!(waited.is_err(), "the second command went on beside the first");
    assert!(told, "the second command waited without a word");

    drop(first);
    state.lock(|| unreachable!("the first command is done")).await.unwrap();
}

#[test]
fn two_first_starts_take_the_same_new_folder() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..300 {
        let state = StateDir::at(folder.path().join(round.to_string()));
        let gate = std::sync::Barrier::new(4);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    gate.wait();
                    state.prepare().unwrap();
                });
            }
        });
    }
}
