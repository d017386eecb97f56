//! Renders in memory that wait for a provider, and who asks it.

use std::time::Duration;

use fault::Fault;
use jobs::{License, PollCall, Sent, Verdict};
use model::{JobId, StageName};
use serde_json::{Value, json};
use store::Digest;
use testkit::consume;

use super::Studio;
use crate::{POLL, SUBMIT};

impl Studio {
    /// A render whose provider has accepted its order.
    pub(crate) async fn waiting(&self) -> JobId {
        let job = self.asked(json!({ "model": "builtin/easel" })).await;
        self.up_to(SUBMIT, job).await;
        assert_eq!(self.run(SUBMIT, job).await.unwrap().word, "accepted");
        job
    }

    /// The same, under a name of which the provider knows nothing.
    pub(crate) async fn waiting_for(&self, id: &str) -> JobId {
        let job = self.asked(json!({ "model": "builtin/easel" })).await;
        self.up_to(SUBMIT, job).await;
        let sent = Sent {
            provider: "builtin".to_owned(),
            model: "easel".to_owned(),
            body_sha256: Digest::of("body").as_str().to_owned(),
            r#try: 1,
            patience: Duration::from_mins(2),
            doubt: Duration::from_mins(2),
        };
        let license = self.jobs().license(&self.view(job).await, &sent).await.unwrap();
        assert!(matches!(license, License::Granted(1)), "{license:?}");
        let head = self.jobs().head(job).await.unwrap();
        let accepted = Verdict::Accepted { provider: "builtin".to_owned(), id: id.to_owned() };
        self.jobs().conclude(&self.line(), &head, 1, &accepted).await.unwrap();
        self.leave(job, StageName::Submit, "accepted", json!({ "accepted": 1 })).await;
        job
    }

    /// The answer to `job`'s order comes.
    pub(crate) async fn answered(&self, job: JobId) {
        self.world.clock.advance(Duration::from_secs(10));
        let attempt = self.view(job).await.attempt(1).unwrap().clone();
        let ws = testkit::workspace("a").id();
        self.question(PollCall { ws, poll: attempt.next_poll(job) }, 1).await.unwrap();
        assert_eq!(self.view(job).await.attempt(1).unwrap().state, jobs::AttemptState::Landed);
    }

    /// The questions that are to be asked since the last look, with how long they wait.
    pub(crate) fn delayed_questions(&self) -> Vec<(PollCall, Duration)> {
        let sent = self.world.queues[&contract::QueueName::Polls].take();
        sent.iter().map(|(body, delay)| (serde_json::from_str(body).unwrap(), *delay)).collect()
    }

    /// The same, without how long they wait.
    pub(crate) fn questions(&self) -> Vec<PollCall> {
        self.delayed_questions().into_iter().map(|(call, _)| call).collect()
    }

    /// Delivers one question, which was received so many times.
    pub(crate) async fn question(&self, call: PollCall, receives: u32) -> Result<(), Fault> {
        consume(POLL, self.grant(), &json!(call), receives).await
    }

    /// The words that were signaled under `token`, in order.
    pub(crate) fn told(&self, token: &str) -> Vec<String> {
        let signals = self.world.flow.signals();
        let of = signals.iter().filter(|(known, _)| known == token);
        of.map(|(_, output)| {
            let output: Value = serde_json::from_str(output).unwrap();
            output["word"].as_str().unwrap().to_owned()
        })
        .collect()
    }
}
