use std::collections::VecDeque;
use std::sync::Mutex;

use async_trait::async_trait;
use futures::StreamExt;
use futures::future::join;

use super::*;

/// A clock that moves when somebody sleeps, and remembers for how long.
#[derive(Default)]
struct Watch(Mutex<(u64, Vec<u64>)>);

impl Watch {
    fn slept(&self) -> Vec<u64> {
        self.0.lock().unwrap().1.clone()
    }
}

#[async_trait]
impl Clock for Watch {
    fn now(&self) -> Time {
        Time::from_millis(i64::try_from(self.0.lock().unwrap().0).unwrap())
    }

    async fn sleep(&self, duration: Duration) {
        let millis = u64::try_from(duration.as_millis()).unwrap();
        let mut watch = self.0.lock().unwrap();
        watch.0 += millis;
        watch.1.push(millis);
    }
}

/// Says what it was given, each batch at its own second or later, and then nothing.
struct Script<'a> {
    clock: &'a Watch,
    batches: VecDeque<(u64, Batch)>,
}

impl Source for Script<'_> {
    async fn next(&mut self) -> Result<Batch, Fault> {
        let due =
            |(second, _): &(u64, Batch)| self.clock.now().millis() / 1_000 >= i64::try_from(*second).unwrap();
        let said = self.batches.pop_front_if(|batch| due(batch));
        Ok(said.map_or(Batch { messages: Vec::new(), then: Then::Later }, |(_, batch)| batch))
    }
}

/// A source that cannot say anything.
struct Broken;

impl Source for Broken {
    async fn next(&mut self) -> Result<Batch, Fault> {
        Err(Fault::unavailable("the table"))
    }
}

fn said(id: &str, then: Then) -> Batch {
    Batch { messages: vec![Message::event(id, "a.b", "{}")], then }
}

/// All that is written, and what became of the stream.
async fn served(clock: &Watch, batches: impl Into<VecDeque<(u64, Batch)>>) -> (String, Result<(), Fault>) {
    let (sender, chunks) = Sender::pair();
    let source = Script { clock, batches: batches.into() };
    let (ended, chunks) = join(serve(sender, clock, source), chunks.collect::<Vec<_>>()).await;
    (String::from_utf8(chunks.concat()).unwrap(), ended)
}

#[tokio::test]
async fn an_event_is_a_block_and_a_source_that_ends_ends_the_stream() {
    let clock = Watch::default();
    let place = Batch { messages: vec![Message::place("6")], then: Then::AtOnce };
    let (text, ended) = served(&clock, [(0, place), (0, said("7", Then::Never))]).await;
    assert_eq!(text, "id: 6\n\nid: 7\nevent: a.b\ndata: {}\n\n");
    assert!(ended.is_ok() && clock.slept().is_empty());
}

#[tokio::test]
async fn a_silent_stream_opens_at_once_beats_every_15_seconds_and_ends_after_55() {
    let clock = Watch::default();
    let (text, ended) = served(&clock, []).await;
    assert_eq!(text, ":\n\n:\n\n:\n\n:\n\nretry: 250\n");
    assert!(ended.is_ok());
    assert_eq!(clock.now().millis(), 55_000);
}

#[tokio::test]
async fn an_event_puts_the_heartbeat_off() {
    let clock = Watch::default();
    let (text, _) = served(&clock, [(14, said("1", Then::Later)), (28, said("2", Then::Later))]).await;
    let lines: Vec<_> = text.split("\n\n").map(|block| block.split('\n').next().unwrap()).collect();
    assert_eq!(lines, [":", "id: 1", "id: 2", ":", "retry: 250"]);
}

#[tokio::test]
async fn the_source_is_asked_often_while_something_came_lately_and_seldom_otherwise() {
    let clock = Watch::default();
    let (_, ended) = served(&clock, [(20, said("1", Then::Later))]).await;
    assert!(ended.is_ok());
    let slept = clock.slept();
    let quick = slept.iter().filter(|millis| **millis == 200).count();
    // Five seconds from the opening and five from the event.
    assert_eq!(quick, 50, "{slept:?}");
    assert_eq!(slept.iter().sum::<u64>(), 55_000);
    assert!(slept[25..40].iter().all(|millis| *millis == 1_000), "{slept:?}");
}

#[tokio::test]
async fn who_leaves_ends_the_stream_quietly_and_a_fault_of_the_source_is_a_fault() {
    let clock = Watch::default();
    let (sender, chunks) = Sender::pair();
    drop(chunks);
    assert!(serve(sender, &clock, Script { clock: &clock, batches: VecDeque::new() }).await.is_ok());
    let (sender, _chunks) = Sender::pair();
    assert_eq!(serve(sender, &clock, Broken).await.unwrap_err().code(), "unavailable");
}
