//! What goes wrong does, and what must come again comes again: the engine, with functions that do nothing but remember.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::Duration;

use contract::port::{Clock, Provider, Providers, Queue};
use contract::{Consumer, Duty, DutyTrigger, Grant, Need, Next, Part, QueueName, Stage, Step, Word, env};
use fault::{Fault, Kind};
use model::{JobId, JobKind};
use serde::Deserialize;
use serde_json::{Value, json};

use super::flow::Machine;
use super::*;

thread_local! {
    /// What the functions of a test were told: a world and its test are one thread.
    static HEARD: RefCell<Vec<Value>> = const { RefCell::new(Vec::new()) };
}

fn heard() -> Vec<Value> {
    HEARD.with_borrow(Clone::clone)
}

fn hear(what: Value) -> usize {
    HEARD.with_borrow_mut(|heard| {
        heard.push(what);
        heard.len()
    })
}

env! {
    struct Nothing { clock: Arc<dyn Clock> }
}

/// Takes messages; those that say so fail.
struct Take;

#[derive(Deserialize)]
struct Message {
    number: u32,
    #[serde(default)]
    poison: bool,
}

impl Consumer for Take {
    const NAME: &'static str = "samples-take";
    const SUMMARY: &'static str = "Take messages.";
    const QUEUE: QueueName = QueueName::Parts;
    type Env = Nothing;
    type Message = Message;

    async fn consume(env: Nothing, message: Message, receives: u32) -> Result<(), Fault> {
        env.clock.sleep(Duration::from_millis(5)).await;
        hear(json!([message.number, receives]));
        if message.poison { Err(Fault::new(Kind::Unprocessable, "poison", "no")) } else { Ok(()) }
    }
}

/// Sends a message: the effect of a stage, after which it may die.
struct Send;

/// A queue as a part.
struct Line(Arc<dyn Queue>);

impl Part for Line {
    const NEEDS: &'static [Need] = &[Need::Queue(QueueName::Parts)];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self(grant.queue(QueueName::Parts)?))
    }
}

env! {
    struct Sending { line: Line }
}

impl Stage for Send {
    const NAME: &'static str = "samples-send";
    const SUMMARY: &'static str = "Send a message.";
    const WORDS: &'static [Word] = &["ok"];
    type Env = Sending;

    async fn run(env: Sending, step: Step) -> Result<Next, Fault> {
        let message = json!({ "ws": crate::workspace("a").id(), "number": 7 });
        env.line.0.send(&message.to_string(), Duration::ZERO).await?;
        Ok(Next { word: "ok", r#try: step.r#try })
    }
}

/// Hears of executions that ended badly, and fails the first two times.
struct Hear;

impl Duty for Hear {
    const NAME: &'static str = "samples-hear";
    const SUMMARY: &'static str = "Hear of executions.";
    const TRIGGER: DutyTrigger = DutyTrigger::Execution;
    const REASON: &'static str = "a test";
    type Env = Nothing;
    type Input = Value;
    type Output = ();

    async fn perform(env: Nothing, event: Value) -> Result<(), Fault> {
        let told =
            hear(json!([event["detail"]["status"], event["detail"]["error"], env.clock.now().millis()]));
        if told < 3 { Err(Fault::unavailable("not yet")) } else { Ok(()) }
    }
}

/// Reads the stream, and wants the last record of each batch once more.
struct Read;

impl Duty for Read {
    const NAME: &'static str = "samples-read";
    const SUMMARY: &'static str = "Read the stream.";
    const TRIGGER: DutyTrigger = DutyTrigger::TableStream;
    const REASON: &'static str = "a test";
    type Env = Nothing;
    type Input = Value;
    type Output = Value;

    async fn perform(_: Nothing, batch: Value) -> Result<Value, Fault> {
        let records = batch["Records"].as_array().unwrap();
        let sort = |record: &Value| record["dynamodb"]["Keys"]["sk"]["S"].clone();
        let new = records.iter().filter(|record| !heard().contains(&sort(record))).count();
        for record in records {
            hear(sort(record));
        }
        let last = records.last().filter(|_| new > 0).map(|record| &record["dynamodb"]["SequenceNumber"]);
        Ok(
            json!({ "batchItemFailures": last.map(|number| json!({ "itemIdentifier": number })).into_iter().collect::<Vec<_>>() }),
        )
    }
}

struct Nobody;

impl Providers for Nobody {
    fn provider(&self, id: &str) -> Result<Arc<dyn Provider>, Fault> {
        Err(Fault::defect(id.to_owned()))
    }
}

fn world(seed: u64, functions: &[Function], trouble: Trouble) -> Sim {
    HEARD.take();
    let machine = r#"{ "QueryLanguage": "JSONata", "StartAt": "A", "States": { "A": {
        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "TimeoutSeconds": 60, "End": true,
        "Arguments": { "FunctionName": "samples-send", "Payload": "{% $states.input %}" },
        "Retry": [{ "ErrorEquals": ["Lambda.Unknown"], "MaxAttempts": 1 }] } } }"#;
    let how = Delivering { visibility: Duration::from_mins(1), max_receives: 5, batch: 3, concurrency: 2 };
    let stack = Stack {
        functions: functions.to_vec(),
        machine: Arc::new(Machine::read(machine, |_| None)),
        timeouts: BTreeMap::new(),
        queues: BTreeMap::from([(QueueName::Parts, how)]),
        streams: ("", ""),
        providers: Arc::new(Nobody),
    };
    Sim::new(seed, stack, trouble)
}

fn send(sim: &Sim, messages: &[Value]) {
    for message in messages {
        let mut message = message.clone();
        message["ws"] = json!(crate::workspace("a").id());
        sim.0.send(QueueName::Parts, &message.to_string(), Duration::ZERO);
    }
}

#[test]
fn the_stream_tells_the_items_of_a_partition_in_order_and_what_failed_again() {
    #[derive(serde::Serialize, Deserialize)]
    struct Note {}
    let address =
        |number| store::Address::new(store::Kind::AST, store::SortKey::word("N").then_number(number, 2));
    for seed in 0..20 {
        let sim = world(seed, &[contract::duty::<Read>()], Trouble::default());
        for number in 0..9 {
            sim.found("a", vec![store::Change::create(address(number), &Note {}).unwrap()]);
        }
        sim.0.publish();
        assert!(sim.rest(HOUR));
        let heard = heard();
        assert!(heard.len() > 9, "the last of a batch comes again: {heard:?}");
        let mut first = heard.clone();
        first.dedup();
        assert_eq!(
            first,
            (0..9).map(|number| json!(format!("N#{number:02}"))).collect::<Vec<_>>(),
            "seed {seed}"
        );
    }
}

const HOUR: Duration = Duration::from_hours(1);

#[test]
fn a_message_that_always_fails_is_received_five_times_and_its_neighbours_once() {
    for seed in 0..20 {
        let sim = world(seed, &[contract::consumer::<Take>()], Trouble::default());
        send(&sim, &[json!({ "number": 1 }), json!({ "number": 2, "poison": true }), json!({ "number": 3 })]);
        assert!(sim.rest(HOUR));
        let mut heard = heard();
        heard.sort_by_key(Value::to_string);
        assert_eq!(
            json!(heard),
            json!([[1, 1], [2, 1], [2, 2], [2, 3], [2, 4], [2, 5], [3, 1]]),
            "seed {seed}"
        );
        let [dead] = &sim.dead_letters()[..] else { panic!("{:?}", sim.dead_letters()) };
        assert!(dead.contains("poison"));
    }
}

#[test]
fn messages_come_in_another_order_with_another_seed_and_more_than_once_when_that_is_asked_for() {
    let numbers: Vec<_> = (0..6).map(|number| json!({ "number": number })).collect();
    let order = |seed, doubled| {
        let sim = world(seed, &[contract::consumer::<Take>()], Trouble { doubled, ..Trouble::default() });
        send(&sim, &numbers);
        assert!(sim.rest(HOUR));
        assert_eq!(sim.dead_letters(), Vec::<String>::new());
        heard()
    };
    assert_eq!(order(1, 0).len(), 6);
    assert!((2..9).any(|seed| order(seed, 0) != order(1, 0)));
    assert!(order(1, 1_000).len() >= 12);
}

fn start(sim: &Sim) {
    let step = Step::first(JobId::from_body(JobKind::Render, 1), 1);
    let call = contract::StageCall { ws: crate::workspace("a").id(), step };
    let input = serde_json::to_string(&call).unwrap();
    sim.0.start("one", &input);
    // The same start again is no other execution.
    sim.0.start("one", &input);
}

#[test]
fn an_invocation_that_dies_before_its_effect_has_not_had_it_and_after_it_has() {
    let functions = [contract::stage::<Send>(), contract::consumer::<Take>()];
    for (after, manner, heard_of) in [
        (false, Manner::Exit, 0),
        (true, Manner::Exit, 1),
        (false, Manner::Hang, 0),
        (true, Manner::Hang, 1),
        (false, Manner::Execution, 0),
        // Lambda is tried again.
        (false, Manner::Lambda, 1),
        (true, Manner::Lambda, 2),
    ] {
        let sim = world(1, &functions, Trouble::default());
        sim.plan(Some(Crash { at: 0, after, manner }));
        start(&sim);
        assert!(sim.rest(HOUR));
        assert_eq!(heard().len(), heard_of, "{manner:?}, after: {after}");
        assert_eq!(sim.effects()[0], Effect { function: "samples-send", what: "send Parts".to_owned() });
    }
}

#[test]
fn an_execution_that_ends_badly_is_told_until_somebody_takes_it() {
    let sim = world(1, &[contract::stage::<Send>(), contract::duty::<Hear>()], Trouble::default());
    sim.plan(Some(Crash { at: 0, after: false, manner: Manner::Exit }));
    start(&sim);
    assert!(sim.rest(HOUR));
    let heard = heard();
    assert!(heard.iter().all(|told| told[0] == "FAILED" && told[1] == "Runtime.ExitError"), "{heard:?}");
    let at: Vec<_> = heard.iter().map(|told| told[2].as_i64().unwrap() / 1_000).collect();
    assert_eq!((at.len(), at[1] - at[0], at[2] - at[1]), (3, 60, 120));
    assert_eq!(sim.dead_letters(), Vec::<String>::new());
}

#[test]
fn an_event_may_be_lost() {
    let lost = Trouble { lost: 1_000, ..Trouble::default() };
    let sim = world(1, &[contract::stage::<Send>(), contract::duty::<Hear>()], lost);
    sim.plan(Some(Crash { at: 0, after: false, manner: Manner::Exit }));
    start(&sim);
    assert!(sim.rest(HOUR));
    assert_eq!(heard(), Vec::<Value>::new());
}
