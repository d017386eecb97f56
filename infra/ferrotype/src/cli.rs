//! What may be typed.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

mod project;
mod work;

pub(crate) use self::project::{CreateProject, Project, ProjectRules};
pub(crate) use self::work::{Batch, Batches, Events, Render, Renders, Upload, Wanted};

const EXIT_CODES: &str = "\
Exit codes:
  0    it worked
  1    the work failed: a render, a build, a deploy
  2    the command line is wrong
  3    nothing answers; `ferrotype up` starts the local cloud
  4    the API refused (4xx); the problem is printed
  130  Ctrl-C";

/// The AI media backend that you own, on your laptop.
#[derive(Debug, Parser)]
#[command(name = "ferrotype", version, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// Options of every verb.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Print one JSON document on stdout and nothing else there
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// No progress on stderr
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// State of the local cloud [default: .ferrotype beside template.yaml]
    #[arg(long, global = true, value_name = "DIR", env = "FERROTYPE_STATE", value_hint = ValueHint::DirPath)]
    pub(crate) state: Option<PathBuf>,
    /// Origin of the API [default: the local cloud's]
    #[arg(long, global = true, value_name = "URL", env = "FERROTYPE_URL", value_hint = ValueHint::Url)]
    pub(crate) url: Option<String>,
    /// Access key [default: the local cloud's]
    #[arg(long, global = true, value_name = "KEY", env = "FERROTYPE_KEY", hide_env_values = true)]
    pub(crate) key: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Build, start and deploy the local cloud; again after a change
    Up(Up),
    /// Stop the local cloud; its state stays
    Down,
    /// Say what runs, where, and since which deploy
    Status,
    /// Show what the functions log
    Logs(Logs),
    /// Start the cloud, make a first picture, say where to look next
    Demo(Demo),
    /// Read a stack and say what is wrong with it; changes nothing
    Doctor(Doctor),
    /// Make a film of scene code (*.tsx), without the cloud and without a browser
    #[command(disable_help_flag = true)]
    Export(Passed),
    /// Make a picture of one frame of scene code
    #[command(disable_help_flag = true)]
    Preview(Passed),
    /// Write scene code, check it, find icons for it
    #[command(disable_help_flag = true)]
    Scene(Passed),
    /// Print FERROTYPE_URL and FERROTYPE_KEY for a shell: eval "$(ferrotype env)"
    Env,
    /// Make a picture from a prompt
    Render(Render),
    /// Look at renders, and change their course
    #[command(subcommand)]
    Renders(Renders),
    /// Upload pictures; their ids work as references of renders
    Upload(Upload),
    /// Make many pictures: prompts times styles times aspects
    Batch(Batch),
    /// Look at batches
    #[command(subcommand)]
    Batches(Batches),
    /// Show what happened in the workspace
    Events(Events),
    /// Manage projects: budgets, the archive, rules
    #[command(subcommand)]
    Project(Project),
    /// Manage access keys
    #[command(subcommand)]
    Keys(Keys),
    /// Show what is left to spend
    Credits,
    /// Send back messages that no function could do, once the cause is mended
    Redrive(Redrive),
    /// Serve the local cloud on one origin, in the foreground
    #[command(hide = true)]
    Edge(Edge),
    /// Kill what an edge leaves behind; started by the edge
    #[command(hide = true)]
    EdgeGuard,
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Words for another program, which knows what they mean.
#[derive(Args, Debug)]
pub(crate) struct Passed {
    /// See --help of this verb
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENTS")]
    pub(crate) words: Vec<OsString>,
}

#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Up {
    /// Port of the one origin; 0 picks a free one [default: the last one, or 4000]
    #[arg(long)]
    pub(crate) port: Option<u16>,
    /// Stop the cloud and delete its data first
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Deploy the binaries in this folder and build none
    #[arg(long, value_name = "DIR", hide = true, value_hint = ValueHint::DirPath)]
    pub(crate) bins: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Logs {
    /// Only this function, such as renders-start
    pub(crate) function: Option<String>,
    /// Go on as lines arrive
    #[arg(long, short)]
    pub(crate) follow: bool,
    /// Only lines younger than this, such as 90s, 10m or 2h
    #[arg(long, value_name = "AGE", value_parser = age)]
    pub(crate) since: Option<Duration>,
}

#[derive(Args, Debug)]
pub(crate) struct Demo {
    #[command(flatten)]
    pub(crate) up: Up,
    /// Where to save the picture
    #[arg(long, value_name = "FILE", default_value = "ferrotype-demo.png", value_hint = ValueHint::FilePath)]
    pub(crate) out: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct Doctor {
    /// Table of a deployed stack, read with the AWS credentials of the environment [default: the local cloud's]
    #[arg(long, value_name = "NAME")]
    pub(crate) table: Option<String>,
    /// Media bucket of the deployed stack; without it files are not looked at
    #[arg(long, value_name = "NAME", requires = "table")]
    pub(crate) bucket: Option<String>,
    /// Region of the deployed stack [default: AWS_REGION]
    #[arg(long, value_name = "REGION", requires = "table")]
    pub(crate) region: Option<String>,
    /// Only this workspace (wsp_…)
    #[arg(long, value_name = "ID")]
    pub(crate) workspace: Option<String>,
    /// Take the doctor in this folder and build none
    #[arg(long, value_name = "DIR", hide = true, value_hint = ValueHint::DirPath)]
    pub(crate) bins: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Keys {
    /// Make a key; its secret is shown once
    Create(CreateKey),
    /// List keys
    List,
    /// Revoke a key
    Revoke {
        /// Such as key_…
        id: String,
    },
}

#[derive(Args, Debug)]
pub(crate) struct CreateKey {
    /// A name to know it by
    #[arg(long, default_value = "command line")]
    pub(crate) name: String,
    /// What it may do, such as renders:write; may be repeated [default: what you may]
    #[arg(long = "scope", value_name = "SCOPE")]
    pub(crate) scopes: Vec<String>,
    /// When it stops working
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=3650))]
    pub(crate) expires_in_days: Option<u16>,
    /// For another user with a workspace of its own (local cloud only)
    #[arg(long = "as", value_name = "EMAIL", conflicts_with_all = ["name", "scopes", "expires_in_days"])]
    pub(crate) user: Option<String>,
    /// What that user may spend, in micro-USD (10000 is one credit)
    #[arg(long, value_name = "USD_MICROS", requires = "user", value_parser = clap::value_parser!(i64).range(0..))]
    pub(crate) grant: Option<i64>,
}

#[derive(Args, Debug)]
pub(crate) struct Redrive {
    /// Whose messages [default: each of them in turn]
    pub(crate) queue: Option<DeadQueue>,
    /// The most messages of each queue [default: all]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) max: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DeadQueue {
    /// Slots that were freed
    Dispatch,
    /// Children of batches
    Children,
    /// Parts of fan-outs
    Parts,
    /// Questions to providers that answer later
    Polls,
    /// Events for duties
    #[value(alias = "dead_letters")]
    DeadLetters,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct Edge {
    /// Port on 127.0.0.1
    #[arg(long, default_value_t = 4000)]
    pub(crate) port: u16,
    /// Address of the HTTP API, such as http://127.0.0.1:41000
    #[arg(long, value_name = "URL")]
    pub(crate) api: http::Uri,
    /// Host header that the HTTP API answers to [default: the address's]
    #[arg(long, value_name = "HOST")]
    pub(crate) api_host: Option<String>,
    /// A line per request on stderr
    #[arg(long)]
    pub(crate) log: bool,
}

/// `90s`, `10m`, `2h`, `1d`, or plain seconds.
fn age(text: &str) -> Result<Duration, String> {
    let (number, unit) = match text.strip_suffix(['s', 'm', 'h', 'd']) {
        Some(number) => (number, &text[number.len()..]),
        None => (text, "s"),
    };
    let number: u32 = number.parse().map_err(|_| "write an age as 90s, 10m, 2h or 1d".to_owned())?;
    let seconds = match unit {
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => 1,
    };
    Ok(Duration::from_secs(u64::from(number) * seconds))
}

#[cfg(test)]
mod tests;
