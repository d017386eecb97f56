//! The only room that writes to the terminal.
//!
//! Results go to stdout, everything else to stderr. With `--json` stdout carries one document and nothing else.

mod amount;
mod complaint;
mod step;

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Mutex;

use indicatif::{MultiProgress, ProgressDrawTarget};
use serde::Serialize;
use serde_json::json;

use crate::failure::{Exit, Failure};

pub(crate) use self::amount::{bytes, clock, credits, money, time};
pub(crate) use self::step::Step;

/// How the command talks.
pub(crate) struct Ui {
    json: bool,
    quiet: bool,
    live: bool,
    bars: MultiProgress,
    farewell: Mutex<Option<String>>,
}

impl Ui {
    /// Looks at the terminal and at NO_COLOR once.
    pub(crate) fn new(json: bool, quiet: bool) -> Self {
        let live = !quiet && io::stderr().is_terminal();
        if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
            console::set_colors_enabled(false);
            console::set_colors_enabled_stderr(false);
        }
        let target = if live { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        Self { json, quiet, live, bars: MultiProgress::with_draw_target(target), farewell: Mutex::default() }
    }

    /// Whether stdout must carry one JSON document.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Whether nobody wants to see progress.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Whether stderr can redraw a line.
    pub(crate) fn is_live(&self) -> bool {
        self.live
    }

    /// The result of a verb: the document with `--json`, else the text.
    pub(crate) fn answer(&self, document: &impl Serialize, text: &str) -> anyhow::Result<()> {
        let text = if self.json { &serde_json::to_string_pretty(document)? } else { text };
        write_stdout(text).map(drop)
    }

    /// One line of a result that comes in lines: a compact document with `--json`, else the text. Says whether anybody
    /// still reads.
    pub(crate) fn line(&self, document: &impl Serialize, text: &str) -> anyhow::Result<bool> {
        let text = if self.json { &serde_json::to_string(document)? } else { text };
        self.bars.suspend(|| write_stdout(text))
    }

    /// Progress on stderr, above any bar.
    pub(crate) fn note(&self, line: &str) {
        if self.quiet {
            return;
        }
        self.bars.suspend(|| write_stderr(line));
    }

    /// A step of `up` with a name, a spinner and one finished line.
    pub(crate) fn step(&self, name: &'static str) -> Step<'_> {
        Step::new(self, name)
    }

    /// Where bars are drawn.
    pub(crate) fn bars(&self) -> &MultiProgress {
        &self.bars
    }

    /// What to say if Ctrl-C arrives from now on.
    pub(crate) fn on_interrupt(&self, farewell: Option<String>) {
        *self.farewell.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = farewell;
    }

    /// What [`Self::on_interrupt`] left.
    pub(crate) fn farewell(&self) -> Option<String> {
        self.farewell.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Prints a failure (stderr for people, stdout for `--json`) and says how to exit.
    pub(crate) fn report(&self, error: &anyhow::Error) -> Exit {
        let failure = error.downcast_ref::<Failure>();
        let exit = failure.map_or(Exit::Failed, |failure| failure.exit);
        let _ = self.bars.clear();
        write_stderr(&complaint::text(error, failure));
        if self.json {
            let problem = failure.and_then(|failure| failure.problem.as_deref());
            let next = failure.and_then(|failure| failure.next.as_deref());
            let message = format!("{error:#}");
            let document = json!({"error": {"exit_code": exit as u8, "message": message, "next": next,
                "problem": problem.map(|problem| &problem.document)}});
            // Nobody is left to tell if stdout is gone as well.
            let _ = write_stdout(&format!("{document:#}"));
        }
        exit
    }
}

/// A line on stderr; a closed stderr leaves nobody to tell.
pub(crate) fn write_stderr(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Text on stdout. A reader that went away (`| head -1`) is not an error; the answer is whether it is still there.
fn write_stdout(text: &str) -> anyhow::Result<bool> {
    let mut stdout = io::stdout().lock();
    match writeln!(stdout, "{}", text.trim_end_matches('\n')).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        outcome => Ok(outcome.map(|()| true)?),
    }
}

/// How the user calls a verb: through cargo inside the clone, or as an installed binary.
pub(crate) fn command(verb: &str) -> String {
    // Cargo tells a program that it runs where the package is.
    let through_cargo = std::env::var_os("CARGO_MANIFEST_DIR").is_some();
    if through_cargo { format!("cargo ferrotype {verb}") } else { format!("ferrotype {verb}") }
}
