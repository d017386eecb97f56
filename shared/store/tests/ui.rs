//! What must not compile, each beside a twin that does the lawful thing and compiles.
//!
//! `fail/<name>.rs` and `pass/<name>.rs` differ in the forbidden line alone; `fail/<name>.stderr` is what the compiler says about
//! it. After a change of the toolchain: `TRYBUILD=overwrite cargo test -p store --test ui`, then read the difference.

use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn a_read_across_workspaces_cannot_be_written_down() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
    cases.compile_fail("tests/ui/fail/*.rs");
}

#[test]
fn every_forbidden_thing_has_a_lawful_twin() {
    let names = |folder: &str| -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui").join(folder);
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name());
        files.filter_map(|name| Some(name.to_str()?.strip_suffix(".rs")?.to_owned())).collect()
    };
    assert_eq!(names("fail"), names("pass"));
    assert!(names("fail").len() >= 7);
}
