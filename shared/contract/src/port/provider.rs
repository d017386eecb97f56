//! Those who make media: what they are asked, and what they answer.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use fault::Fault;
use model::{Size, UsdMicros};
use serde::{Deserialize, Serialize};

/// What is wanted, in nobody's dialect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The model, by its name at its provider.
    pub model: String,
    /// Our name for this request: one for each try of a job. A provider may be told it, to know a repetition by, and it changes
    /// nothing of what is made: it is no part of the request's body or hash.
    #[serde(skip)]
    pub reference: String,
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
    /// The picture that is to be changed, where one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edit: Option<EditOf>,
}

/// A picture that is to be changed. In the request's body, and so in its hash, its SHA-256 stands for its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditOf {
    /// What is to be changed, in the client's own words: the final prompt says more, for models that need a whole description.
    pub instruction: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// The file. It travels beside the body ([`Wire::picture`]).
    #[serde(skip)]
    pub picture: Bytes,
    /// How the same provider made it, where it did: whoever can repeat a picture can change a part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<MadeBy>,
}

/// How a picture was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeBy {
    /// The final prompt of the first picture.
    pub prompt: String,
    /// Its manner, in words.
    pub style: Option<String>,
    /// Its pixels.
    pub size: Size,
    /// Its seed.
    pub seed: u64,
    /// What it was changed by since, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<String>,
}

/// A request as it goes over the wire: what the attempt's hash is taken of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wire {
    /// The JSON body.
    pub body: Bytes,
    /// [`Order::reference`], which travels beside the body where the provider takes one.
    pub reference: String,
    /// [`EditOf::picture`], which the body names by its hash.
    pub picture: Option<Bytes>,
}

/// A picture that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its file.
    pub bytes: Bytes,
}

/// What became of a request. The five are told apart because each has another consequence for the money.
#[derive(Debug)]
pub enum Answer {
    /// It is done, and cost this.
    Done {
        /// What was made.
        pictures: Vec<Picture>,
        /// What it cost, as reported or as listed.
        cost: UsdMicros,
    },
    /// The provider has the request and will answer later: ask it again by this id ([`Provider::poll`]).
    Accepted {
        /// The provider's name for the request, at most [`MAX_ID_BYTES`].
        id: String,
    },
    /// The provider said no, and charges nothing.
    Refused(String),
    /// The request never reached it.
    NotSent(String),
    /// Nobody knows.
    Lost(String),
}

/// The longest id of a provider that is kept, in bytes: an attempt is no place for a document.
pub const MAX_ID_BYTES: usize = 1_024;

/// What a provider that answers later says when it is asked for its answer.
#[derive(Debug)]
pub enum Polled {
    /// It is at work. It may say after how long there is any use in asking again.
    Running {
        /// After how long.
        again: Option<Duration>,
    },
    /// It is done, and cost this.
    Done {
        /// What was made.
        pictures: Vec<Picture>,
        /// What it cost, as reported or as listed.
        cost: UsdMicros,
    },
    /// It will make nothing, of itself or because it was withdrawn, and charges this: nothing, as a rule.
    Refused {
        /// Why.
        why: String,
        /// What it charges all the same.
        cost: UsdMicros,
    },
    /// It knows nothing of the request, or no longer: nobody will ever learn what became of it.
    Gone(String),
    /// This question came to nothing: the provider could not be reached, or had no answer that can be read. Nothing is known of
    /// the request, and the next question may learn it.
    Unclear(String),
}

/// What a provider says when it is asked to make nothing more of a request.
#[derive(Debug)]
pub enum Withdrawn {
    /// It makes nothing, and charges this: nothing, as a rule.
    Stopped {
        /// What it charges all the same.
        cost: UsdMicros,
    },
    /// It goes on, or is done, or nobody knows: whatever comes has to be waited for.
    GoesOn(String),
}

/// A provider.
#[async_trait]
pub trait Provider: Send + Sync {
    /// Writes the request. Pure: the same order gives the same bytes.
    fn lower(&self, order: &Order) -> Result<Wire, Fault>;

    /// Sends the request and waits for the answer. Every way in which this can end is an [`Answer`].
    async fn submit(&self, wire: Wire) -> Answer;

    /// Asks for the answer to the request that was accepted as `id`. `wire` is that request, written anew: for a provider that
    /// remembers nothing. Asked twice, nothing is done twice. Every way in which this can end is a [`Polled`].
    async fn poll(&self, id: &str, wire: Wire) -> Polled {
        drop(wire);
        Polled::Gone(format!("a provider that answers at once was asked for `{id}`"))
    }

    /// Asks to make nothing more of the request that was accepted as `id`. Asked twice, it is asked once.
    async fn cancel(&self, id: &str) -> Withdrawn {
        Withdrawn::GoesOn(format!("there is no way to end `{id}`"))
    }
}

/// The providers that there are.
pub trait Providers: Send + Sync {
    /// What speaks for `id`; a defect when nothing does.
    fn provider(&self, id: &str) -> Result<Arc<dyn Provider>, Fault>;
}
