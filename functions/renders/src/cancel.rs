//! Asking for the end of a render.

use contract::http::{Method, Nothing};
use contract::{Access, Call, Reply, Route, env};
use fault::{Fault, Kind};
use jobs::{Canceled, Jobs, Launcher, Line};
use model::{Scope, Status};

use crate::Render;
use crate::follow::Follow;
use crate::get::Path;

/// Asks for the end of a render.
pub struct Cancel;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, line: Line, launcher: Launcher, follow: Follow }
}

impl Route for Cancel {
    const NAME: &'static str = "renders-cancel";
    const SUMMARY: &'static str = "End a render: at once if it has not begun, else as soon as it can.";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/v1/renders/{id}/cancel";
    const ACCESS: Access = Access::Scope(Scope::RendersWrite);
    const REPLIES: &'static [u16] = &[200, 202, 404, 409, 503];
    const SDK_CALLS: u32 = 12;

    type Env = Env;
    type Path = Path;
    type Query = Nothing;
    type Body = Nothing;
    type Output = Render;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<Render>, Fault> {
        let job = call.path.id;
        let canceled = env.jobs.cancel(&env.line, job).await?;
        if canceled == Canceled::Asked {
            // Told again each time: whoever was told before may have died before it could do anything.
            env.jobs.tell_wish(&env.launcher, job).await?;
        }
        let view = env.follow.story(job).await?;
        let reply = env.follow.reply(&view).await?;
        match canceled {
            Canceled::Now | Canceled::Before(Status::Canceled) => Ok(reply),
            Canceled::Asked => Ok(reply.into_accepted(format!("/v1/renders/{job}"))),
            Canceled::Before(status) => {
                let detail =
                    format!("{job} has ended before: it is {status}. There is nothing left to cancel.");
                Err(Fault::new(Kind::Conflict, "already-ended", detail))
            }
        }
    }
}

#[cfg(test)]
mod tests;
