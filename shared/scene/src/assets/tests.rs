use std::collections::HashMap;

use super::*;

/// Files in memory.
#[derive(Debug, Default)]
pub(crate) struct Shelf(pub(crate) HashMap<String, Vec<u8>>);

impl Assets for Shelf {
    fn read(&mut self, name: &str) -> Result<Vec<u8>, Problem> {
        self.0.get(name).cloned().ok_or_else(|| problem(name, "is not on the shelf"))
    }
}

fn folder() -> (tempfile::TempDir, Folder) {
    let outside = tempfile::tempdir().unwrap();
    let root = outside.path().join("public");
    fs::create_dir_all(root.join("photos")).unwrap();
    fs::write(root.join("photos/a.txt"), "inside").unwrap();
    fs::write(outside.path().join("secret"), "outside").unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret"), root.join("link")).unwrap();
    (outside, Folder::new(root))
}

#[test]
fn a_file_is_found_by_its_name() {
    let (_guard, mut folder) = folder();
    assert_eq!(folder.read("photos/a.txt").unwrap(), b"inside");
    assert_eq!(folder.read("/photos/a.txt").unwrap(), b"inside", "as a page would ask for it");
}

#[test]
fn nothing_outside_is_read() {
    let (guard, mut folder) = folder();
    let absolute = guard.path().join("secret");
    for name in
        ["../secret", "photos/../../secret", "link", "photos", "", ".", "a\0b", absolute.to_str().unwrap()]
    {
        let problem = folder.read(name).unwrap_err();
        assert_eq!(problem.code(), "asset", "{name}: {problem}");
    }
}

#[test]
fn a_missing_file_is_told_with_where_it_should_be() {
    let (_guard, mut folder) = folder();
    let problem = folder.read("logo.png").unwrap_err().to_string();
    assert!(
        problem.starts_with("`logo.png` is not there: put it into ") && problem.contains("public"),
        "{problem}"
    );
}

#[test]
fn a_file_without_end_is_not_read_to_it() {
    let (guard, mut folder) = folder();
    let file = File::create(guard.path().join("public/huge")).unwrap();
    file.set_len(LARGEST_FILE + 1).unwrap();
    assert!(folder.read("huge").unwrap_err().to_string().contains("more than 64 MB"));
}
