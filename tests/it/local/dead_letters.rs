//! A poison message ends in the dead-letter queue of its queue, alone, and goes back when it is asked for.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use contract::port::{DeadLetter, DeadQueue, Queue};
use contract::{DeadQueueName, Need, QueueName, Settings};
use serde_json::{Value, json};

use super::api::Api;
use super::cloud::{Cloud, STACK, local, python, scratch, wait_until};
use super::failure::{bins_with, deploy, saboteur};
use crate::repository::root;

/// One queue of the stack with its dead-letter queue, as root sees them.
struct Pair {
    sending: Arc<dyn Queue>,
    /// The queue itself, through the port that can look: a look is a receive.
    living: Arc<dyn DeadQueue>,
    dead: Arc<dyn DeadQueue>,
    runtime: tokio::runtime::Runtime,
}

const PARTS: DeadQueueName = DeadQueueName::Of(QueueName::Parts);

impl Pair {
    /// The queue with the logical id `name`, and `dead`.
    fn of(cloud: &Cloud, name: &str, dead: &str) -> Self {
        let urls = local("urls", &["--endpoint", &cloud.endpoint, "--stack", STACK], "");
        let url =
            |id: &str| urls["queues"][id].as_str().unwrap_or_else(|| panic!("no {id}: {urls}")).to_owned();
        let connected = |living: &str| {
            let lookup =
                |setting: &str| Some(if setting == "PARTS_QUEUE_URL" { url(name) } else { url(living) });
            let needs = [Need::Queue(QueueName::Parts), Need::DeadQueue(PARTS)];
            let settings = Settings::read(needs, lookup).expect("URLs are settings");
            cloud::connect_local(&cloud.endpoint, needs, Arc::new(settings)).ports
        };
        set_visibility(cloud, &url(name));
        let ports = connected(name);
        Self {
            sending: ports.queues[&QueueName::Parts].clone(),
            living: ports.dead_queues[&PARTS].clone(),
            dead: connected(dead).dead_queues[&PARTS].clone(),
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime"),
        }
    }

    fn send(&self, body: &str) {
        self.runtime.block_on(self.sending.send(body, Duration::ZERO)).expect("a message can be sent");
    }

    fn look(&self, queue: &Arc<dyn DeadQueue>) -> Vec<DeadLetter> {
        self.runtime.block_on(queue.look(10, Duration::ZERO)).expect("a queue can be looked into")
    }

    /// How many messages are in the queue and with the dead.
    fn counts(&self) -> (u64, u64) {
        let count = |queue: &Arc<dyn DeadQueue>| self.runtime.block_on(queue.count()).expect("a count");
        (count(&self.living), count(&self.dead))
    }

    /// Receives until the queue gives up what is in it, and does nothing about it, like a worker that is killed each time. A
    /// function that consumes the queue meanwhile only makes it sooner.
    fn let_all_die(&self) {
        wait_until("the queue gives up", Duration::from_secs(30), || {
            self.look(&self.living);
            self.counts().0 == 0
        });
    }
}

/// Lets what a consumer could not do come again after a second, not after minutes.
fn set_visibility(cloud: &Cloud, url: &str) {
    let script = "import sys; from aws import connected; connected(sys.argv[1]).sqs.set_queue_attributes(\
                  QueueUrl=sys.argv[2], Attributes={'VisibilityTimeout': '1'})";
    let mut command = Command::new(python());
    command.args(["-c", script, &cloud.endpoint, url]).current_dir(root().join("infra/local"));
    let output = command.output().expect("Python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn redrive(cloud: &Cloud, order: &Value) -> Value {
    let answer = cloud.invoke("ops-redrive", order);
    assert!(answer["error"].is_null(), "{answer}");
    answer["payload"].clone()
}

#[test]
fn a_poison_message_ends_with_the_dead_and_goes_back_when_asked() {
    let cloud = Cloud::start("dead-letters", &["--iam"]);
    for (word, queue) in [("dispatch", "Dispatch"), ("children", "Children"), ("parts", "Parts")] {
        let pair = Pair::of(&cloud, &format!("{queue}Queue"), &format!("{queue}DeadQueue"));
        let poison = ["{ no JSON", r#"{ "ws": "wsp_00000000000000000000000000" }"#];
        for body in poison {
            pair.send(body);
        }
        pair.let_all_die();
        let mut dead: Vec<_> = pair.look(&pair.dead).into_iter().map(|letter| letter.body).collect();
        dead.sort();
        assert_eq!(dead, [poison[1], poison[0]], "{word}");
        assert_eq!(pair.counts(), (0, 2), "{word}");

        let report = redrive(&cloud, &json!({ "queue": word, "max": 1 }));
        assert_eq!(report, json!({ "queue": word, "redriven": 1, "failed": [], "left": 1 }));
        let (living, dead) = pair.counts();
        assert_eq!(living + dead, 2, "{word}: a message was lost or doubled");
        let report = redrive(&cloud, &json!({ "queue": word }));
        assert_eq!(report["failed"], json!([]), "{report}");
        assert!(report["redriven"].as_u64() >= Some(1), "{report}");
        // Nothing was mended, so they die again: each is still one message.
        pair.let_all_die();
        assert_eq!(pair.counts(), (0, 2), "{word}: a message was lost or doubled");
    }
}

#[test]
fn a_tick_that_no_duty_could_be_told_is_dropped_and_a_stranger_stays() {
    let cloud = Cloud::start("dead-duties", &["--iam"]);
    let pair = Pair::of(&cloud, "DeadLetters", "DeadLetters");
    pair.send(&crate::repository::read("events/ops-sweep/happy.json"));
    pair.send(r#"{ "detail-type": "Object Created" }"#);
    let report = redrive(&cloud, &json!({ "queue": "dead_letters" }));
    assert_eq!((&report["redriven"], &report["left"]), (&json!(1), &json!(1)), "{report}");
    assert!(report["failed"][0].as_str().is_some_and(|line| line.contains("unknown-letter")), "{report}");
    let refused = cloud.invoke("ops-redrive", &json!({ "queue": "letters" }));
    assert_eq!(refused["error"], "Rejected", "{refused}");
}

/// What became of render `index` of a batch, if anything has.
fn child(api: &Api, batch: &str, index: u64) -> Option<Value> {
    let answer = api.get(&format!("/v1/batches/{batch}?limit=10"));
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body["items"].as_array()?.iter().find(|item| item["index"] == index).cloned()
}

#[test]
fn what_killed_its_worker_is_given_up_and_after_the_fix_a_redrive_completes_it() {
    let cloud = Cloud::start("dead-children", &["--iam"]);
    let pair = Pair::of(&cloud, "ChildrenQueue", "ChildrenDeadQueue");
    let api = Api::at(&cloud.api, Some(cloud.user("patient@localhost", 1_000_000)));
    let folder = scratch("dead-children-bins");
    bins_with(&folder, "renders-admit-child", &saboteur("os.kill(os.getpid(), 9)"));
    deploy(&cloud, &folder);

    let template = json!({ "size": { "width": 256, "height": 256 } });
    let order = json!({ "prompts": ["a hill", "a lake", "a tree"], "template": template });
    let accepted = api.post("/v1/batches", &order);
    assert_eq!(accepted.status, 202, "{accepted:?}");
    let batch = accepted.body["id"].as_str().expect("an id").to_owned();
    let poison = "{ no JSON";
    pair.send(poison);
    // The sweeper may have sent a child once more meanwhile.
    let is_dead = |(living, dead)| living == 0 && dead >= 4;
    wait_until("every worker was killed five times", Duration::from_mins(1), || is_dead(pair.counts()));
    let problem = |index| child(&api, &batch, index).map(|child| child["problem"]["code"].clone());
    // A schedule invokes it too, and hides for a while what it looks at.
    wait_until("all children are given up", Duration::from_mins(2), || {
        cloud.invoke("ops-bury", &json!({}));
        (0..3).all(|index| problem(index) == Some(json!("admission-failed")))
    });
    assert!(is_dead(pair.counts()), "a look removed something");

    // The fix: the real worker.
    bins_with(&folder, "", "");
    deploy(&cloud, &folder);
    let render = |index| child(&api, &batch, index)?["render"].as_str().map(str::to_owned);
    wait_until("all children are taken in", Duration::from_mins(2), || {
        redrive(&cloud, &json!({ "queue": "children" }));
        (0..3).all(|index| render(index).is_some())
    });
    let renders: BTreeSet<_> = (0..3).filter_map(render).collect();
    assert_eq!(renders.len(), 3, "{renders:?}");
    for id in &renders {
        assert_eq!(api.end_of(id)["status"], "succeeded");
    }
    assert_eq!(api.all("/v1/renders").len(), 3, "a child was taken in twice");
    api.assert_money_adds_up();
    // The poison is alone now, and it dies again.
    wait_until("the poison is dead", Duration::from_secs(30), || pair.counts() == (0, 1));
    wait_until("it is the poison", Duration::from_mins(1), || {
        pair.look(&pair.dead).iter().any(|letter| letter.body == poison)
    });
}
