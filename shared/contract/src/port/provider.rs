//! Those who make media: what they are asked, and what they answer.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use fault::Fault;
use model::{Size, UsdMicros};
use serde::{Deserialize, Serialize};

/// What is wanted, in nobody's dialect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The final prompt.
    pub prompt: String,
    /// The manner of painting, in words.
    pub style: Option<String>,
    /// The pixels of each picture.
    pub size: Size,
    /// How many pictures.
    pub count: u8,
    /// The seed of the first; the next has one more.
    pub seed: u64,
}

/// A request as it goes over the wire: what the attempt's hash is taken of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wire {
    /// The JSON body.
    pub body: Bytes,
}

/// A picture that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its file.
    pub bytes: Bytes,
}

/// What became of a request. The four are told apart because each has another consequence for the money.
#[derive(Debug)]
pub enum Answer {
    /// It is done, and cost this.
    Done {
        /// What was made.
        pictures: Vec<Picture>,
        /// What it cost, as reported or as listed.
        cost: UsdMicros,
    },
    /// The provider said no, and charges nothing.
    Refused(String),
    /// The request never reached it.
    NotSent(String),
    /// Nobody knows.
    Lost(String),
}

/// A provider.
#[async_trait]
pub trait Provider: Send + Sync {
    /// Writes the request. Pure: the same order gives the same bytes.
    fn lower(&self, order: &Order) -> Result<Wire, Fault>;

    /// Sends the request and waits for the answer. Every way in which this can end is an [`Answer`].
    async fn submit(&self, wire: Wire) -> Answer;
}

/// The providers that there are.
pub trait Providers: Send + Sync {
    /// What speaks for `id`; a defect when nothing does.
    fn provider(&self, id: &str) -> Result<Arc<dyn Provider>, Fault>;
}
