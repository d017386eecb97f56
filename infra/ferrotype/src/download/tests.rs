use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::{numbered, save_one};
use crate::api::{Api, Output};
use crate::fixture::{self, Server};

const PICTURE: &[u8] = b"not really a picture";

async fn store() -> (Server, Api) {
    let server = Server::start(|_| async { fixture::bytes(200, "image/png", PICTURE.to_vec()) }).await;
    let api = Api::new(&server.url(), "key").unwrap();
    (server, api)
}

fn output(server: &Server, bytes: u64, sha256: String) -> Output {
    Output {
        mime: "image/png".into(),
        width: 1,
        height: 1,
        bytes,
        sha256,
        url: format!("{}/a.png", server.url()),
    }
}

#[tokio::test]
async fn a_picture_is_saved_whole_and_readable() {
    let (server, api) = store().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/a.png");
    let output = output(&server, PICTURE.len() as u64, format!("{:x}", Sha256::digest(PICTURE)));

    save_one(&api, &output, &path).await.unwrap();

    assert_eq!(std::fs::read(&path).unwrap(), PICTURE);
    let plain = folder.path().join("plain");
    std::fs::write(&plain, "").unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), mode(&plain), "a picture is readable as other files are");
}

#[tokio::test]
async fn a_damaged_picture_leaves_the_old_file_alone() {
    let (server, api) = store().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.png");
    std::fs::write(&path, "old").unwrap();

    let error = save_one(&api, &output(&server, 20, "00".into()), &path).await.unwrap_err();

    assert!(error.to_string().contains("not what was made"), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), b"old");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "a partial file was left");
}

#[test]
fn further_pictures_get_numbers() {
    assert_eq!(numbered(Path::new("a/lake.png"), 0), Path::new("a/lake.png"));
    assert_eq!(numbered(Path::new("a/lake.png"), 1), Path::new("a/lake-2.png"));
    assert_eq!(numbered(Path::new("lake"), 2), Path::new("lake-3"));
}
