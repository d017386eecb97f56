//! The flow on Step Functions.

use async_trait::async_trait;
use aws_sdk_sfn::Client;
use aws_sdk_sfn::config::Config;
use aws_sdk_sfn::operation::describe_execution::{DescribeExecutionError, DescribeExecutionOutput};
use aws_sdk_sfn::operation::send_task_success::SendTaskSuccessError;
use aws_sdk_sfn::operation::start_execution::StartExecutionError;
use aws_sdk_sfn::types::ExecutionStatus;
use contract::port::{ExecutionState, Flow, Signaled, Started};
use fault::Fault;
use model::Time;

use crate::config;
use crate::error::classify;

/// One state machine.
pub(crate) struct SfnFlow {
    client: Client,
    machine: String,
}

impl SfnFlow {
    pub(crate) fn new(client: Client, machine: String) -> Self {
        Self { client, machine }
    }

    /// Opens a connection by asking for an execution that does not exist: the one read that this port makes anyway, so a
    /// role needs nothing more for it.
    pub(crate) async fn warm(&self) {
        let Ok(arn) = execution_arn(&self.machine, "WARM") else { return };
        let call = self.client.describe_execution().execution_arn(arn);
        // Whatever the answer: the connection is open now.
        let _ = call.customize().config_override(Config::builder().retry_config(config::once())).send().await;
    }
}

#[async_trait]
impl Flow for SfnFlow {
    async fn start(&self, name: &str, input: &str) -> Result<Started, Fault> {
        let call = self.client.start_execution().state_machine_arn(&self.machine).name(name).input(input);
        match call.send().await {
            Ok(_) => Ok(Started::Now),
            Err(error) => match error.as_service_error() {
                Some(StartExecutionError::ExecutionAlreadyExists(_)) => Ok(Started::Before),
                _ => Err(classify("SFN.StartExecution", &error).fault()),
            },
        }
    }

    async fn signal(&self, token: &str, output: &str) -> Result<Signaled, Fault> {
        match self.client.send_task_success().task_token(token).output(output).send().await {
            Ok(_) => Ok(Signaled::Now),
            // An invalid token is one that no state of ours handed out; nobody will ever wait under it.
            Err(error) => match error.as_service_error() {
                Some(
                    SendTaskSuccessError::TaskTimedOut(_)
                    | SendTaskSuccessError::TaskDoesNotExist(_)
                    | SendTaskSuccessError::InvalidToken(_),
                ) => Ok(Signaled::Late),
                _ => Err(classify("SFN.SendTaskSuccess", &error).fault()),
            },
        }
    }

    async fn describe(&self, name: &str) -> Result<ExecutionState, Fault> {
        let call = self.client.describe_execution().execution_arn(execution_arn(&self.machine, name)?);
        match call.send().await {
            Ok(answer) => state(&answer),
            Err(error) => match error.as_service_error() {
                Some(DescribeExecutionError::ExecutionDoesNotExist(_)) => Ok(ExecutionState::Absent),
                _ => Err(classify("SFN.DescribeExecution", &error).fault()),
            },
        }
    }
}

fn state(answer: &DescribeExecutionOutput) -> Result<ExecutionState, Fault> {
    match answer.status() {
        ExecutionStatus::Running | ExecutionStatus::PendingRedrive => Ok(ExecutionState::Running),
        status => {
            let ended = answer.stop_date().and_then(|date| date.to_millis().ok());
            ended.map(|millis| ExecutionState::Ended(Time::from_millis(millis))).ok_or_else(|| {
                Fault::defect(format!("SFN.DescribeExecution: an execution is {status} without a stop date"))
            })
        }
    }
}

/// `arn:aws:states:<region>:<account>:execution:<machine>:<name>` from `…:stateMachine:<machine>[:<version or alias>]`.
fn execution_arn(machine: &str, name: &str) -> Result<String, Fault> {
    let parts: Vec<_> = machine.split(':').collect();
    match parts.as_slice() {
        ["arn", partition, "states", region, account, "stateMachine", machine, ..] => {
            Ok(format!("arn:{partition}:states:{region}:{account}:execution:{machine}:{name}"))
        }
        _ => Err(Fault::defect(format!(
            "RENDER_FLOW_ARN is `{machine}`, which is not the ARN of a state machine: `arn:aws:states:…:stateMachine:…`"
        ))),
    }
}

#[cfg(test)]
mod tests;
