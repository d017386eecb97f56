//! Making the ports that a function declared, once for an execution environment.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use aws_config::SdkConfig;
use contract::port::{Bucket, Clock, DeadQueue, Flow, Queue, Table};
use contract::{Need, Ports, Settings};

use crate::bucket::S3Bucket;
use crate::calls::Calls;
use crate::clock::SystemClock;
use crate::config::{self, Patience};
use crate::dead_queue::SqsDeadQueue;
use crate::flow::SfnFlow;
use crate::ids::OsIds;
use crate::queue::SqsQueue;
use crate::table::DynamoTable;

/// The most that opening connections may add to a cold start. A function that has not reached an endpoint by then begins
/// its work and meets the trouble there, with time-outs and an answer.
const PREWARM: Duration = Duration::from_secs(2);

/// The ports of a function, and what stands behind them.
pub struct Connected {
    /// What an invocation is handed. A port that was not declared is not there, and no client is made for it.
    pub ports: Ports,
    table: Option<Arc<DynamoTable>>,
    bucket: Option<Arc<S3Bucket>>,
    render_flow: Option<Arc<SfnFlow>>,
    calls: Calls,
}

/// Connects to AWS, or to what `AWS_ENDPOINT_URL` names, with the region and the credentials of the environment. Nothing is
/// sent, and nothing fails: what is missing is told by the first call that misses it.
pub fn connect(needs: impl IntoIterator<Item = Need>, settings: Arc<Settings>) -> Connected {
    connect_with(&config::from_environment(), needs, settings)
}

/// Connects to a local cloud at `endpoint` (`http://127.0.0.1:<port>`), whatever the environment says.
pub fn connect_local(
    endpoint: &str,
    needs: impl IntoIterator<Item = Need>,
    settings: Arc<Settings>,
) -> Connected {
    connect_with(&config::for_local(endpoint), needs, settings)
}

/// Connects by a configuration.
pub(crate) fn connect_with(
    sdk: &SdkConfig,
    needs: impl IntoIterator<Item = Need>,
    settings: Arc<Settings>,
) -> Connected {
    let calls = Calls::default();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let (mut table, mut bucket, mut render_flow) = (None, None, None);
    let (mut queues, mut dead_queues) =
        (BTreeMap::<_, Arc<dyn Queue>>::new(), BTreeMap::<_, Arc<dyn DeadQueue>>::new());
    let sqs_client = OnceCell::new();
    let sqs_client = || sqs_client.get_or_init(|| sqs(sdk, &calls)).clone();
    for need in needs {
        let Some(place) = settings.get(need.setting()).map(str::to_owned) else { continue };
        match need {
            Need::Table if table.is_none() => {
                table = Some(Arc::new(DynamoTable::new(
                    dynamodb(sdk, &calls, Patience::DYNAMODB),
                    place,
                    clock.clone(),
                )));
            }
            Need::Bucket if bucket.is_none() => {
                bucket = Some(Arc::new(S3Bucket::new(s3(sdk, &calls, Patience::S3), place, clock.clone())));
            }
            Need::RenderFlow if render_flow.is_none() => {
                render_flow = Some(Arc::new(SfnFlow::new(sfn(sdk, &calls), place)));
            }
            Need::Queue(name) => {
                queues.insert(name, Arc::new(SqsQueue::new(sqs_client(), place)));
            }
            Need::DeadQueue(name) => {
                dead_queues.insert(name, Arc::new(SqsDeadQueue::new(sqs_client(), place)));
            }
            _ => {}
        }
    }
    let ports = Ports {
        table: table.clone().map(|table| table as Arc<dyn Table>),
        bucket: bucket.clone().map(|bucket| bucket as Arc<dyn Bucket>),
        render_flow: render_flow.clone().map(|flow| flow as Arc<dyn Flow>),
        providers: None,
        queues,
        dead_queues,
        clock,
        ids: Arc::new(OsIds::default()),
        meter: Arc::new(calls.clone()),
        settings,
    };
    Connected { ports, table, bucket, render_flow, calls }
}

impl Connected {
    /// Opens a connection to every endpoint that the function uses, all at once, so that the first invocation meets no TLS
    /// handshake. For INIT, where the processor is not yet throttled to the function's memory. Failures do not matter;
    /// the calls are counted like others, so [`Calls::take`] before the first invocation.
    pub async fn prewarm(&self) {
        let table = async {
            if let Some(table) = &self.table {
                table.warm().await;
            }
        };
        let bucket = async {
            if let Some(bucket) = &self.bucket {
                bucket.warm().await;
            }
        };
        let flow = async {
            if let Some(flow) = &self.render_flow {
                flow.warm().await;
            }
        };
        let all = async { tokio::join!(table, bucket, flow) };
        // Out of time: the work itself will wait for what is still missing.
        let _ = tokio::time::timeout(PREWARM, all).await;
    }

    /// The calls of all ports.
    pub fn calls(&self) -> Calls {
        self.calls.clone()
    }
}

impl fmt::Debug for Connected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connected")
            .field("table", &self.table.is_some())
            .field("bucket", &self.bucket.is_some())
            .field("render_flow", &self.render_flow.is_some())
            .field("calls", &self.calls)
            .finish_non_exhaustive()
    }
}

pub(crate) fn dynamodb(sdk: &SdkConfig, calls: &Calls, patience: Patience) -> aws_sdk_dynamodb::Client {
    let config = aws_sdk_dynamodb::config::Builder::from(sdk)
        .timeout_config(patience.timeouts())
        .interceptor(calls.counter())
        .interceptor(calls.gauge());
    aws_sdk_dynamodb::Client::from_conf(config.build())
}

pub(crate) fn s3(sdk: &SdkConfig, calls: &Calls, patience: Patience) -> aws_sdk_s3::Client {
    let config = aws_sdk_s3::config::Builder::from(sdk)
        .timeout_config(patience.timeouts())
        // An endpoint of one's own has no name for each bucket.
        .force_path_style(sdk.endpoint_url().is_some())
        .interceptor(calls.counter());
    aws_sdk_s3::Client::from_conf(config.build())
}

fn sfn(sdk: &SdkConfig, calls: &Calls) -> aws_sdk_sfn::Client {
    let config = aws_sdk_sfn::config::Builder::from(sdk)
        .timeout_config(Patience::SFN.timeouts())
        .interceptor(calls.counter());
    aws_sdk_sfn::Client::from_conf(config.build())
}

fn sqs(sdk: &SdkConfig, calls: &Calls) -> aws_sdk_sqs::Client {
    let config = aws_sdk_sqs::config::Builder::from(sdk)
        .timeout_config(Patience::SQS.timeouts())
        .interceptor(calls.counter());
    aws_sdk_sqs::Client::from_conf(config.build())
}

#[cfg(test)]
mod tests;
