use tokio::process::Command;

use super::{Line, run};

#[tokio::test]
async fn lines_arrive_apart_and_output_is_kept_whole() {
    let mut command = Command::new("sh");
    command.args(["-c", "cat; echo warning >&2; printf 'no newline'; exit 3"]);
    let mut seen = Vec::new();
    let watch = |line: Line<'_>| match line {
        Line::Out(text) => seen.push(format!("out {text}")),
        Line::Err(text) => seen.push(format!("err {text}")),
    };

    let finished = run(&mut command, Some(b"hello\n"), watch).await.unwrap();

    seen.sort();
    assert_eq!(seen, ["err warning", "out hello", "out no newline"]);
    assert_eq!(finished.status.code(), Some(3));
    assert_eq!(finished.stdout, "hello\nno newline");
    assert_eq!(finished.stderr, "warning\n");
}

#[tokio::test]
async fn a_missing_program_is_named() {
    let error = run(&mut Command::new("no-such-program-here"), None, |_| ()).await.unwrap_err();
    assert_eq!(error.to_string(), "cannot start no-such-program-here");
}
