//! What may be typed about renders, batches and what happens to them.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};

#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch that somebody types, and any of them may be there"
)]
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Render {
    /// What to picture; - reads stdin
    pub(crate) prompt: String,
    #[command(flatten)]
    pub(crate) wanted: Wanted,
    /// Chain that it continues (chn_…); default is the one that its project has anyway
    #[arg(long, value_name = "ID|default")]
    pub(crate) chain: Option<String>,
    /// Shape, such as 16:9 or 1:1
    #[arg(long)]
    pub(crate) aspect: Option<String>,
    /// Style, such as photo or watercolor
    #[arg(long)]
    pub(crate) style: Option<String>,
    /// The same seed and prompt give the same picture
    #[arg(long)]
    pub(crate) seed: Option<u64>,
    /// Paint a picture, or change the first --reference as the prompt says
    #[arg(long)]
    pub(crate) task: Option<Task>,
    /// Make it again when it does not hold what was asked for: so many attempts in all, each of which is paid for
    #[arg(long, value_name = "ATTEMPTS")]
    pub(crate) retry: Option<u32>,
    /// Asset or render to start from (ast_… or rnd_…), or a picture on disk, which is uploaded first; may be repeated
    #[arg(long = "reference", value_name = "ID|FILE", value_hint = ValueHint::FilePath)]
    pub(crate) references: Vec<String>,
    /// Wait in line when everything is busy, instead of being refused
    #[arg(long)]
    pub(crate) queue: bool,
    /// Say what it would cost and whether it would start; make and charge nothing
    #[arg(long, conflicts_with_all = ["out", "idempotency_key"])]
    pub(crate) dry_run: bool,
    /// Where to save the picture [default: <render id>.<type> here]
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
    /// Follow the render to its end and save the picture (the default)
    #[arg(long, overrides_with = "no_wait")]
    pub(crate) wait: bool,
    /// Return as soon as the render is accepted
    #[arg(long, overrides_with = "wait", conflicts_with = "out")]
    pub(crate) no_wait: bool,
}

/// What may be said of a render, and of all renders of a batch at once.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Wanted {
    /// Project that it belongs to (prj_…) [default: the workspace's own]
    #[arg(long, value_name = "ID")]
    pub(crate) project: Option<String>,
    #[arg(long)]
    pub(crate) quality: Option<Quality>,
    #[arg(long)]
    pub(crate) pipeline: Option<Pipeline>,
    /// Model, by alias or as provider/model [default: chosen by the router]
    #[arg(long, value_name = "NAME")]
    pub(crate) model: Option<String>,
    /// How many pictures of each prompt
    #[arg(long, value_name = "N")]
    pub(crate) count: Option<u8>,
    /// Give up what has not ended after this many seconds
    #[arg(long, value_name = "SECONDS")]
    pub(crate) deadline: Option<u32>,
    /// Repeating the command with the same key never makes, or charges, anything twice
    #[arg(long, value_name = "KEY")]
    pub(crate) idempotency_key: Option<String>,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct Upload {
    /// PNG, JPEG or WebP
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,
    /// Project that they belong to (prj_…) [default: the workspace's own]
    #[arg(long, value_name = "ID")]
    pub(crate) project: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Quality {
    Draft,
    Standard,
    High,
    Ultra,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Task {
    /// A picture from words
    Image,
    /// The first reference, changed; what the prompt does not name stays
    Edit,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Pipeline {
    /// Every stage
    Full,
    /// Prompt straight to picture
    Simple,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Renders {
    /// List renders, newest first
    List {
        /// How many
        #[arg(long, default_value_t = 25, value_parser = clap::value_parser!(u32).range(1..=100))]
        limit: u32,
        /// Where the last page ended
        #[arg(long)]
        cursor: Option<String>,
    },
    /// Show one render; --out saves its pictures
    Get {
        /// Such as rnd_…
        id: String,
        /// Where to save the picture
        #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
        out: Option<PathBuf>,
        /// Wait for its end first
        #[arg(long)]
        wait: bool,
    },
    /// Show what happened to one render, step by step
    Events {
        /// Such as rnd_…
        id: String,
    },
    /// Show what happens to one render as it happens, to its end
    Watch {
        /// Such as rnd_…
        id: String,
    },
    /// Call off a render; one that has not begun costs nothing
    Cancel {
        /// Such as rnd_…
        id: String,
    },
    /// Make a render that did not succeed once more, as a new render
    Retry {
        /// Such as rnd_…
        id: String,
        /// Even if the provider may have made, and charged, the first one
        #[arg(long)]
        accept_duplicate: bool,
    },
    /// Show what a render cost, and what the cloud itself charged for it
    Receipt {
        /// Such as rnd_…
        id: String,
    },
}

#[derive(Args, Debug)]
pub(crate) struct Events {
    /// Go on as they happen; without --after, from now on
    #[arg(long, short)]
    pub(crate) follow: bool,
    /// Only what came after this number of the feed
    #[arg(long, value_name = "SEQ")]
    pub(crate) after: Option<u64>,
}

#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Batch {
    /// One prompt a line, or a JSON body of POST /v1/batches; - reads stdin
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// Shape; each one multiplies the batch when repeated
    #[arg(long = "aspect")]
    pub(crate) aspects: Vec<String>,
    /// Style; each one multiplies the batch when repeated
    #[arg(long = "style")]
    pub(crate) styles: Vec<String>,
    #[command(flatten)]
    pub(crate) wanted: Wanted,
    /// Save the pictures in this folder
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
    /// Return as soon as the batch is accepted
    #[arg(long, conflicts_with = "out")]
    pub(crate) no_wait: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Batches {
    /// Show one batch; --out saves its pictures
    Get {
        /// Such as bat_…
        id: String,
        /// Save the pictures in this folder
        #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
        out: Option<PathBuf>,
        /// Wait for its end first
        #[arg(long)]
        wait: bool,
    },
    /// Call off what has not ended
    Cancel {
        /// Such as bat_…
        id: String,
    },
}
