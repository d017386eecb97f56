//! What is being read, on stderr.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const TICK: Duration = Duration::from_millis(100);

/// A line that tells how far it is. Nothing where nobody looks: in a pipe, or when it is not wanted.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Begins.
    pub(crate) fn new(quiet: bool) -> Self {
        let bar = ProgressBar::new_spinner();
        // `stderr` draws only on a terminal.
        bar.set_draw_target(if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() });
        let style = ProgressStyle::with_template("{spinner} {wide_msg} {elapsed:.dim}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.enable_steady_tick(TICK);
        Self(bar)
    }

    /// So many items and workspaces so far. How many there are nobody knows before the end.
    pub(crate) fn scanned(&self, items: usize, workspaces: usize) {
        self.0.set_message(format!("{items} items read, {workspaces} workspaces so far"));
    }

    /// A workspace is read.
    pub(crate) fn reading(&self, workspace: &str) {
        self.0.set_message(format!("{workspace}: reading"));
    }

    /// A workspace is read again.
    pub(crate) fn again(&self, workspace: &str, findings: usize) {
        self.0.set_message(format!("{workspace}: reading again because of {findings} findings"));
    }

    /// All is read.
    pub(crate) fn done(&self) {
        self.0.finish_and_clear();
    }
}
