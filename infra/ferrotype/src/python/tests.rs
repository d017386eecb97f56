use std::os::unix::process::ExitStatusExt as _;
use std::process::ExitStatus;

use serde_json::Value;

use super::parse;
use crate::subprocess::Finished;

fn finished(code: i32, stdout: &str, stderr: &str) -> Finished {
    Finished { status: ExitStatus::from_raw(code << 8), stdout: stdout.into(), stderr: stderr.into() }
}

#[test]
fn the_last_line_is_the_answer() {
    let answer: Value = parse("venv.py", &finished(0, "creating\n{\"python\": \"/x\"}\n", "")).unwrap();
    assert_eq!(answer["python"], "/x");
}

#[test]
fn an_answer_may_span_lines_and_come_with_a_failure() {
    let answer: Value =
        parse("invoke", &finished(1, "{\n \"status\": 200,\n \"error\": \"Unhandled\"\n}\n", "")).unwrap();
    assert_eq!(answer["error"], "Unhandled");
}

#[test]
fn a_failure_shows_what_the_tool_said() {
    let error = parse::<Value>("deploy", &finished(1, "", "ResourceFn: no such role\n")).unwrap_err();
    let text = format!("{error:#}");
    assert!(text.contains("infra/local deploy failed"), "{text}");
    assert!(text.contains("ResourceFn: no such role"), "{text}");
}
