//! What lies in the bucket.

use aws_sdk_s3::operation::list_objects_v2::ListObjectsV2Output;
use model::Time;

use super::{Survey, Unreadable, unreadable};

/// An object, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its key.
    pub key: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// When it was stored, to the second.
    pub stored_at: Time,
}

/// A part of a listing, and where to go on.
#[derive(Debug)]
pub struct Listing<T> {
    /// What was found, in the order of keys.
    pub found: Vec<T>,
    /// Where to go on; `None` at the end.
    pub next: Option<String>,
}

impl Survey {
    /// The objects whose keys begin with `prefix`, up to 1,000. None without a bucket.
    pub async fn objects(&self, prefix: &str, next: Option<String>) -> Result<Listing<Listed>, Unreadable> {
        let answer = self.list(prefix, None, next).await?;
        let listed = answer.contents.unwrap_or_default().into_iter().filter_map(|object| {
            let stored_at = object.last_modified.and_then(|moment| moment.to_millis().ok());
            Some(Listed {
                key: object.key?,
                bytes: object.size.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or(0),
                stored_at: Time::from_millis(stored_at.unwrap_or(0)),
            })
        });
        Ok(Listing { found: listed.collect(), next: answer.next_continuation_token })
    }

    /// The folders below `prefix`, which ends with `/`: such as `a/b/` for `a/`. None without a bucket.
    pub async fn folders(&self, prefix: &str, next: Option<String>) -> Result<Listing<String>, Unreadable> {
        let answer = self.list(prefix, Some("/"), next).await?;
        let folders = answer.common_prefixes.unwrap_or_default().into_iter().filter_map(|found| found.prefix);
        Ok(Listing { found: folders.collect(), next: answer.next_continuation_token })
    }

    async fn list(
        &self,
        prefix: &str,
        delimiter: Option<&str>,
        next: Option<String>,
    ) -> Result<ListObjectsV2Output, Unreadable> {
        let Some(bucket) = &self.bucket else { return Ok(ListObjectsV2Output::builder().build()) };
        let call = self.s3.list_objects_v2().bucket(bucket).prefix(prefix);
        let call = call.set_delimiter(delimiter.map(str::to_owned)).set_continuation_token(next);
        call.send().await.map_err(|error| unreadable("S3.ListObjectsV2", &error))
    }
}
