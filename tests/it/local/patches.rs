//! Each patch of the emulator is still needed: one that upstream has by now is to be deleted.

use std::process::Command;

use super::cloud::python;
use crate::repository::root;

#[test]
fn no_patch_outlives_its_reason() {
    let mut command = Command::new(python());
    command.args(["-m", "unittest", "tests.test_patches"]).current_dir(root().join("infra/local"));
    let output = command.output().expect("Python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
