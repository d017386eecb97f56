//! One file per verb.

mod batch;
mod batches;
mod completions;
mod credits;
mod demo;
mod doctor;
mod down;
mod edge;
mod env;
mod events;
mod keys;
mod logs;
mod project;
mod redrive;
mod render;
mod renders;
mod status;
mod studio;
mod up;
mod upload;

use anyhow::Result;

use crate::cli::Verb;
use crate::context::Context;

/// Runs a verb to its end.
pub(crate) async fn run(context: &Context, verb: Verb) -> Result<()> {
    match verb {
        Verb::Up(arguments) => up::run(context, arguments).await,
        Verb::Down => down::run(context).await,
        Verb::Status => status::run(context).await,
        Verb::Logs(arguments) => logs::run(context, arguments).await,
        Verb::Demo(arguments) => demo::run(context, arguments).await,
        Verb::Doctor(arguments) => doctor::run(context, arguments).await,
        Verb::Export(arguments) => studio::run(context, "export", &arguments).await,
        Verb::Preview(arguments) => studio::run(context, "preview", &arguments).await,
        Verb::Scene(arguments) => studio::run(context, "scene", &arguments).await,
        Verb::Env => env::run(context),
        Verb::Render(arguments) => render::run(context, arguments).await,
        Verb::Renders(verb) => renders::run(context, verb).await,
        Verb::Upload(arguments) => upload::run(context, &arguments).await,
        Verb::Batch(arguments) => batch::run(context, arguments).await,
        Verb::Batches(verb) => batches::run(context, verb).await,
        Verb::Events(arguments) => events::run(context, &arguments).await,
        Verb::Project(verb) => project::run(context, verb).await,
        Verb::Keys(verb) => keys::run(context, verb).await,
        Verb::Credits => credits::run(context).await,
        Verb::Redrive(arguments) => redrive::run(context, arguments).await,
        Verb::Edge(arguments) => edge::run(context, arguments).await,
        Verb::EdgeGuard => edge::watch(),
        Verb::Completions { shell } => completions::run(context, shell),
    }
}
