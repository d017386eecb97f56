//! A real worker of every stage and of every consumer is killed before its work and after it: nobody can tell from what is left.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use super::api::Api;
use super::cloud::{Cloud, bins, now, scratch, wait_until};
use super::doctor::assert_clean;
use super::raw::{aws, messages_at, queues};
use crate::repository::functions;

/// What happens, and who is killed in it.
const STORIES: [(Story, &[&str]); 6] = [
    (
        one,
        &[
            "pipeline-prepare",
            "pipeline-parse-intent",
            "pipeline-optimize-prompt",
            "pipeline-route-model",
            "pipeline-submit",
            "pipeline-ingest",
            "pipeline-validate",
            "pipeline-settle",
        ],
    ),
    (several, &["pipeline-fan-out", "pipeline-ingest-part"]),
    (canceled, &["pipeline-cancel"]),
    (failed, &["pipeline-fail"]),
    (line, &["renders-dispatch"]),
    (batch, &["renders-admit-child"]),
];

/// Makes something and says what became of it, in words that are the same each time.
type Story = fn(&Fire) -> Value;

/// The stack whose workers can be killed, and a user of it.
struct Fire {
    cloud: Cloud,
    api: Api,
    orders: PathBuf,
    /// URLs of the queues with work in them, and of those with what nobody could do.
    living: Vec<Value>,
    dead: Vec<Value>,
}

impl Fire {
    fn start() -> Self {
        let orders = scratch("death-orders");
        let folder = scratch("death-bins");
        link_mortals(&folder, &orders);
        let cloud = Cloud::of(&folder, "death", &[]);
        let api = Api::at(&cloud.api, Some(cloud.user("phoenix@localhost", 10_000_000)));
        let is_dead = |(name, _): &(String, Value)| name.contains("Dead");
        let (dead, living): (Vec<_>, Vec<_>) = queues(&cloud.endpoint).into_iter().partition(is_dead);
        let urls = |queues: Vec<(_, Value)>| queues.into_iter().map(|(_, url)| url).collect();
        let fire = Self { cloud, api, orders, living: urls(living), dead: urls(dead) };
        for url in &fire.living {
            // What a worker died of comes again after seconds, not minutes.
            let soon = json!({ "QueueUrl": url, "Attributes": { "VisibilityTimeout": "2" } });
            aws(&fire.cloud.endpoint, "AmazonSQS.SetQueueAttributes", &soon);
        }
        fire
    }

    /// Gives a worker an order; the path is there until one obeys.
    fn order(&self, function: &str, deed: &str) -> PathBuf {
        let order = self.orders.join(format!("{function}.{deed}"));
        std::fs::write(&order, "").expect("an order can be given");
        order
    }

    /// Does `meanwhile` while every worker of a stage holds its event in its hands and does nothing.
    fn hold<T>(&self, stage: &str, meanwhile: impl FnOnce(&dyn Fn()) -> T) -> T {
        let order = self.order(stage, "hold");
        let held = self.orders.join(format!("{stage}.held"));
        let wait = || wait_until("a worker is held", Duration::from_secs(20), || held.exists());
        let result = meanwhile(&wait);
        std::fs::remove_file(order).expect("the order is there");
        let _ = std::fs::remove_file(held);
        result
    }

    /// A small picture that is the same each time, and what else is `wanted`.
    fn render(&self, wanted: &[(&str, Value)]) -> String {
        let mut body = json!({ "prompt": "a hill", "seed": 7, "size": { "width": 256, "height": 256 } });
        for (name, value) in wanted {
            body[*name] = value.clone();
        }
        let answer = self.api.post("/v1/renders", &body);
        assert_eq!(answer.status, 202, "{answer:?}");
        answer.body["id"].as_str().expect("an id").to_owned()
    }

    /// What became of a render, without what is different each time.
    fn end(&self, id: &str) -> Value {
        let render = self.api.end_of(id);
        let events = self.api.all(&format!("/v1/renders/{id}/events"));
        for (event, number) in events.iter().zip(1..) {
            assert_eq!((&event["id"], &event["version"]), (&json!(format!("{id}.{number}")), &json!(number)));
        }
        assert_eq!(render["version"], events.len(), "{render}");
        let each = |list: &Value, field: &str| -> Vec<Value> {
            list.as_array().expect("a list").iter().map(|item| item[field].clone()).collect()
        };
        json!({
            "status": render["status"],
            "problem": render["problem"]["code"],
            "run": render["run"],
            "stages": each(&render["stages"], "name"),
            "outputs": each(&render["outputs"], "sha256"),
            "events": each(&json!(events), "type"),
        })
    }

    /// Lets a story happen: what it tells, and what it cost. All queues are at rest after it.
    fn tell(&self, story: Story) -> Value {
        let spent = || self.api.get("/v1/credits").body["spent_usd_micros"].as_i64().expect("money");
        let before = spent();
        let told = story(self);
        let count = |url| messages_at(&self.cloud.endpoint, url);
        wait_until("every message is acknowledged", Duration::from_secs(30), || {
            self.living.iter().all(|url| count(url) == 0)
        });
        wait_until("every flow has ended", Duration::from_secs(20), || self.flows("RUNNING") == 0);
        assert_eq!(self.flows("FAILED"), 0, "somebody was not replaced");
        assert_eq!(self.dead.iter().map(count).sum::<u64>(), 0, "somebody gave up a message");
        assert_eq!(self.api.get("/v1/credits").body["held_usd_micros"], 0);
        json!({ "told": told, "spent": spent() - before })
    }

    /// How many executions there are in this state.
    fn flows(&self, status: &str) -> usize {
        let ask = |operation: &str, body| {
            aws(&self.cloud.endpoint, &format!("AWSStepFunctions.{operation}"), &body)
        };
        let machines = ask("ListStateMachines", json!({}));
        let arn = &machines["stateMachines"][0]["stateMachineArn"];
        let found = ask("ListExecutions", json!({ "stateMachineArn": arn, "statusFilter": status }));
        found["executions"].as_array().expect("a list").len()
    }
}

/// All programs, with the ones that are to be killed behind something that can do it.
fn link_mortals(folder: &Path, orders: &Path) {
    let words = [("@BINS@", bins()), ("@ORDERS@", orders.to_owned())];
    let script = words.iter().fold(include_str!("death/mortal.py").to_owned(), |script, (word, path)| {
        script.replace(word, path.to_str().expect("a path is text"))
    });
    for function in functions() {
        let (name, place) = (function.spec.name, folder.join(function.spec.name));
        if STORIES.iter().any(|(_, mortals)| mortals.contains(&name)) {
            std::fs::write(&place, &script).expect("a script can be written");
            std::fs::set_permissions(&place, std::fs::Permissions::from_mode(0o755)).expect("it can be run");
        } else {
            symlink(bins().join(name), place).expect("a link can be made");
        }
    }
}

fn one(fire: &Fire) -> Value {
    fire.end(&fire.render(&[]))
}

fn several(fire: &Fire) -> Value {
    fire.end(&fire.render(&[("count", json!(2))]))
}

/// Its end is asked for when it has begun and nothing was made.
fn canceled(fire: &Fire) -> Value {
    let id = fire.hold("pipeline-optimize-prompt", |wait| {
        let id = fire.render(&[]);
        wait();
        let answer = fire.api.post(&format!("/v1/renders/{id}/cancel"), &json!({}));
        assert_eq!(answer.status, 202, "{answer:?}");
        id
    });
    fire.end(&id)
}

/// The stage that looks into pictures answers with no word that the flow knows.
fn failed(fire: &Fire) -> Value {
    fire.order("pipeline-ingest", "garbage");
    fire.end(&fire.render(&[]))
}

/// Six renders for five slots.
fn line(fire: &Fire) -> Value {
    let ids: Vec<_> =
        fire.hold("pipeline-prepare", |_| (0..6).map(|_| fire.render(&[("queue", json!(true))])).collect());
    ids.iter().map(|id| fire.end(id)).collect()
}

/// A batch, each of whose renders is taken in by a message.
fn batch(fire: &Fire) -> Value {
    let template = json!({ "seed": 7, "size": { "width": 256, "height": 256 } });
    let order = json!({ "prompts": ["a hill", "a lake", "a tree"], "template": template });
    let accepted = fire.api.post("/v1/batches", &order);
    assert_eq!(accepted.status, 202, "{accepted:?}");
    let path = format!("/v1/batches/{}", accepted.body["id"].as_str().expect("an id"));
    let mut shown = Value::Null;
    wait_until("the batch has ended", Duration::from_mins(1), || {
        shown = fire.api.get(&path).body;
        shown["counts"]["succeeded"] == 3
    });
    let renders = shown["items"].as_array().expect("items").iter();
    let ends = renders.map(|item| fire.end(item["render"].as_str().expect("a render")));
    json!({ "counts": shown["counts"], "renders": ends.collect::<Vec<_>>() })
}

#[test]
fn nobody_can_tell_that_a_worker_was_killed_at_any_point() {
    let fire = Fire::start();
    let mut wrong = Vec::new();
    println!("{:<26}{:<16}{:<16}", "killed", "before its work", "after its work");
    for (story, mortals) in STORIES {
        let whole = fire.tell(story);
        for mortal in mortals {
            let cells = ["before", "after"].map(|deed| {
                let (order, began) = (fire.order(mortal, deed), now());
                let told = fire.tell(story);
                assert!(!order.exists(), "nobody killed {mortal} {deed} its work");
                let cell = if told == whole { "same" } else { "OTHER" };
                if told != whole {
                    wrong.push(format!("{mortal} killed {deed} its work: {told}\nwithout: {whole}"));
                }
                format!("{cell} in {:.1} s", began.elapsed().as_secs_f32())
            });
            println!("{mortal:<26}{:<16}{:<16}", cells[0], cells[1]);
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_all_slots_are_free(&fire);
    fire.api.assert_money_adds_up();
    assert_clean(&fire.cloud.endpoint);
}

/// A slot that somebody lost would be missing among these.
fn assert_all_slots_are_free(fire: &Fire) {
    let ids: Vec<_> = fire.hold("pipeline-prepare", |_| {
        let ids = (0..5).map(|_| fire.render(&[])).collect();
        let sixth = fire.api.post("/v1/renders", &json!({ "prompt": "a hill" }));
        sixth.assert_problem(429, "slots-taken");
        ids
    });
    for id in ids {
        assert_eq!(fire.end(&id)["status"], "succeeded");
    }
}
