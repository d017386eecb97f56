use super::Project;
use crate::failure::{Exit, Failure};

#[test]
fn is_found_from_a_folder_below() {
    let root = tempfile::tempdir().unwrap();
    let below = root.path().join("functions/renders");
    std::fs::create_dir_all(&below).unwrap();
    std::fs::write(root.path().join("template.yaml"), "").unwrap();

    assert_eq!(Project::find(&below).unwrap().root(), root.path());
}

#[test]
fn outside_a_clone_is_a_usage_error() {
    let elsewhere = tempfile::tempdir().unwrap();
    let error = Project::find(elsewhere.path()).unwrap_err();
    assert_eq!(error.downcast_ref::<Failure>().unwrap().exit, Exit::Usage);
}
