//! The ports as an invocation gets them.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use contract::port::provider::{Answer, Order, Polled, Wire, Withdrawn};
use contract::port::table::{Attr, Item, Key, Outcome, Page, Query, TableError, Write};
use contract::port::{
    Body, Bucket, ExecutionState, Flow, Pledge, Provider, Providers, PutLink, Queue, Show, Signaled, Started,
    Stored, Table,
};
use contract::{Function, Need, Ports, QueueName, Settings};
use fault::Fault;

use super::invocation::Invocation;
use crate::world::quiet;

/// What an invocation of `function` may use: what it declared, and no more.
pub(super) fn of(invocation: &Arc<Invocation>, function: &Function) -> Ports {
    let line = Arc::new(Line(invocation.clone()));
    let needs: Vec<_> = function.spec.needs().collect();
    let needed = |wanted: fn(&Need) -> bool| needs.iter().any(wanted);
    let queues = needs.iter().filter_map(|need| match need {
        Need::Queue(name) => {
            let line: Arc<dyn Queue> = Arc::new(Sender { invocation: invocation.clone(), name: *name });
            Some((*name, line))
        }
        _ => None,
    });
    let cloud = &invocation.cloud;
    Ports {
        table: needed(|need| matches!(need, Need::Table)).then(|| line.clone() as Arc<dyn Table>),
        bucket: needed(|need| matches!(need, Need::Bucket)).then(|| line.clone() as Arc<dyn Bucket>),
        render_flow: needed(|need| matches!(need, Need::RenderFlow)).then(|| line.clone() as Arc<dyn Flow>),
        queues: queues.collect(),
        providers: Some(line),
        settings: Arc::new(settings(needs)),
        ..quiet(cloud.table.clone(), cloud.pace.clone(), cloud.ids.clone())
    }
}

fn settings(needs: Vec<Need>) -> Settings {
    let value = |name: &str| {
        let value = match name {
            "MEDIA_RETENTION_DAYS" => "365",
            name if name.ends_with("_URL") => "https://sqs.test/queue",
            _ => "arn:aws:test:::x",
        };
        Some(value.to_owned())
    };
    Settings::read(needs, value).expect("the settings of a simulated function are well-formed")
}

/// The way of an invocation to everything outside.
struct Line(Arc<Invocation>);

impl Line {
    /// Whether the table is too busy for a read or a plain write.
    fn busy(&self) -> Result<(), TableError> {
        let busy = self.0.cloud.trouble.busy;
        if self.0.cloud.pace.roll(|dice| dice.permille(busy)) { Err(TableError::Throttled) } else { Ok(()) }
    }
}

/// The kinds of items that are written.
fn kinds(verb: &str, writes: &[Write]) -> String {
    let mut text = verb.to_owned();
    for write in writes {
        let kind = write.key.pk.split('#').next().unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = write!(text, " {kind}");
        if matches!(kind, "RUN" | "BAT") {
            let _ = write!(text, "/{}", write.key.sk.split('#').next().unwrap_or_default());
        }
    }
    text
}

#[async_trait]
impl Table for Line {
    /// A batch is not read at one moment: DynamoDB promises that for each item, not for the batch.
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, TableError> {
        self.0.look().await;
        self.busy()?;
        let mut found = Vec::new();
        for key in keys {
            self.0.cloud.pace.turn().await;
            found.extend(self.0.cloud.table.get(std::slice::from_ref(key)).await?);
        }
        Ok(found)
    }

    async fn query(&self, query: &Query) -> Result<Page, TableError> {
        self.0.look().await;
        self.busy()?;
        self.0.cloud.table.query(query).await
    }

    async fn write(&self, write: &Write) -> Result<Outcome, TableError> {
        self.busy()?;
        let change = async {
            let outcome = self.0.cloud.table.write(write).await;
            self.0.cloud.publish();
            outcome
        };
        self.0.effect(|| kinds("write", std::slice::from_ref(write)), change).await
    }

    async fn count(&self, key: &Key, attr: Attr) -> Result<u64, TableError> {
        self.busy()?;
        let kind = key.pk.split('#').next().unwrap_or_default();
        self.0.effect(|| format!("count {kind}"), self.0.cloud.table.count(key, attr)).await
    }

    async fn transact(&self, token: u128, writes: &[Write]) -> Result<Outcome, TableError> {
        let change = async {
            let outcome = self.0.cloud.table.transact(token, writes).await;
            self.0.cloud.publish();
            outcome
        };
        self.0.effect(|| kinds("transact", writes), change).await
    }
}

#[async_trait]
impl Bucket for Line {
    async fn put_once(&self, key: &str, mime: &str, bytes: Bytes) -> Result<(), Fault> {
        self.0.effect(|| "put object".to_owned(), self.0.cloud.bucket.put_once(key, mime, bytes)).await
    }

    async fn open(&self, key: &str) -> Result<Option<Body>, Fault> {
        self.0.look().await;
        self.0.cloud.bucket.open(key).await
    }

    async fn head(&self, key: &str) -> Result<Option<Stored>, Fault> {
        self.0.look().await;
        self.0.cloud.bucket.head(key).await
    }

    async fn delete(&self, key: &str) -> Result<(), Fault> {
        self.0.effect(|| "delete object".to_owned(), self.0.cloud.bucket.delete(key)).await
    }

    async fn link(&self, key: &str, lifetime: Duration, show: Show<'_>) -> Result<String, Fault> {
        self.0.cloud.bucket.link(key, lifetime, show).await
    }

    async fn put_link(&self, key: &str, lifetime: Duration, pledge: Pledge<'_>) -> Result<PutLink, Fault> {
        self.0.cloud.bucket.put_link(key, lifetime, pledge).await
    }
}

#[async_trait]
impl Flow for Line {
    async fn start(&self, name: &str, input: &str) -> Result<Started, Fault> {
        let start = async { Ok(self.0.cloud.start(name, input)) };
        self.0.effect(|| "start execution".to_owned(), start).await
    }

    async fn signal(&self, token: &str, output: &str) -> Result<Signaled, Fault> {
        let signal = async { self.0.cloud.signal(token, output) };
        self.0.effect(|| "signal".to_owned(), signal).await
    }

    async fn describe(&self, name: &str) -> Result<ExecutionState, Fault> {
        self.0.look().await;
        Ok(self.0.cloud.describe(name))
    }
}

/// The way to one queue.
struct Sender {
    invocation: Arc<Invocation>,
    name: QueueName,
}

#[async_trait]
impl Queue for Sender {
    async fn send(&self, body: &str, delay: Duration) -> Result<(), Fault> {
        let send = async { self.invocation.cloud.send(self.name, body, delay) };
        self.invocation.effect(|| format!("send {:?}", self.name), send).await;
        Ok(())
    }

    /// As many calls as SQS takes for it: ten messages at a time.
    async fn send_all(&self, bodies: &[String]) -> Result<(), Fault> {
        for ten in bodies.chunks(10) {
            let send = async {
                for body in ten {
                    self.invocation.cloud.send(self.name, body, Duration::ZERO);
                }
            };
            self.invocation.effect(|| format!("send {:?}", self.name), send).await;
        }
        Ok(())
    }
}

impl Providers for Line {
    fn provider(&self, id: &str) -> Result<Arc<dyn Provider>, Fault> {
        let provider = self.0.cloud.providers.provider(id)?;
        Ok(Arc::new(Asked { invocation: self.0.clone(), provider }))
    }
}

/// A provider and the way to it.
struct Asked {
    invocation: Arc<Invocation>,
    provider: Arc<dyn Provider>,
}

#[async_trait]
impl Provider for Asked {
    fn lower(&self, order: &Order) -> Result<Wire, Fault> {
        self.provider.lower(order)
    }

    async fn submit(&self, wire: Wire) -> Answer {
        let cloud = &self.invocation.cloud;
        let ask = async {
            let chance = cloud.trouble.providers;
            let roll = cloud.pace.roll(|dice| (dice.below(1_000), chance as usize));
            if matches!(roll, (roll, chance) if roll < chance) {
                return Answer::NotSent("no route to host".to_owned());
            }
            cloud.count_post(&wire);
            match roll {
                (roll, chance) if roll < chance * 2 => Answer::Refused("not today".to_owned()),
                (roll, chance) if roll < chance * 3 => Answer::Lost("connection reset".to_owned()),
                _ => self.provider.submit(wire).await,
            }
        };
        self.invocation.effect(|| "ask the provider".to_owned(), ask).await
    }

    /// A question changes nothing, but its answer may be lost.
    async fn poll(&self, id: &str, wire: Wire) -> Polled {
        self.invocation.look().await;
        let cloud = &self.invocation.cloud;
        let chance = cloud.trouble.providers;
        if cloud.pace.roll(|dice| dice.permille(chance)) {
            return Polled::Unclear("connection reset".to_owned());
        }
        self.provider.poll(id, wire).await
    }

    async fn cancel(&self, id: &str) -> Withdrawn {
        let cloud = &self.invocation.cloud;
        let ask = async {
            let chance = cloud.trouble.providers;
            if cloud.pace.roll(|dice| dice.permille(chance)) {
                return Withdrawn::GoesOn("connection reset".to_owned());
            }
            self.provider.cancel(id).await
        };
        self.invocation.effect(|| "ask the provider to stop".to_owned(), ask).await
    }
}
