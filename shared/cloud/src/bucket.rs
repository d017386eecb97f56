//! The media bucket on S3.

mod disposition;

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use async_trait::async_trait;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::Config;
use aws_sdk_s3::operation::get_object::GetObjectError;
use aws_sdk_s3::operation::head_object::HeadObjectError;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::ByteStream;
use aws_smithy_types::base64;
use bytes::Bytes;
use contract::port::{Body, Bucket, Clock, Pledge, PutLink, Show, Stored};
use fault::Fault;
use futures::stream::{self, BoxStream, StreamExt};
use tokio::time::{Instant, timeout_at};

use crate::config;
use crate::error::classify;

/// How long reading a body may take. The SDK's time-outs end where the body begins.
const BODY: Duration = Duration::from_secs(30);
/// The longest life of a link.
const LONGEST_LINK: Duration = Duration::from_hours(1);
/// How often a put is tried while another put of the same key is under way, and the waits between.
const PUTS: u32 = 4;
const PUT_WAIT: Duration = Duration::from_millis(50);

/// One bucket.
pub(crate) struct S3Bucket {
    client: Client,
    name: String,
    clock: Arc<dyn Clock>,
}

impl S3Bucket {
    pub(crate) fn new(client: Client, name: String, clock: Arc<dyn Clock>) -> Self {
        Self { client, name, clock }
    }

    /// Opens a connection by asking for an object that does not exist.
    pub(crate) async fn warm(&self) {
        let call = self.client.head_object().bucket(&self.name).key("warm");
        // Whatever the answer: the connection is open now.
        let _ = call.customize().config_override(Config::builder().retry_config(config::once())).send().await;
    }
}

#[async_trait]
impl Bucket for S3Bucket {
    async fn put_once(&self, key: &str, mime: &str, bytes: Bytes) -> Result<(), Fault> {
        let mut wait = PUT_WAIT;
        for tried in 1.. {
            let call = self.client.put_object().bucket(&self.name).key(key).content_type(mime);
            let answer = call.if_none_match("*").body(ByteStream::from(bytes.clone())).send().await;
            let Err(error) = answer else { return Ok(()) };
            let failed = classify("S3.PutObject", &error);
            match failed.status {
                // There is one already. It is this one: perhaps the first try of this very call.
                Some(412) => return Ok(()),
                // Another put of this key is under way; afterwards it is there, or it failed and this one is needed.
                Some(409) if tried < PUTS => self.clock.sleep(wait).await,
                _ => return Err(failed.fault()),
            }
            wait *= 2;
        }
        Ok(())
    }

    async fn open(&self, key: &str) -> Result<Option<Body>, Fault> {
        match self.client.get_object().bucket(&self.name).key(key).send().await {
            Ok(answer) => {
                Ok(Some(Body { length: length(answer.content_length()), chunks: chunks(answer.body) }))
            }
            Err(error) if matches!(error.as_service_error(), Some(GetObjectError::NoSuchKey(_))) => Ok(None),
            Err(error) => Err(classify("S3.GetObject", &error).fault()),
        }
    }

    async fn head(&self, key: &str) -> Result<Option<Stored>, Fault> {
        match self.client.head_object().bucket(&self.name).key(key).send().await {
            Ok(answer) => Ok(Some(Stored {
                bytes: length(answer.content_length()).unwrap_or(0),
                // What S3 itself assumes of an object that was put without a type.
                mime: answer.content_type.unwrap_or_else(|| "binary/octet-stream".to_owned()),
            })),
            Err(error) if matches!(error.as_service_error(), Some(HeadObjectError::NotFound(_))) => Ok(None),
            Err(error) => Err(classify("S3.HeadObject", &error).fault()),
        }
    }

    async fn delete(&self, key: &str) -> Result<(), Fault> {
        let answer = self.client.delete_object().bucket(&self.name).key(key).send().await;
        answer.map(drop).map_err(|error| classify("S3.DeleteObject", &error).fault())
    }

    async fn link(&self, key: &str, lifetime: Duration, show: Show<'_>) -> Result<String, Fault> {
        let signing = self.signing(lifetime)?;
        let call = self.client.get_object().bucket(&self.name).key(key);
        let signed = call
            .set_response_content_disposition(disposition::header(show))
            .presigned(signing)
            .await
            .map_err(|error| classify("S3.GetObject", &error).fault())?;
        Ok(signed.uri().to_owned())
    }

    async fn put_link(&self, key: &str, lifetime: Duration, pledge: Pledge<'_>) -> Result<PutLink, Fault> {
        let signing = self.signing(lifetime)?;
        let bytes = i64::try_from(pledge.bytes)
            .map_err(|error| Fault::defect("a file has more bytes than can be").because(error))?;
        let call = self.client.put_object().bucket(&self.name).key(key).content_type(pledge.mime);
        let signed = call
            .content_length(bytes)
            .checksum_sha256(base64::encode(pledge.sha256))
            .presigned(signing)
            .await
            .map_err(|error| classify("S3.PutObject", &error).fault())?;
        let headers = signed.headers().map(|(name, value)| (name.to_owned(), value.to_owned()));
        Ok(PutLink { url: signed.uri().to_owned(), headers: headers.collect() })
    }
}

impl S3Bucket {
    /// Signs from now on, by the clock that we were handed.
    fn signing(&self, lifetime: Duration) -> Result<PresigningConfig, Fault> {
        if lifetime > LONGEST_LINK {
            return Err(Fault::defect(format!("a link may live an hour, not {} s", lifetime.as_secs())));
        }
        let now = UNIX_EPOCH + Duration::from_millis(self.clock.now().millis().unsigned_abs());
        let signing = PresigningConfig::builder().start_time(now).expires_in(lifetime).build();
        signing.map_err(|error| Fault::defect("a link cannot be signed").because(error))
    }
}

/// The bytes of a body, as long as they come in time.
fn chunks(body: ByteStream) -> BoxStream<'static, Result<Bytes, Fault>> {
    let end = Instant::now() + BODY;
    let next = move |mut body: ByteStream| async move {
        match timeout_at(end, body.next()).await {
            Ok(None) => Ok(None),
            Ok(Some(Ok(chunk))) => Ok(Some((chunk, body))),
            Ok(Some(Err(error))) => {
                Err(Fault::unavailable("S3.GetObject: the body broke off").because(error))
            }
            Err(_) => Err(Fault::unavailable(format!("S3.GetObject: the body took over {BODY:?}"))),
        }
    };
    stream::try_unfold(body, next).boxed()
}

fn length(declared: Option<i64>) -> Option<u64> {
    declared.and_then(|bytes| u64::try_from(bytes).ok())
}

#[cfg(test)]
mod tests;
