//! The only room that writes to the terminal: results to stdout, everything else to stderr.

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use console::Style;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use scene::{Canvas, Warning};
use serde::Serialize;
use serde_json::json;

use crate::export::Watch;
use crate::failure::{Failure, Told};

/// How the studio talks.
pub(crate) struct Ui {
    json: bool,
    quiet: bool,
}

impl Ui {
    /// Looks at NO_COLOR once.
    pub(crate) fn new(json: bool, quiet: bool) -> Self {
        if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
            console::set_colors_enabled(false);
            console::set_colors_enabled_stderr(false);
        }
        Self { json, quiet }
    }

    /// The result: the document with `--json`, else the text.
    pub(crate) fn answer(&self, document: &impl Serialize, text: &str) -> anyhow::Result<()> {
        let text = if self.json { &serde_json::to_string_pretty(document)? } else { text };
        match writeln!(io::stdout().lock(), "{}", text.trim_end_matches('\n')) {
            // A reader that went away (`| head -1`) is no error.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            outcome => Ok(outcome?),
        }
    }

    /// What authors should know.
    pub(crate) fn warn(&self, warnings: &[Warning]) {
        let yellow = Style::new().yellow().for_stderr();
        for warning in warnings.iter().filter(|_| !self.quiet) {
            write_stderr(&format!("{} {}", yellow.apply_to("warning:"), warning.message));
        }
    }

    /// Scenes whose frames are pictures of their problems.
    pub(crate) fn excuse(&self, excused: &[Told]) {
        let red = Style::new().red().bold().for_stderr();
        for told in excused.iter().filter(|_| !self.quiet) {
            write_stderr(&format!("{} {told}", red.apply_to("placeholder:")));
        }
    }

    /// A bar for the frames of a film.
    pub(crate) fn bar(&self) -> Bar {
        Bar { shown: !self.quiet && io::stderr().is_terminal(), bar: ProgressBar::hidden() }
    }

    /// Tells a failure, and how to exit.
    pub(crate) fn report(&self, error: &anyhow::Error) -> ExitCode {
        let failure = error.downcast_ref::<Failure>();
        let red = Style::new().red().bold().for_stderr();
        write_stderr(&format!("{} {error:#}", red.apply_to("error:")));
        if self.json {
            let document = failure.map_or_else(
                || json!({ "error": { "exit_code": 1, "message": format!("{error:#}") } }),
                Failure::document,
            );
            _ = writeln!(io::stdout().lock(), "{document:#}");
        }
        ExitCode::from(failure.map_or(1, Failure::code))
    }
}

/// How far a film is.
pub(crate) struct Bar {
    shown: bool,
    bar: ProgressBar,
}

impl Bar {
    /// Takes it away.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

impl Watch for Bar {
    fn begin(&mut self, canvas: Canvas) {
        if !self.shown {
            return;
        }
        let template = "{prefix} {bar:32.cyan/dim} {pos}/{len} frames  {per_sec:.0} fps  {eta} left";
        let style = ProgressStyle::with_template(&template.replace("{per_sec:.0} fps", "{per_sec}"))
            .unwrap_or_else(|_| ProgressStyle::default_bar())
            .progress_chars("━╸─")
            .with_key("per_sec", |state: &indicatif::ProgressState, out: &mut dyn std::fmt::Write| {
                _ = write!(out, "{:.0} fps", state.per_sec());
            });
        let size = format!("{}x{}", canvas.width, canvas.height);
        self.bar = ProgressBar::with_draw_target(Some(canvas.frames.into()), ProgressDrawTarget::stderr())
            .with_style(style)
            .with_prefix(size);
    }

    fn painted(&mut self, frames: u32) {
        self.bar.set_position(frames.into());
    }
}

/// How the user calls a verb: through cargo inside the clone, or as an installed binary.
pub(crate) fn command(verb: &str) -> String {
    // Cargo tells a program that it runs where the package is, and the command hands that on.
    let through_cargo = std::env::var_os("CARGO_MANIFEST_DIR").is_some();
    if through_cargo { format!("cargo ferrotype {verb}") } else { format!("ferrotype {verb}") }
}

/// A line on stderr; a closed stderr leaves nobody to tell.
pub(crate) fn write_stderr(line: &str) {
    _ = writeln!(io::stderr().lock(), "{line}");
}
