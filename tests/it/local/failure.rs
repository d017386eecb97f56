//! A stage that returns garbage, dies or hangs fails the render, gives the money back and frees the slot.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use serde_json::{Value, json};

use super::api::Api;
use super::cloud::{Cloud, STACK, bins, local, scratch};
use crate::repository::functions;

/// A bootstrap that speaks the Runtime API (AWS Lambda Developer Guide, "Using the Lambda runtime API") and misbehaves.
pub(crate) fn saboteur(deed: &str) -> String {
    format!(
        r#"#!/usr/bin/env python3
import os, sys, time, urllib.request
api = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/invocation/"
while True:
    event = urllib.request.urlopen(api + "next")
    event.read()
    answer = api + event.headers["Lambda-Runtime-Aws-Request-Id"] + "/response"
    {deed}
"#
    )
}

/// A folder with every real bin but one, whose place `script` takes.
pub(crate) fn bins_with(folder: &Path, name: &str, script: &str) {
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder).expect("a folder can be made");
    for function in functions() {
        if function.spec.name != name {
            symlink(bins().join(function.spec.name), folder.join(function.spec.name))
                .expect("a link can be made");
        }
    }
    if name.is_empty() {
        return;
    }
    let place = folder.join(name);
    std::fs::write(&place, script).expect("a script can be written");
    std::fs::set_permissions(&place, std::fs::Permissions::from_mode(0o755)).expect("a script can be run");
}

pub(crate) fn deploy(cloud: &Cloud, folder: &Path) -> Value {
    let folder = folder.to_str().expect("a path is text");
    let mut arguments = vec![
        "--endpoint",
        &cloud.endpoint,
        "--template",
        "template.yaml",
        "--stack",
        STACK,
        "--bins",
        folder,
    ];
    for parameter in ["LocalUsers=true", "StartingGrant=10000000", "Stage=dev"] {
        arguments.extend(["--parameter", parameter]);
    }
    local("deploy", &arguments, "")
}

/// A stage that is not needed does its `deed`, and the render tells of it and goes on.
fn assert_falls_back(cloud: &Cloud, api: &Api, folder: &Path, stage: &str, deed: &str) {
    bins_with(folder, stage, &saboteur(deed));
    let deployed = deploy(cloud, folder);
    assert_eq!(deployed["updated_functions"].as_array().expect("a list").len(), 1, "{deployed}");
    let render = api.end_of(&api.start("a hill"));
    assert_eq!(render["status"], "succeeded", "{stage} does `{deed}`: {render}");
    let name = stage.trim_start_matches("pipeline-");
    let told = render["stages"].as_array().into_iter().flatten().find(|told| told["name"] == name);
    let told = told.unwrap_or_else(|| panic!("the story leaves {name} out: {render}"));
    assert_eq!(told["status"], "fallback", "{told}");
    assert!(
        told["fallback"]["reason"].as_str().is_some_and(|reason| reason.contains("left nothing")),
        "{told}"
    );
    api.assert_money_adds_up();
    mend(cloud, folder, stage);
}

/// Makes the bin of `stage` whole again.
fn mend(cloud: &Cloud, folder: &Path, stage: &str) {
    bins_with(folder, stage, "");
    std::fs::remove_file(folder.join(stage)).expect("the script is there");
    symlink(bins().join(stage), folder.join(stage)).expect("a link can be made");
    deploy(cloud, folder);
}

fn assert_fails(cloud: &Cloud, api: &Api, folder: &Path, stage: &str, deed: &str, code: &str) {
    bins_with(folder, stage, &saboteur(deed));
    let deployed = deploy(cloud, folder);
    assert_eq!(deployed["updated_functions"].as_array().expect("a list").len(), 1, "{deployed}");
    let id = api.start("a hill");
    let render = api.end_of(&id);
    assert_eq!(render["status"], "failed", "{stage} does `{deed}`: {render}");
    assert_eq!(render["problem"]["code"], code, "{render}");
    assert!(render["outputs"].as_array().is_some_and(Vec::is_empty), "{render}");
    let events = api.all(&format!("/v1/renders/{id}/events"));
    assert_eq!(events.last().expect("events")["type"], "render.failed");
    let credits = api.get("/v1/credits").body;
    assert_eq!(
        (&credits["held_usd_micros"], &credits["spent_usd_micros"]),
        (&json!(0), &json!(0)),
        "{credits}"
    );
    api.assert_money_adds_up();
    mend(cloud, folder, stage);
}

#[test]
fn a_stage_that_misbehaves_fails_the_render_and_costs_nothing() {
    let cloud = Cloud::start("sabotage", &[]);
    let folder = scratch("saboteurs");
    let api = Api::at(&cloud.api, Some(cloud.user("victim@localhost", 100_000)));
    // The folder of links once as it is, so that each deed changes one function.
    bins_with(&folder, "", "");
    deploy(&cloud, &folder);
    let garbage = "urllib.request.urlopen(answer, b'\"garbage\"').read()";
    assert_fails(&cloud, &api, &folder, "pipeline-ingest", garbage, "stage-failed");
    assert_fails(&cloud, &api, &folder, "pipeline-route-model", "sys.exit(1)", "stage-failed");
    assert_fails(&cloud, &api, &folder, "pipeline-prepare", "time.sleep(3600)", "stage-timed-out");
    // Six failures' slots would not leave room for these.
    for number in 0..5 {
        let id = api.start(&format!("hill {number}"));
        assert_eq!(api.end_of(&id)["status"], "succeeded");
    }
    api.assert_money_adds_up();
}

#[test]
fn a_stage_that_is_not_needed_misbehaves_and_the_render_goes_on() {
    let cloud = Cloud::start("sabotage-beside", &[]);
    let folder = scratch("saboteurs-beside");
    let api = Api::at(&cloud.api, Some(cloud.user("lucky@localhost", 100_000)));
    bins_with(&folder, "", "");
    deploy(&cloud, &folder);
    let garbage = "urllib.request.urlopen(answer, b'\"garbage\"').read()";
    assert_falls_back(&cloud, &api, &folder, "pipeline-validate", garbage);
    assert_falls_back(&cloud, &api, &folder, "pipeline-parse-intent", "sys.exit(1)");
    assert_falls_back(&cloud, &api, &folder, "pipeline-optimize-prompt", "time.sleep(3600)");
}
