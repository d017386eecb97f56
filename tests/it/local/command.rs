//! The command, as a newcomer uses it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use super::cloud::{bins, scratch, target};
use crate::repository::root;

pub(crate) fn ferrotype(state: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(bins().join("ferrotype"));
    command.args(arguments).arg("--state").arg(state).current_dir(root()).env("CARGO_TARGET_DIR", target());
    command.env_remove("FERROTYPE_URL").env_remove("FERROTYPE_KEY");
    command.output().expect("the command runs")
}

pub(crate) fn succeeds(state: &Path, arguments: &[&str]) -> String {
    let output = ferrotype(state, arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {:?}\n{said}", output.status);
    String::from_utf8(output.stdout).expect("text")
}

pub(crate) fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn up_demo_env_keys_and_down() {
    let state = scratch("command");
    let bins = bins();
    let bins = bins.to_str().expect("a path is text");
    let up = json(&succeeds(&state, &["up", "--port", "0", "--json", "--bins", bins]));
    let url = up["url"].as_str().unwrap_or_else(|| panic!("{up}")).to_owned();
    assert!(url.starts_with("http://127.0.0.1:"), "{up}");

    let picture = state.join("demo.png");
    succeeds(&state, &["demo", "--out", picture.to_str().expect("text"), "--json", "--bins", bins]);
    let measured =
        media::measure(&std::fs::read(&picture).expect("the demo saves a picture")).expect("a picture");
    assert!(measured.width.min(measured.height) >= 512 && !measured.blank);

    let env = succeeds(&state, &["env"]);
    assert!(
        env.contains(&format!("export FERROTYPE_URL={url}")) && env.contains("export FERROTYPE_KEY=ft_dev_"),
        "{env}"
    );
    let list = json(&succeeds(&state, &["renders", "list", "--json"]));
    assert_eq!(list["items"].as_array().map(Vec::len), Some(1), "{list}");

    let examined = json(&succeeds(&state, &["doctor", "--json", "--bins", bins]));
    assert_eq!(
        (&examined["clean"], &examined["read"]["jobs"]),
        (&Value::Bool(true), &1.into()),
        "{examined}"
    );

    let second =
        json(&succeeds(&state, &["keys", "create", "--as", "b@localhost", "--grant", "20000", "--json"]));
    let secret = second["key"]["secret"].as_str().or(second["secret"].as_str()).expect("a secret").to_owned();
    let mine = json(&succeeds(&state, &["renders", "list", "--json", "--key", &secret]));
    assert_eq!(mine["items"].as_array().map(Vec::len), Some(0), "a user of another workspace sees {mine}");

    let again = json(&succeeds(&state, &["up", "--json", "--bins", bins]));
    assert_eq!(again["url"], url.as_str(), "a second up keeps the port: {again}");
    let list = json(&succeeds(&state, &["renders", "list", "--json"]));
    assert_eq!(list["items"].as_array().map(Vec::len), Some(1), "a second up loses nothing: {list}");

    succeeds(&state, &["down"]);
    assert_eq!(processes_of(&state), Vec::<String>::new());
    let status = ferrotype(&state, &["renders", "list"]);
    assert_eq!(status.status.code(), Some(3), "nothing runs any more");
}

/// Command lines of running processes that name the state folder.
fn processes_of(state: &Path) -> Vec<String> {
    let needle = state.to_string_lossy().into_owned();
    let listed = Command::new("ps").args(["-eo", "args"]).output().expect("ps runs");
    let lines = String::from_utf8_lossy(&listed.stdout).into_owned();
    lines.lines().filter(|line| line.contains(&needle)).map(str::to_owned).collect()
}
