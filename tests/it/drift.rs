//! A function has five names, and they are one: its bin, its `NAME`, its file, its events, its resource.

use std::collections::BTreeSet;

use contract::{DutyTrigger, Trigger};

use crate::repository::{files, functions, logical_id, read, resources, root, settings, template, untagged};

fn names() -> BTreeSet<String> {
    functions().iter().map(|function| function.spec.name.to_owned()).collect()
}

/// The stem of a path: `functions/a/src/bin/a-b.rs` is `a-b`.
fn stem(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).trim_end_matches(".rs").to_owned()
}

#[test]
fn every_function_has_a_bin_that_only_runs_it() {
    let bins: Vec<_> =
        files("functions", ".rs").into_iter().filter(|path| path.contains("/src/bin/")).collect();
    assert_eq!(bins.iter().map(|path| stem(path)).collect::<BTreeSet<_>>(), names());
    for path in bins {
        let domain = path.split('/').nth(1).expect("a domain");
        let text = read(&path);
        let code: Vec<_> = text.lines().filter(|line| !line.starts_with("//") && !line.is_empty()).collect();
        let constant = stem(&path)
            .strip_prefix(&format!("{domain}-"))
            .expect("a bin begins with its domain")
            .to_uppercase();
        let constant = constant.replace('-', "_");
        let main = format!("    runtime::run({domain}::{constant})");
        assert_eq!(code, ["fn main() -> runtime::Exit {", main.as_str(), "}"], "{path}");
        assert!(text.starts_with("//! "), "{path} says what it is");
    }
}

#[test]
fn every_bin_is_declared_without_tests() {
    let mut declared = BTreeSet::new();
    for manifest in files("functions", "Cargo.toml") {
        let text = read(&manifest);
        for block in text.split("[[bin]]").skip(1) {
            let name = block.split('"').nth(1).expect("a name");
            assert!(block.trim_start().contains("test = false\ndoctest = false"), "{manifest}: {name}");
            declared.insert(name.to_owned());
        }
    }
    assert_eq!(declared, names());
}

#[test]
fn every_function_is_a_resource_with_its_name_and_its_code() {
    let resources = resources(&template(), "AWS::Serverless::Function");
    let expected: BTreeSet<_> = functions().iter().map(|function| logical_id(function.spec.name)).collect();
    assert_eq!(resources.iter().map(|(id, _)| id.clone()).collect::<BTreeSet<_>>(), expected);
    for function in functions() {
        let name = function.spec.name;
        let (_, properties) =
            resources.iter().find(|(id, _)| *id == logical_id(name)).expect("checked above");
        assert_eq!(untagged(&properties["FunctionName"]), &format!("${{AWS::StackName}}-{name}"));
        assert_eq!(properties["CodeUri"], format!("target/lambda/{name}/"));
    }
}

#[test]
fn every_function_is_given_exactly_the_settings_that_it_reads() {
    let resources = resources(&template(), "AWS::Serverless::Function");
    for function in functions() {
        let (id, properties) =
            resources.iter().find(|(id, _)| *id == logical_id(function.spec.name)).expect("a resource");
        let variables = properties["Environment"]["Variables"].as_mapping();
        let mut given: Vec<_> =
            variables.into_iter().flatten().filter_map(|(name, _)| name.as_str()).collect();
        given.sort_unstable();
        assert_eq!(given, settings(&function), "{id}");
    }
}

#[test]
fn every_function_has_an_event_to_try_it_with() {
    let mut folders: BTreeSet<String> = BTreeSet::new();
    for entry in std::fs::read_dir(root().join("events")).expect("events/ is there") {
        folders.insert(entry.expect("an entry").file_name().to_string_lossy().into_owned());
    }
    assert_eq!(folders, names());
    for name in names() {
        assert!(root().join(format!("events/{name}/happy.json")).exists(), "{name} has no happy.json");
    }
}

#[test]
fn every_consumer_takes_its_queue_with_partial_failures_and_a_lid() {
    let template = template();
    let functions_by_id = resources(&template, "AWS::Serverless::Function");
    for function in functions() {
        let Trigger::Consumer { queue } = function.spec.trigger else { continue };
        let id = logical_id(function.spec.name);
        let (_, properties) = functions_by_id.iter().find(|(other, _)| *other == id).expect("a resource");
        let events = properties["Events"].as_mapping().expect("a consumer has an event");
        let [event] = events.values().collect::<Vec<_>>()[..] else { panic!("{id} takes one queue") };
        let (kind, source) = (&event["Type"], &event["Properties"]);
        let queue = format!("{queue:?}Queue");
        assert_eq!(
            (kind.as_str(), untagged(&source["Queue"])),
            (Some("SQS"), &format!("{queue}.Arn").into())
        );
        assert_eq!(source["FunctionResponseTypes"][0], "ReportBatchItemFailures", "{id}");
        let most = source["ScalingConfig"]["MaximumConcurrency"].as_u64();
        assert!(most.is_some_and(|most| most >= 2), "{id} would take all of the account's concurrency");
        // A message must not come again while its worker is at work: AWS asks for six times the time-out, because a batch may
        // have to wait for a throttled function. One message a worker waits for nobody, and the part of a worker that was killed
        // would sleep all that time: there it is twice.
        let batch = source["BatchSize"].as_u64().expect("a consumer says how many messages it takes");
        let timeout = properties["Timeout"].as_u64().expect("a consumer says its time");
        let visibility = &template["Resources"][queue.as_str()]["Properties"]["VisibilityTimeout"];
        let least = timeout * if batch == 1 { 2 } else { 6 };
        assert!(visibility.as_u64().is_some_and(|visible| visible >= least), "{queue}: at least {least} s");
    }
}

#[test]
fn the_gateway_may_invoke_the_routes_and_nothing_else() {
    let routes: BTreeSet<_> = functions()
        .iter()
        .filter(|function| matches!(function.spec.trigger, Trigger::Route(_)))
        .map(|function| format!("{}.Arn", logical_id(function.spec.name)))
        .collect();
    let template = template();
    let role = &template["Resources"]["ApiRole"]["Properties"];
    let statement = &role["Policies"][0]["PolicyDocument"]["Statement"][0];
    assert_eq!(statement["Action"], "lambda:InvokeFunction");
    let arns = statement["Resource"].as_sequence().expect("a list of functions");
    let allowed: BTreeSet<_> =
        arns.iter().filter_map(|arn| untagged(arn).as_str().map(str::to_owned)).collect();
    assert_eq!(allowed, routes);
}

#[test]
fn every_stream_has_a_url_and_outlasts_itself() {
    let template = template();
    let resources = resources(&template, "AWS::Serverless::Function");
    for (id, properties) in resources {
        let function = functions().into_iter().find(|function| logical_id(function.spec.name) == id);
        let streams = function.is_some_and(|function| matches!(function.spec.trigger, Trigger::Stream(_)));
        let url = &properties["FunctionUrlConfig"];
        if !streams {
            assert!(url.is_null(), "{id} has a URL that anybody may call");
            continue;
        }
        assert_eq!(
            (&url["AuthType"], &url["InvokeMode"]),
            (&"NONE".into(), &"RESPONSE_STREAM".into()),
            "{id}"
        );
        let lasts = properties["Timeout"].as_u64().expect("a stream has a time-out");
        assert!(lasts >= contract::sse::LASTS.as_secs() + 10, "{id} has {lasts} s");
        let output = &template["Outputs"][id.replace("Fn", "Url")]["Value"];
        assert_eq!(untagged(output), &format!("{id}Url.FunctionUrl"), "{id}");
    }
}

#[test]
fn the_tables_stream_tells_of_new_events_alone() {
    let sequencers = functions().into_iter().filter(|function| {
        let trigger = DutyTrigger::TableStream;
        matches!(function.spec.trigger, Trigger::Duty { trigger: its, .. } if its == trigger)
    });
    let names: Vec<_> = sequencers.map(|function| logical_id(function.spec.name)).collect();
    assert_eq!(names, ["EventsSequenceFn"]);
    let template = template();
    let mapping = &template["Resources"][&names[0]]["Properties"]["Events"]["News"]["Properties"];
    let pattern = mapping["FilterCriteria"]["Filters"][0]["Pattern"].as_str().expect("a pattern");
    let pattern: serde_json::Value = serde_json::from_str(pattern).expect("a pattern is JSON");
    let keys =
        serde_json::json!({ "pk": { "S": [{ "prefix": "RUN#" }] }, "sk": { "S": [{ "prefix": "E#" }] } });
    assert_eq!(pattern, serde_json::json!({ "eventName": ["INSERT"], "dynamodb": { "Keys": keys } }));
    assert_eq!(mapping["FunctionResponseTypes"][0], "ReportBatchItemFailures");
    assert!(mapping["MaximumRecordAgeInSeconds"].as_u64().is_some_and(|age| age < 24 * 60 * 60));
}

#[test]
fn every_domain_says_what_it_is() {
    for manifest in files("functions", "Cargo.toml") {
        let folder = manifest.trim_end_matches("/Cargo.toml");
        let readme = read(&format!("{folder}/README.md"));
        let domain = folder.split('/').nth(1).expect("a domain");
        for name in names().iter().filter(|name| name.starts_with(&format!("{domain}-"))) {
            assert!(readme.contains(&format!("`{name}`")), "{folder}/README.md does not name {name}");
        }
    }
}
