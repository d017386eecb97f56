//! One execution of a machine, from its input to its end.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use contract::BoxFuture;
use contract::port::Clock;
use futures::future::{Either, select, try_join_all};
use model::Time;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::error::{Error, TIMEOUT};
use super::machine::{Jitter, Machine, Resource, Retrier, State, States, Type};
use super::query::{Scope, Template};
use crate::sim::pace::Pace;

/// What a machine's Tasks do.
pub trait Host: Send + Sync {
    /// Invokes `function` for the execution called `execution`: what it answers, or the error that Lambda reports.
    fn invoke(&self, execution: &str, function: &str, payload: Value) -> BoxFuture<Result<Value, Error>>;

    /// A token of a Task that waits, and what is signalled with it. Once the receiver is gone nobody can signal.
    fn token(&self, execution: &str) -> (String, oneshot::Receiver<Value>);

    /// Writes down what happened.
    fn note(&self, execution: &str, what: String);
}

/// How an execution ended.
#[derive(Debug, Clone, PartialEq)]
pub enum End {
    /// With this output.
    Succeeded(Value),
    /// With an error that nothing caught.
    Failed(Error),
    /// By the time-out of the machine.
    TimedOut,
}

/// An execution.
pub struct Execution {
    /// The machine.
    pub machine: Arc<Machine>,
    /// Its name.
    pub name: String,
    /// Its input.
    pub input: Value,
    /// Time and chance.
    pub pace: Arc<Pace>,
    /// What Tasks do.
    pub host: Arc<dyn Host>,
}

/// Variables that states assigned. A branch sees those of its parent and keeps its own to itself.
type Variables = BTreeMap<String, Value>;

type Walk<'a> = Pin<Box<dyn Future<Output = Result<Value, Error>> + Send + 'a>>;

/// The output of a state and the state that it leads to; `None` out of the machine or the branch.
type Left<'a> = Result<(Value, Option<&'a str>), Error>;

/// How long Step Functions takes from one state to the next, at most.
const TRANSITION: Duration = Duration::from_millis(40);

/// A state that was entered.
struct Entered<'a> {
    name: &'a str,
    state: &'a State,
    input: Value,
    at: Time,
    token: Option<String>,
    retries: u32,
}

impl Execution {
    /// Runs it to its end.
    pub async fn run(&self) -> End {
        let work = self.walk(self.machine.states(), self.input.clone(), Variables::new());
        let ended = match self.machine.timeout_seconds {
            None => work.await,
            Some(seconds) => {
                let end = self.pace.now().plus(Duration::from_secs(seconds));
                match self.pace.by(end, work).await {
                    Some(ended) => ended,
                    None => return End::TimedOut,
                }
            }
        };
        ended.map_or_else(End::Failed, End::Succeeded)
    }

    /// Goes from state to state until one leads out.
    fn walk<'a>(&'a self, states: States<'a>, input: Value, mut variables: Variables) -> Walk<'a> {
        Box::pin(async move {
            let (mut name, mut input) = (states.start_at, input);
            loop {
                let delay = self.pace.roll(|dice| dice.within(TRANSITION));
                self.pace.sleep(delay).await;
                let state = states.states.get(name);
                let state = state.ok_or_else(|| Error::fatal(format!("there is no state {name}")))?;
                self.host.note(&self.name, format!("enters {name}"));
                let at = self.pace.now();
                let mut entered = Entered { name, state, input, at, token: None, retries: 0 };
                let (output, next) = self.enter(&mut entered, &mut variables).await?;
                let Some(next) = next else { return Ok(output) };
                (name, input) = (next, output);
            }
        })
    }

    async fn enter<'a>(&'a self, entered: &mut Entered<'a>, variables: &mut Variables) -> Left<'a> {
        let state = entered.state;
        let next = if state.end || state.r#type == Type::Succeed { None } else { state.next.as_deref() };
        match state.r#type {
            Type::Task | Type::Parallel => return self.attempt(entered, next, variables).await,
            Type::Choice => return self.choose(entered, variables),
            Type::Fail => return Err(self.failure(entered, variables)?),
            Type::Wait => {
                let seconds = self.value(entered, state.seconds.as_ref(), None, variables)?;
                let seconds =
                    seconds.as_u64().ok_or_else(|| Error::fatal("a Wait waits for whole seconds"))?;
                self.pace.sleep(Duration::from_secs(seconds)).await;
            }
            Type::Pass | Type::Succeed => {}
        }
        let output = self.leave(entered, [&state.output, &state.assign], &entered.input, None, variables)?;
        Ok((output, next))
    }

    fn failure(&self, entered: &Entered<'_>, variables: &Variables) -> Result<Error, Error> {
        let text = |value: &Option<Template>| match value {
            None => Ok(String::new()),
            value => Ok(self
                .value(entered, value.as_ref(), None, variables)?
                .as_str()
                .unwrap_or_default()
                .to_owned()),
        };
        Ok(Error::new(text(&entered.state.error)?, text(&entered.state.cause)?))
    }

    fn choose<'a>(&self, entered: &Entered<'a>, variables: &mut Variables) -> Left<'a> {
        let state = entered.state;
        for branch in &state.choices {
            if self.value(entered, Some(&branch.condition), None, variables)? == Value::Bool(true) {
                let says = [&branch.output, &branch.assign];
                let output = self.leave(entered, says, &entered.input, None, variables)?;
                return Ok((output, Some(branch.next.as_str())));
            }
        }
        let Some(default) = state.default.as_deref() else {
            return Err(Error::new("States.NoChoiceMatched", entered.name));
        };
        let output = self.leave(entered, [&state.output, &state.assign], &entered.input, None, variables)?;
        Ok((output, Some(default)))
    }

    /// Tries a state until it succeeds or no Retry is left, then looks for a Catch.
    async fn attempt<'a>(
        &'a self,
        entered: &mut Entered<'a>,
        next: Option<&'a str>,
        variables: &mut Variables,
    ) -> Left<'a> {
        let state = entered.state;
        let mut tries = vec![0; state.retry.len()];
        loop {
            let left = self.perform(entered, variables).await.and_then(|result| {
                let also = Some(("result", &result));
                self.leave(entered, [&state.output, &state.assign], &result, also, variables)
            });
            let error = match left {
                Ok(output) => return Ok((output, next)),
                Err(error) => error,
            };
            self.host.note(&self.name, format!("{} fails: {} {}", entered.name, error.name, error.cause));
            if let Some(delay) = self.delay(&state.retry, &mut tries, &error) {
                self.pace.sleep(delay).await;
                entered.retries += 1;
                continue;
            }
            let Some(catch) = state.catch.iter().find(|catch| error.is_among(&catch.error_equals)) else {
                return Err(error);
            };
            let told = json!({ "Error": error.name, "Cause": error.cause });
            let says = [&catch.output, &catch.assign];
            let output = self.leave(entered, says, &told, Some(("errorOutput", &told)), variables)?;
            return Ok((output, Some(catch.next.as_str())));
        }
    }

    /// How long to wait before the next try; `None` when there is none left for this error.
    fn delay(&self, retriers: &[Retrier], tries: &mut [u32], error: &Error) -> Option<Duration> {
        let place = retriers.iter().position(|retrier| error.is_among(&retrier.error_equals))?;
        let (retrier, before) = (&retriers[place], &mut tries[place]);
        if *before >= retrier.max_attempts {
            return None;
        }
        let factor = retrier.backoff_rate.powi(i32::try_from(*before).unwrap_or(i32::MAX));
        *before += 1;
        let longest = retrier.max_delay_seconds.map_or(f64::from(u32::MAX), f64::from);
        let wait = Duration::from_secs_f64((f64::from(retrier.interval_seconds) * factor).min(longest));
        Some(match retrier.jitter_strategy {
            Jitter::None => wait,
            Jitter::Full => self.pace.roll(|dice| dice.within(wait)),
        })
    }

    async fn perform<'a>(&'a self, entered: &mut Entered<'a>, variables: &Variables) -> Result<Value, Error> {
        if entered.state.r#type == Type::Task {
            return self.task(entered, variables).await;
        }
        let input = match &entered.state.arguments {
            None => entered.input.clone(),
            arguments => self.value(entered, arguments.as_ref(), None, variables)?,
        };
        let branches = entered.state.branches.iter();
        // The first branch that fails ends the others where they are, as Step Functions does.
        try_join_all(branches.map(|branch| self.walk(branch.states(), input.clone(), variables.clone())))
            .await
            .map(Value::Array)
    }

    async fn task(&self, entered: &mut Entered<'_>, variables: &Variables) -> Result<Value, Error> {
        let state = entered.state;
        let waits = state.resource == Some(Resource::InvokeAndWait);
        let signal = waits.then(|| self.host.token(&self.name));
        let signal = signal.map(|(token, signal)| {
            entered.token = Some(token);
            signal
        });
        let arguments = self.value(entered, state.arguments.as_ref(), None, variables)?;
        let function = arguments["FunctionName"].as_str().unwrap_or_default();
        let invoked = self.host.invoke(&self.name, function, arguments["Payload"].clone());
        let work = async {
            match signal {
                None => invoked.await.map(|payload| json!({ "StatusCode": 200, "Payload": payload })),
                Some(signal) => signalled(invoked, signal).await,
            }
        };
        let Some(seconds) = state.timeout_seconds else { return work.await };
        let end = self.pace.now().plus(Duration::from_secs(seconds));
        let in_time = self.pace.by(end, work).await;
        in_time.unwrap_or_else(|| Err(Error::new(TIMEOUT, format!("{} took {seconds} s", entered.name))))
    }

    /// The output of a state that ends with `result`: what its Output says, or the result itself. Assign is evaluated with the
    /// variables as they were.
    fn leave(
        &self,
        entered: &Entered<'_>,
        [output, assign]: [&Option<Template>; 2],
        result: &Value,
        also: Option<(&str, &Value)>,
        variables: &mut Variables,
    ) -> Result<Value, Error> {
        let output = match output {
            None => result.clone(),
            output => self.value(entered, output.as_ref(), also, variables)?,
        };
        if assign.is_some()
            && let Value::Object(assigned) = self.value(entered, assign.as_ref(), also, variables)?
        {
            variables.extend(assigned);
        }
        Ok(output)
    }

    fn value(
        &self,
        entered: &Entered<'_>,
        template: Option<&Template>,
        also: Option<(&str, &Value)>,
        variables: &Variables,
    ) -> Result<Value, Error> {
        let Some(template) = template else {
            return Err(Error::fatal(format!("{} lacks a field", entered.name)));
        };
        let mut states = json!({
            "input": entered.input,
            "context": {
                "Execution": { "Name": self.name, "Input": self.input },
                "State": { "Name": entered.name, "EnteredTime": entered.at.to_string(), "RetryCount": entered.retries },
            },
        });
        if let Some((name, value)) = also {
            states[name] = value.clone();
        }
        if let Some(token) = &entered.token {
            states["context"]["Task"] = json!({ "Token": token });
        }
        template.evaluate(&Scope { states, variables })
    }
}

/// The result of a Task that waits: its signal, unless the invocation fails before. What the function answers means nothing.
async fn signalled(
    invoked: BoxFuture<Result<Value, Error>>,
    signal: oneshot::Receiver<Value>,
) -> Result<Value, Error> {
    let lost = |_| Error::fatal("a token was lost");
    match select(invoked, signal).await {
        Either::Left((Err(error), _)) => Err(error),
        Either::Left((Ok(_), signal)) => signal.await.map_err(lost),
        Either::Right((output, _)) => output.map_err(lost),
    }
}

#[cfg(test)]
mod tests;
