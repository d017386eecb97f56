use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{MEMBERS, Tally, diagnostics, profile_of};

#[test]
fn the_profile_is_the_one_of_this_program() {
    let target = tempfile::tempdir().unwrap();
    let program = |folder: &str| {
        let folder = target.path().join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("ferrotype"), "").unwrap();
        folder.join("ferrotype")
    };
    assert_eq!(profile_of(&program("debug"), target.path()), None);
    assert_eq!(profile_of(&program("release"), target.path()), Some("release".into()));
    assert_eq!(profile_of(&program("x86_64-unknown-linux-gnu/quick"), target.path()), Some("quick".into()));
    assert_eq!(profile_of(Path::new("/usr/bin/env"), target.path()), None);
}

#[test]
fn artifacts_are_counted_and_the_folder_of_the_binaries_is_learnt() {
    let mut tally = Tally::default();
    tally.take(r#"{"reason":"compiler-artifact","package_id":"serde 1","executable":null,"fresh":true}"#);
    tally.take(r#"{"reason":"compiler-artifact","package_id":"renders","executable":"/t/debug/renders-start","fresh":false}"#);
    tally.take(r#"{"reason":"compiler-artifact","package_id":"renders","executable":"/t/debug/renders-get","fresh":true}"#);
    tally.take(r#"{"reason":"compiler-artifact","package_id":"doctor","executable":"/t/debug/ferrotype-doctor","fresh":false}"#);
    tally.take("not JSON");

    assert_eq!((tally.functions, tally.changed), (2, 1));
    assert_eq!(tally.bins.as_deref(), Some(Path::new("/t/debug")));
    tally.hear("\u{1b}[1m   Compiling\u{1b}[0m renders v0.1.0 (/clone/functions/renders)");
    tally.hear("warning: unused variable");
    assert_eq!(tally.progress(9), "3 of 9 crates, Compiling renders v0.1.0");
    assert_eq!(tally.progress(0), "3 crates, Compiling renders v0.1.0");
}

#[test]
fn compile_errors_are_shown_without_the_commentary() {
    let stderr = "   Compiling renders v0.1.0\n\u{1b}[1m   Compiling\u{1b}[0m jobs\nerror[E0308]: mismatched types\n --> src/x.rs:1:1\n";
    assert_eq!(diagnostics(stderr), "error[E0308]: mismatched types\n --> src/x.rs:1:1");
}

/// Else `cargo ferrotype` and what it builds compile each other's dependencies anew, and its own program is replaced while it runs.
#[test]
fn the_studio_gives_no_dependency_of_the_others_another_feature() {
    let whole = features(&["--workspace"]);
    for (package, features) in features(MEMBERS) {
        assert_eq!(
            whole.get(&package),
            Some(&features),
            "{package}: name its features in the workspace for all"
        );
    }
}

/// Every package of a selection with the sets of features that it is compiled with.
fn features(selection: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let output = std::process::Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--edges", "normal,build", "--prefix", "none", "--format", "{p}\t{f}"])
        .args(selection)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut found = BTreeMap::<_, BTreeSet<_>>::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        if let Some((package, features)) = line.split_once('\t') {
            let features = features.trim_end_matches(" (*)").to_owned();
            found.entry(package.to_owned()).or_default().insert(features);
        }
    }
    assert!(found.len() > 100, "{found:?}");
    found
}
