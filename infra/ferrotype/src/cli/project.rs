//! What may be typed about projects.

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum Project {
    /// List projects with what they have spent
    List {
        /// Those in the archive, instead of those at work
        #[arg(long)]
        archived: bool,
    },
    /// Make a project
    Create(CreateProject),
    /// Put a project into the archive: nothing more is spent in it
    Archive {
        /// Such as prj_…
        id: String,
    },
    /// Take a project out of the archive
    Unarchive {
        /// Such as prj_…
        id: String,
    },
    /// Show the rules of a project, in order; or add one, or try them
    Rules(ProjectRules),
}

#[derive(Args, Debug)]
pub(crate) struct CreateProject {
    /// What to call it
    pub(crate) name: String,
    /// What it is about
    #[arg(long)]
    pub(crate) description: Option<String>,
    /// What it may spend in all, in micro-USD (10000 is one credit); 0 lets nothing be spent [default: no budget]
    #[arg(long, value_name = "USD_MICROS", value_parser = clap::value_parser!(i64).range(0..))]
    pub(crate) budget: Option<i64>,
    /// Style of its renders that name none
    #[arg(long)]
    pub(crate) style: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct ProjectRules {
    /// Such as prj_…
    pub(crate) id: String,
    /// Add a rule behind the others: words that every prompt of the project gets
    #[arg(long, value_name = "TEXT", conflicts_with = "test")]
    pub(crate) add: Option<String>,
    /// Show what the rules make of a prompt
    #[arg(long, value_name = "PROMPT")]
    pub(crate) test: Option<String>,
}
