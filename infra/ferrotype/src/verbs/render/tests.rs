use clap::Parser as _;
use serde_json::{Value, json};

use super::{body, unsuccessful};
use crate::cli::{Cli, Verb};
use crate::failure::Exit;

fn sent(line: &str) -> Value {
    let Verb::Render(arguments) = Cli::parse_from(line.split_whitespace()).verb else {
        panic!("not a render")
    };
    serde_json::to_value(body(&arguments).unwrap()).unwrap()
}

#[test]
fn only_what_was_asked_for_is_sent() {
    assert_eq!(sent("ferrotype render fox"), json!({"prompt": "fox"}));
    assert_eq!(
        sent(
            "ferrotype render fox --aspect 16:9 --quality high --seed 7 --pipeline simple --reference rnd_1 --style photo"
        ),
        json!({"prompt": "fox", "aspect": "16:9", "quality": "high", "seed": 7, "pipeline": "simple",
               "references": ["rnd_1"], "style": "photo"})
    );
    assert_eq!(
        sent("ferrotype render night --task edit --reference rnd_1 --model sketch --retry 3"),
        json!({"prompt": "night", "task": "edit", "references": ["rnd_1"], "model": "sketch",
               "retry": {"max_attempts": 3}})
    );
}

#[test]
fn a_failed_render_is_failed_work_whatever_its_problem_says() {
    let render = serde_json::from_value(json!({"id": "rnd_1", "status": "failed", "created_at": "",
        "problem": {"status": 422, "title": "Unprocessable", "code": "content-refused", "detail": "No."}}))
    .unwrap();
    let failure = unsuccessful(&render);
    assert_eq!(failure.exit, Exit::Failed);
    assert_eq!(failure.message, "rnd_1 failed: Unprocessable (422 content-refused)");
    assert!(failure.next.unwrap().contains("renders events rnd_1"));
}
