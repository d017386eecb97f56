//! Functions that serve every workspace: on a schedule, on an event of the account, or for an administrator.

use bytes::Bytes;
use fault::Fault;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::decode;
use crate::function::{Entry, Function, Spec, Trigger};
use crate::{BoxFuture, Env, Grant};

/// A duty of the system. Its `Env` may hold [`System`](crate::System), which enters any workspace.
pub trait Duty: Sized + Send + 'static {
    /// Name of the function.
    const NAME: &'static str;
    /// One sentence.
    const SUMMARY: &'static str;
    /// What calls it.
    const TRIGGER: DutyTrigger;
    /// Why it may enter every workspace.
    const REASON: &'static str;

    /// What it holds.
    type Env: Env;
    /// What it is told. Fields that it does not know are passed over.
    type Input: DeserializeOwned + Send;
    /// What it reports.
    type Output: Serialize + Send;

    /// Does its work. Done twice it changes nothing the second time.
    fn perform(
        env: Self::Env,
        input: Self::Input,
    ) -> impl Future<Output = Result<Self::Output, Fault>> + Send;
}

/// What calls a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DutyTrigger {
    /// The clock.
    Schedule,
    /// The rule on executions that ended badly.
    Execution,
    /// The rule on objects that were put into the bucket.
    Object,
    /// The table's stream.
    TableStream,
    /// A person with IAM permission to invoke it; no other way leads there.
    Invoke,
}

/// Erases a duty.
pub const fn duty<D: Duty>() -> Function {
    Function {
        spec: Spec {
            name: D::NAME,
            summary: D::SUMMARY,
            needs: D::Env::NEEDS,
            trigger: Trigger::Duty { trigger: D::TRIGGER, reason: D::REASON },
        },
        entry: Entry::Duty(enter::<D>),
    }
}

fn enter<D: Duty>(grant: Grant, payload: Bytes) -> BoxFuture<Result<Bytes, Fault>> {
    Box::pin(async move {
        let input = decode::payload(&payload)?;
        let output = D::perform(D::Env::open(&grant.system(D::REASON))?, input).await?;
        let output = serde_json::to_vec(&output)
            .map_err(|error| Fault::defect("a report is no JSON").because(error))?;
        Ok(output.into())
    })
}
