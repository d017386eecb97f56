//! Queues as SQS and its event source mapping hand them out: at least once, in no order, in batches of which only the messages
//! that failed come again, and not more often than `maxReceiveCount`.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use contract::kind::consumer::{Delivery, Envelope};
use contract::kind::decode;
use contract::port::Clock;
use contract::{Entry, Function, Grant, QueueName, Trigger};
use fault::Disposition;
use model::Time;
use tokio::sync::Notify;

use super::cloud::{Cloud, lock};
use super::stack::Delivering;
use crate::world::scope;

/// One queue.
pub(super) struct Waiting {
    how: Delivering,
    messages: Mutex<Messages>,
    /// A message came, became visible, or an invocation ended.
    stirred: Notify,
}

#[derive(Default)]
struct Messages {
    sent: u64,
    at_work: usize,
    waiting: Vec<Message>,
    dead: Vec<Message>,
}

#[derive(Debug, Clone)]
struct Message {
    id: u64,
    body: String,
    visible_at: Time,
    receives: u32,
    /// Whether somebody lived to say that it cannot be done, and not merely died over it or was put off.
    refused: bool,
}

impl Waiting {
    pub(super) fn new(how: Delivering) -> Self {
        Self { how, messages: Mutex::default(), stirred: Notify::new() }
    }

    /// How many messages wait or are at work.
    pub(super) fn left(&self) -> usize {
        lock(&self.messages).waiting.len()
    }

    /// The bodies of the dead letters, and whether each was refused.
    pub(super) fn dead(&self) -> Vec<(String, bool)> {
        lock(&self.messages).dead.iter().map(|message| (message.body.clone(), message.refused)).collect()
    }
}

impl Cloud {
    /// Sends a message, which may arrive twice.
    pub(super) fn send(&self, name: QueueName, body: &str, delay: Duration) {
        let queue = &self.queues[&name];
        let doubled = self.trouble.doubled;
        let copies = 1 + usize::from(self.pace.roll(|dice| dice.permille(doubled)));
        let visible_at = self.pace.now().plus(delay);
        let mut messages = lock(&queue.messages);
        for _ in 0..copies {
            messages.sent += 1;
            let message =
                Message { id: messages.sent, body: body.to_owned(), visible_at, receives: 0, refused: false };
            messages.waiting.push(message);
        }
        drop(messages);
        queue.stirred.notify_one();
    }

    /// Hands out the messages of every queue that has a consumer.
    pub(super) fn consume(self: &Arc<Self>) {
        for function in self.functions() {
            if let Trigger::Consumer { queue } = function.spec.trigger {
                let cloud = self.clone();
                self.pace.serve(async move { cloud.hand_out(function, queue).await });
            }
        }
    }

    async fn hand_out(self: Arc<Self>, function: Function, name: QueueName) {
        let queue = &self.queues[&name];
        loop {
            let batch = self.receive(queue);
            if batch.is_empty() {
                let next = self.next_visible(queue);
                match next {
                    None => queue.stirred.notified().await,
                    Some(at) => drop(self.pace.by(at, queue.stirred.notified()).await),
                }
                continue;
            }
            let cloud = self.clone();
            self.pace.spawn(async move { cloud.deliver(function, name, batch).await });
        }
    }

    /// When the next message becomes visible, if that is what has to be waited for.
    fn next_visible(&self, queue: &Waiting) -> Option<Time> {
        let messages = lock(&queue.messages);
        let now = self.pace.now();
        messages.waiting.iter().map(|message| message.visible_at).filter(|at| *at > now).min()
    }

    /// Takes some of the visible messages, in no order, and hides them from others. One that came too often is a dead letter.
    fn receive(&self, queue: &Waiting) -> Vec<Message> {
        let now = self.pace.now();
        let mut messages = lock(&queue.messages);
        if messages.at_work >= queue.how.concurrency {
            return Vec::new();
        }
        let often =
            |message: &Message| message.visible_at <= now && message.receives >= queue.how.max_receives;
        let (dead, waiting) = std::mem::take(&mut messages.waiting).into_iter().partition(often);
        messages.waiting = waiting;
        messages.dead.extend::<Vec<_>>(dead);
        let mut visible: Vec<_> =
            messages.waiting.iter_mut().filter(|message| message.visible_at <= now).collect();
        let most = self.pace.roll(|dice| 1 + dice.below(queue.how.batch));
        let mut batch = Vec::new();
        while batch.len() < most && !visible.is_empty() {
            let message = visible.swap_remove(self.pace.roll(|dice| dice.below(visible.len())));
            message.receives += 1;
            message.visible_at = now.plus(queue.how.visibility);
            batch.push(message.clone());
        }
        messages.at_work += usize::from(!batch.is_empty());
        batch
    }

    /// Remembers of a message that it cannot be done.
    fn refuse(&self, name: QueueName, id: u64) {
        for message in &mut lock(&self.queues[&name].messages).waiting {
            message.refused |= message.id == id;
        }
    }

    /// Invokes the consumer with a batch and deletes what it did.
    async fn deliver(self: Arc<Self>, function: Function, name: QueueName, batch: Vec<Message>) {
        let Entry::Consumer(enter) = function.entry else { panic!("{} is no consumer", function.spec.name) };
        let queue = &self.queues[&name];
        let bodies = batch.clone();
        let cloud = self.clone();
        let done = self.invoke(&function, |ports| {
            Box::pin(async move {
                let mut done = Vec::new();
                for message in bodies {
                    let delivery = Delivery { body: Bytes::from(message.body), receives: message.receives };
                    let ports = ports.clone();
                    let work = async {
                        let envelope: Envelope = decode::payload(&delivery.body)?;
                        enter(Grant::inside(ports, scope(envelope.ws), None), delivery).await
                    };
                    match work.await {
                        Ok(()) => done.push(message.id),
                        Err(fault) => {
                            if fault.kind().disposition() != Disposition::Transient {
                                cloud.refuse(name, message.id);
                            }
                            cloud.note(&format!("message {} of {name:?} fails: {fault:?}", message.id));
                        }
                    }
                }
                Ok(done)
            })
        });
        // A dead invocation has done nothing that anybody knows of.
        let done = done.await.unwrap_or_default();
        let doubled = self.trouble.doubled;
        let mut messages = lock(&queue.messages);
        messages.at_work -= 1;
        // What was deleted may come once more all the same ("Amazon SQS at-least-once delivery").
        messages.waiting.retain(|message| {
            !done.contains(&message.id)
                || message.receives == 1 && self.pace.roll(|dice| dice.permille(doubled / 4))
        });
        drop(messages);
        queue.stirred.notify_one();
    }
}
