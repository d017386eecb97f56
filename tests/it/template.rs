//! The template's own rules: least privilege, nothing public, nothing that costs while idle.

use std::collections::BTreeSet;

use serde_yaml_ng::Value;
use store::Kind;

use crate::repository::{read, resources, template, untagged};

/// Every statement of every shape, with the shape's name.
fn statements() -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for (id, properties) in resources(&template(), "AWS::IAM::ManagedPolicy") {
        for statement in properties["PolicyDocument"]["Statement"].as_sequence().expect("statements") {
            found.push((id.clone(), statement.clone()));
        }
    }
    found
}

fn texts(value: &Value) -> Vec<String> {
    match untagged(value) {
        Value::Sequence(list) => list.iter().flat_map(texts).collect(),
        Value::String(text) => vec![text.clone()],
        _ => Vec::new(),
    }
}

fn leading_keys(statement: &Value) -> Vec<String> {
    texts(&statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"])
}

#[test]
fn no_shape_allows_everything() {
    for (shape, statement) in statements() {
        let actions = texts(&statement["Action"]);
        assert!(
            !actions.is_empty() && actions.iter().all(|action| !action.contains('*')),
            "{shape}: {actions:?}"
        );
        let resources = texts(&statement["Resource"]);
        assert!(
            !resources.is_empty() && resources.iter().all(|resource| resource != "*"),
            "{shape}: {resources:?}"
        );
    }
}

#[test]
fn every_access_to_the_table_names_its_kinds() {
    let mut kinds: BTreeSet<String> = Kind::ALL.iter().map(|kind| format!("{}#*", kind.word)).collect();
    kinds.extend(["WARM#*".to_owned(), "DUE#*".to_owned()]);
    for (shape, statement) in statements() {
        if !texts(&statement["Action"]).iter().any(|action| action.starts_with("dynamodb:")) {
            continue;
        }
        let keys = leading_keys(&statement);
        assert!(!keys.is_empty() && keys.iter().all(|key| kinds.contains(key)), "{shape}: {keys:?}");
        // Without this an empty set of keys would satisfy the condition.
        assert_eq!(statement["Condition"]["Null"]["dynamodb:LeadingKeys"], "false", "{shape}");
    }
}

#[test]
fn money_moves_inside_transactions_only_and_the_ledger_is_never_deleted() {
    for (shape, statement) in statements() {
        let actions = texts(&statement["Action"]);
        let keys = leading_keys(&statement);
        // Places in the waiting line, projects with their rules and drafts, uploads, assets and their contents go away, and nothing else.
        if actions.iter().any(|action| action == "dynamodb:DeleteItem") {
            let mortal = ["AST#*", "BLB#*", "PRJ#*", "RUL#*", "UPL#*", "WAI#*"];
            assert!(
                actions.len() == 1 && keys.iter().all(|key| mortal.contains(&key.as_str())),
                "{shape}: {keys:?}"
            );
        }
        let writes =
            actions.iter().any(|action| action.ends_with(":PutItem") || action.ends_with(":UpdateItem"));
        let money = keys.iter().any(|key| key == "WAL#*" || key == "LED#*");
        if writes && money {
            let operation =
                &statement["Condition"]["ForAnyValue:StringEquals"]["dynamodb:EnclosingOperation"];
            assert_eq!(texts(operation), ["TransactWriteItems"], "{shape}");
            let updates_ledger = actions.iter().any(|action| action.ends_with(":UpdateItem"))
                && keys.contains(&"LED#*".to_owned());
            assert!(!updates_ledger, "{shape} may change an entry of the ledger");
        }
    }
}

#[test]
fn every_function_is_made_of_shapes_that_exist_and_each_shape_is_used() {
    let shapes: BTreeSet<_> =
        resources(&template(), "AWS::IAM::ManagedPolicy").into_iter().map(|(id, _)| id).collect();
    let mut used = BTreeSet::new();
    for (_, properties) in resources(&template(), "AWS::Serverless::Function") {
        used.extend(texts(&properties["Policies"]));
    }
    assert_eq!(used, shapes);
}

/// A role takes ten managed policies (IAM's default quota). SAM adds the one that writes logs, and one for a trigger that is
/// polled.
#[test]
fn no_role_has_more_policies_than_iam_attaches() {
    for (id, properties) in resources(&template(), "AWS::Serverless::Function") {
        let events = properties["Events"].as_mapping().into_iter().flatten();
        let polled =
            events.filter(|(_, event)| event["Type"] == "SQS" || event["Type"] == "DynamoDB").count();
        let policies = texts(&properties["Policies"]).len() + 1 + polled;
        assert!(policies <= 10, "{id} has {policies} managed policies");
    }
}

#[test]
fn the_bucket_is_private_and_every_queue_is_encrypted() {
    let template = template();
    let bucket = &template["Resources"]["Bucket"]["Properties"];
    for setting in ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"] {
        assert_eq!(bucket["PublicAccessBlockConfiguration"][setting], true, "{setting}");
    }
    for (id, properties) in resources(&template, "AWS::SQS::Queue") {
        assert_eq!(properties["SqsManagedSseEnabled"], true, "{id}");
    }
}

#[test]
fn what_a_queue_gives_up_lies_in_a_queue_of_its_own_for_two_weeks_and_rings() {
    let template = template();
    let queues = resources(&template, "AWS::SQS::Queue");
    let dead: BTreeSet<_> = queues
        .iter()
        .filter_map(|(_, queue)| {
            let policy = &queue["RedrivePolicy"];
            (!policy.is_null()).then(|| {
                assert_eq!(policy["maxReceiveCount"], 5, "{policy:?}");
                texts(&policy["deadLetterTargetArn"]).join("").trim_end_matches(".Arn").to_owned()
            })
        })
        .collect();
    let alive = queues.iter().filter(|(_, queue)| !queue["RedrivePolicy"].is_null()).count();
    assert_eq!(dead.len(), alive, "two queues share a dead-letter queue: a message's way back would be lost");
    let rung: BTreeSet<_> = resources(&template, "AWS::CloudWatch::Alarm")
        .into_iter()
        .filter(|(_, alarm)| alarm["Namespace"] == "AWS/SQS")
        .flat_map(|(_, alarm)| texts(&alarm["Dimensions"][0]["Value"]))
        .map(|name| name.trim_end_matches(".QueueName").to_owned())
        .collect();
    let lasting = queues.iter().filter(|(_, queue)| queue["RedrivePolicy"].is_null());
    for (id, queue) in lasting {
        assert_eq!(queue["MessageRetentionPeriod"], 1_209_600, "{id}");
        assert!(rung.contains(id), "nobody hears of messages in {id}");
    }
    assert!(dead.is_subset(&rung), "{dead:?} {rung:?}");
}

#[test]
fn idle_costs_stay_small() {
    let template = template();
    let count = |kind: &str| resources(&template, kind).len();
    assert!(count("AWS::CloudWatch::Alarm") <= 10);
    let polled = |(_, properties): &(String, Value)| {
        let events = properties["Events"].as_mapping().into_iter().flatten();
        events.filter(|(_, event)| event["Type"] == "SQS").count()
    };
    // Lambda polls a queue without an end, and each empty answer is a request that is billed.
    assert!(resources(&template, "AWS::Serverless::Function").iter().map(polled).sum::<usize>() <= 8);
    assert!(count("AWS::KMS::Key") <= 1);
    assert_eq!(count("AWS::SecretsManager::Secret"), 0);
    let text = read("template.yaml");
    assert!(!text.contains("ProvisionedConcurrency") && !text.contains("BillingMode: PROVISIONED"));
}

#[test]
fn every_log_group_forgets() {
    for (id, properties) in resources(&template(), "AWS::Logs::LogGroup") {
        assert!(properties["RetentionInDays"].as_u64().is_some_and(|days| days <= 90), "{id}");
    }
}

/// The prefixes below which a shape may do something with objects, and what.
fn objects(shape: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (_, statement) in statements().into_iter().filter(|(name, _)| name == shape) {
        for action in texts(&statement["Action"]).into_iter().filter(|action| action.ends_with("Object")) {
            for resource in texts(&statement["Resource"]) {
                let prefix = resource.trim_start_matches("${Bucket.Arn}/").trim_end_matches('*').to_owned();
                found.push((action.clone(), prefix));
            }
        }
    }
    found
}

#[test]
fn the_thumbnails_never_call_for_thumbnails() {
    let template = template();
    let function = &template["Resources"]["AssetsThumbnailFn"]["Properties"];
    let rule = &function["Events"]["Stored"]["Properties"];
    let heard: Vec<_> = rule["Pattern"]["detail"]["object"]["key"]
        .as_sequence()
        .expect("a filter on keys")
        .iter()
        .map(|key| key["prefix"].as_str().expect("a prefix and nothing looser").to_owned())
        .collect();
    assert_eq!(heard, ["media/", "kept/original/"]);
    let written: BTreeSet<_> = texts(&function["Policies"])
        .iter()
        .flat_map(|shape| objects(shape))
        .filter(|(action, _)| action == "s3:PutObject")
        .map(|(_, prefix)| prefix)
        .collect();
    assert_eq!(written, BTreeSet::from(["derived/".to_owned(), "kept/derived/".to_owned()]));
    for (one, other) in heard.iter().flat_map(|heard| written.iter().map(move |written| (heard, written))) {
        assert!(!one.starts_with(other.as_str()) && !other.starts_with(one.as_str()), "{one} {other}");
    }
    let bucket = &template["Resources"]["Bucket"]["Properties"]["NotificationConfiguration"];
    assert_eq!(bucket["EventBridgeConfiguration"]["EventBridgeEnabled"], true);
}

#[test]
fn no_shape_reaches_every_object_and_what_is_put_is_seen_by_few() {
    let mut readers = BTreeSet::new();
    for (shape, _) in statements() {
        for (action, prefix) in objects(&shape) {
            let prefixes = ["media/", "derived/", "uploads/", "kept/", "kept/original/", "kept/derived/"];
            assert!(prefixes.contains(&prefix.as_str()), "{shape}: {action} {prefix}");
            // Whoever brings or makes something has no business among the rest of what is kept.
            assert!(action != "s3:PutObject" || prefix != "kept/", "{shape}");
            if action == "s3:GetObject" && prefix == "uploads/" {
                readers.insert(shape.clone());
            }
        }
    }
    assert_eq!(readers, BTreeSet::from(["MayCompleteUploads".to_owned()]), "nobody has looked into it yet");
    let days = ageing();
    let (_, days) = days.iter().find(|(prefix, _)| prefix == "uploads/").expect("a rule for uploads");
    assert_eq!(*days, 1);
}

/// The prefixes below which the bucket removes by age, and after how many days.
fn ageing() -> Vec<(String, Value)> {
    let rules = &template()["Resources"]["Bucket"]["Properties"]["LifecycleConfiguration"]["Rules"];
    let rules = rules.as_sequence().expect("rules").iter();
    let ageing = rules.filter(|rule| rule.get("ExpirationInDays").is_some());
    let prefix = |rule: &Value| rule["Prefix"].as_str().unwrap_or_default().to_owned();
    ageing.map(|rule| (prefix(rule), untagged(&rule["ExpirationInDays"]).clone())).collect()
}

/// An object that assets of any age may share must not go with its own: `kept/` is not aged, and whatever else has a record is ended
/// by the sweep first, after the same parameter.
#[test]
fn the_bucket_ages_nothing_that_may_be_shared_and_the_sweep_is_there_first() {
    let ageing = ageing();
    for (prefix, _) in &ageing {
        assert!(!prefix.is_empty() && !"kept/".starts_with(prefix.as_str()), "{prefix} covers what is kept");
        assert!(!prefix.starts_with("kept/"), "{prefix} is kept");
    }
    let template = template();
    let sweep = &template["Resources"]["AssetsSweepFn"]["Properties"]["Environment"]["Variables"];
    let told = untagged(&sweep["MEDIA_RETENTION_DAYS"]);
    assert_eq!(told, "MediaRetentionDays");
    for prefix in ["media/", "derived/"] {
        let (_, days) = ageing.iter().find(|(other, _)| other == prefix).expect("a rule");
        assert_eq!(days, told, "{prefix}");
    }
    let least = template["Parameters"]["MediaRetentionDays"]["MinValue"].as_u64();
    assert!(least.is_some_and(|least| least >= 2), "the sweep ends assets a day before the rule");
}
