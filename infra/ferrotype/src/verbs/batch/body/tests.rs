use clap::Parser as _;
use serde_json::{Value, json};

use super::read;
use crate::cli::{Cli, Verb};

fn body(text: &str, options: &[&str]) -> anyhow::Result<Value> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    let line = [&["ferrotype", "batch", file.path().to_str().unwrap()], options].concat();
    let Verb::Batch(arguments) = Cli::parse_from(line).verb else { panic!("not a batch") };
    read(&arguments)
}

#[test]
fn each_line_is_a_prompt_and_repeated_options_multiply_them() {
    let options = [
        "--style",
        "photo",
        "--style",
        "ink",
        "--aspect",
        "1:1",
        "--quality",
        "draft",
        "--count",
        "2",
        "--deadline",
        "60",
        "--project",
        "prj_1",
        "--model",
        "sketch",
    ];
    assert_eq!(
        body("a fox\n\n  a hare \r\n", &options).unwrap(),
        json!({"prompts": ["a fox", "a hare"], "matrix": {"style": ["photo", "ink"], "aspect": ["1:1"]},
               "project": "prj_1",
               "template": {"quality": "draft", "model": "sketch", "count": 2, "deadline_seconds": 60}})
    );
    assert_eq!(body("a fox", &[]).unwrap(), json!({"prompts": ["a fox"], "template": {}}));
}

#[test]
fn a_body_is_taken_as_it_is_and_alone() {
    let whole = json!({"template": {"style": "ink"}, "prompts": ["a"]});
    assert_eq!(body(&format!(" {whole}"), &[]).unwrap(), whole);
    assert!(body(&whole.to_string(), &["--style", "ink"]).is_err());
    assert!(body(&whole.to_string(), &["--project", "prj_1"]).is_err());
    assert!(body("{\"prompts\": [", &[]).is_err());
    assert!(body("\n \n", &[]).is_err(), "a batch of nothing was made");
}
