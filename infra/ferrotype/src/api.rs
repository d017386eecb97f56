//! The HTTP API as its caller sees it. Nothing here knows where it runs.

mod body;
mod client;
mod origin;
mod problem;
mod sse;

pub(crate) use self::body::batch::{Batch, Item};
pub(crate) use self::body::project::{NewProject, Project, Rule, RuleTrial};
pub(crate) use self::body::{
    AccessKey, Again, Asset, Credits, DryRun, Event, Feed, NewFile, NewKey, NewUploads, Output, Page, Put,
    Render, RenderBody, Uploads,
};
pub(crate) use self::client::{Answer, Api};
pub(crate) use self::origin::Origin;
pub(crate) use self::problem::{Limit, Problem};
pub(crate) use self::sse::{Events, Message};
