//! The executions of the machine, and who is told when one ends badly.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use contract::kind::decode;
use contract::port::{Clock, ExecutionState, Signaled, Started};
use contract::{BoxFuture, Entry, Grant, StageCall};
use fault::Fault;
use model::Time;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::cloud::{Cloud, lock};
use super::flow::{End, Error, Execution, Host};
use crate::world::scope;

/// Every execution there ever was: their names are taken for 90 days.
#[derive(Default)]
pub(super) struct Executions {
    started: BTreeMap<String, Known>,
    tokens: BTreeMap<String, oneshot::Sender<Value>>,
    issued: u64,
}

struct Known {
    input: String,
    at: Time,
    ended: Option<Time>,
}

/// How long EventBridge takes, mostly and at most.
const SOON: Duration = Duration::from_secs(3);
const LATE: Duration = Duration::from_mins(10);
/// Within which time an execution that is ended from outside is.
const ABORTED_WITHIN: Duration = Duration::from_secs(8);

impl Cloud {
    /// Starts an execution. The same name and input again is the same start while it runs, and refused once it has ended.
    pub(super) fn start(self: &Arc<Self>, name: &str, input: &str) -> Started {
        let at = self.pace.now();
        let mut executions = lock(&self.executions);
        if let Some(known) = executions.started.get(name) {
            let same = known.ended.is_none() && known.input == input;
            return if same { Started::Now } else { Started::Before };
        }
        executions.started.insert(name.to_owned(), Known { input: input.to_owned(), at, ended: None });
        drop(executions);
        self.note(&format!("{name} starts"));
        let execution = Execution {
            machine: self.machine.clone(),
            name: name.to_owned(),
            input: serde_json::from_str(input).unwrap_or(Value::Null),
            pace: self.pace.clone(),
            host: Arc::new(Tasks(self.clone())),
        };
        let cloud = self.clone();
        self.pace.spawn(async move { cloud.execute(&execution).await });
        Started::Now
    }

    async fn execute(self: Arc<Self>, execution: &Execution) {
        let aborts = self.trouble.aborts;
        let abort = self.pace.roll(|dice| dice.permille(aborts).then(|| dice.within(ABORTED_WITHIN)));
        let end = match abort {
            None => Some(execution.run().await),
            Some(after) => self.pace.by(self.pace.now().plus(after), execution.run()).await,
        };
        let at = self.pace.now();
        if let Some(known) = lock(&self.executions).started.get_mut(&execution.name) {
            known.ended = Some(at);
        }
        self.note(&format!("{} ends: {end:?}", execution.name));
        match end {
            Some(End::Succeeded(_)) => {}
            Some(End::Failed(error)) => self.tell(&execution.name, "FAILED", Some(&error)),
            Some(End::TimedOut) => self.tell(&execution.name, "TIMED_OUT", None),
            None => self.tell(&execution.name, "ABORTED", None),
        }
    }

    /// The rule on executions that ended badly. EventBridge delivers at least once, and in a simulated world not even that.
    fn tell(self: &Arc<Self>, name: &str, status: &str, error: Option<&Error>) {
        let executions = lock(&self.executions);
        let Some(known) = executions.started.get(name) else { return };
        let event = json!({
            "source": "aws.states",
            "detail-type": "Step Functions Execution Status Change",
            "detail": {
                "name": name, "status": status, "input": known.input, "output": null,
                "startDate": known.at.millis(), "stopDate": known.ended.map(Time::millis),
                "error": error.map(|error| &error.name), "cause": error.map(|error| &error.cause),
            },
        });
        drop(executions);
        let trouble = self.trouble;
        let (lost, doubled) =
            self.pace.roll(|dice| (dice.permille(trouble.lost), dice.permille(trouble.doubled)));
        for _ in 0..if lost { 0 } else { 1 + usize::from(doubled) } {
            let after = self.pace.roll(|dice| {
                let most = if dice.permille(trouble.lost) { LATE } else { SOON };
                dice.within(most)
            });
            self.event(after, &event);
        }
    }

    /// Ends the wait under `token`.
    pub(super) fn signal(&self, token: &str, output: &str) -> Result<Signaled, Fault> {
        let waiting = lock(&self.executions).tokens.remove(token);
        let output = serde_json::from_str(output)
            .map_err(|error| Fault::defect("SFN.SendTaskSuccess: the output is no JSON").because(error))?;
        let heard = waiting.is_some_and(|waiting| waiting.send(output).is_ok());
        self.note(&format!("a signal is {}", if heard { "heard" } else { "late" }));
        Ok(if heard { Signaled::Now } else { Signaled::Late })
    }

    pub(super) fn describe(&self, name: &str) -> ExecutionState {
        match lock(&self.executions).started.get(name) {
            None => ExecutionState::Absent,
            Some(known) => known.ended.map_or(ExecutionState::Running, ExecutionState::Ended),
        }
    }
}

/// What Tasks do: they invoke stages.
struct Tasks(Arc<Cloud>);

impl Host for Tasks {
    /// An invocation is a task of its own: it goes on when the execution that it works for has ended.
    fn invoke(&self, _: &str, function: &str, payload: Value) -> BoxFuture<Result<Value, Error>> {
        let function = self.0.function(function);
        let Entry::Stage(enter) = function.entry else { panic!("{} is no stage", function.spec.name) };
        let (sender, answer) = oneshot::channel();
        let cloud = self.0.clone();
        self.0.pace.spawn(async move {
            let invoked = cloud.invoke(&function, |ports| {
                Box::pin(async move {
                    let call: StageCall = decode::payload(payload.to_string().as_bytes())?;
                    enter(Grant::inside(ports, scope(call.ws), None), call).await
                })
            });
            let answer = match invoked.await {
                Ok(next) => Ok(json!(next)),
                Err(failed) => Err(failed.error()),
            };
            // Nobody waits for it when the state's time was over.
            let _ = sender.send(answer);
        });
        Box::pin(async move { answer.await.unwrap_or_else(|_| Err(Error::fatal("an invocation was lost"))) })
    }

    fn token(&self, execution: &str) -> (String, oneshot::Receiver<Value>) {
        let (sender, receiver) = oneshot::channel();
        let mut executions = lock(&self.0.executions);
        executions.issued += 1;
        let token = format!("{execution}#{}", executions.issued);
        executions.tokens.insert(token.clone(), sender);
        (token, receiver)
    }

    fn note(&self, execution: &str, what: String) {
        self.0.note(&format!("{execution} {what}"));
    }
}
