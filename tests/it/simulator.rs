//! The stack as it is deployed, in a simulated world: every function of every domain, the machine from its file, time-outs and
//! queues from the template.
//!
//! - [`golden`]: a render in a world in which nothing goes wrong.
//! - [`crashes`]: the crash table. Each story is told once, its effects are counted, and it is told again with a death before
//!   and after each of them.
//! - [`fairness`]: a batch of 500 of one user beside a render of another.
//! - [`seeds`]: many callers in a world in which everything goes wrong, once for each seed.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use contract::port::Providers;
use contract::{QueueName, Trigger};
use serde_yaml_ng::Value;
use testkit::sim::flow::Machine;
use testkit::sim::{Delivering, Stack};

use crate::repository::{functions, logical_id, read, template};

mod crashes;
mod ending;
mod fairness;
mod golden;
mod painter;
mod seeds;
mod story;

/// What the template says, read once.
struct Deployed {
    machine: Arc<Machine>,
    timeouts: BTreeMap<&'static str, Duration>,
    queues: BTreeMap<QueueName, Delivering>,
}

static DEPLOYED: LazyLock<Deployed> = LazyLock::new(|| {
    let template = template();
    let properties = |id: &str| template["Resources"][id]["Properties"].clone();
    let timeouts = functions().into_iter().filter_map(|function| {
        let timeout = properties(&logical_id(function.spec.name))["Timeout"].as_u64()?;
        Some((function.spec.name, Duration::from_secs(timeout)))
    });
    // `${PipelinePrepare}` is the function `pipeline-prepare`: `tests/it/flows.rs` holds the template to it.
    let named = |stage: &str| {
        let known = functions().into_iter().map(|function| function.spec.name);
        known.filter(|name| logical_id(name) == format!("{stage}Fn")).map(str::to_owned).next()
    };
    Deployed {
        machine: Arc::new(Machine::read(&read("infra/flows/render.asl.json"), named)),
        timeouts: timeouts.collect(),
        queues: QueueName::ALL.map(|name| (name, delivering(name, &properties))).into(),
    }
});

fn delivering(name: QueueName, properties: &impl Fn(&str) -> Value) -> Delivering {
    let queue = properties(&format!("{name:?}Queue"));
    let number = |value: &Value| value.as_u64().and_then(|number| usize::try_from(number).ok());
    let consumer = functions()
        .into_iter()
        .find(|function| matches!(function.spec.trigger, Trigger::Consumer { queue } if queue == name));
    let mapping = consumer.and_then(|consumer| {
        let events = properties(&logical_id(consumer.spec.name))["Events"].clone();
        let event = events.as_mapping()?.values().find(|event| event["Type"] == "SQS")?.clone();
        Some(event["Properties"].clone())
    });
    let mapping = mapping.unwrap_or_default();
    Delivering {
        visibility: Duration::from_secs(queue["VisibilityTimeout"].as_u64().expect("a queue says its time")),
        max_receives: number(&queue["RedrivePolicy"]["maxReceiveCount"])
            .and_then(|n| u32::try_from(n).ok())
            .expect("a count"),
        // What AWS takes when nothing is said ("Configuring an Amazon SQS event source", AWS Lambda Developer Guide).
        batch: number(&mapping["BatchSize"]).unwrap_or(10),
        concurrency: number(&mapping["ScalingConfig"]["MaximumConcurrency"]).unwrap_or(1_000),
    }
}

/// The stack, with `providers` behind it.
fn stack(providers: Arc<dyn Providers>) -> Stack {
    // The bucket of this world tells nobody of its objects, so who listens to it would hear of executions alone.
    let listens = |function: &contract::Function| function.spec.name == assets::THUMBNAIL.spec.name;
    Stack {
        functions: functions().into_iter().filter(|function| !listens(function)).collect(),
        machine: DEPLOYED.machine.clone(),
        timeouts: DEPLOYED.timeouts.clone(),
        queues: DEPLOYED.queues.clone(),
        // The filter of the stream's event source mapping.
        streams: ("RUN#", "E#"),
        providers,
    }
}
