//! One step of `up`: a spinner while it runs, one line when it is done.

use std::cell::Cell;
use std::time::{Duration, Instant};

use console::Style;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Ui, time};

/// Width of the longest step name, so that the lines align.
const NAME_WIDTH: usize = 7;
const TICK: Duration = Duration::from_millis(100);
/// Without a terminal a long step says every now and then that it is alive.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// A running step; dropping it without [`Step::done`] leaves no trace.
pub(crate) struct Step<'a> {
    ui: &'a Ui,
    name: &'static str,
    bar: ProgressBar,
    started: Instant,
    spoke: Cell<Instant>,
}

impl<'a> Step<'a> {
    pub(super) fn new(ui: &'a Ui, name: &'static str) -> Self {
        let template = format!("{{spinner}} {{prefix:<{NAME_WIDTH}}} {{wide_msg:.dim}}");
        let style =
            ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_spinner());
        let bar = ui.bars().add(ProgressBar::new_spinner().with_style(style).with_prefix(name));
        bar.enable_steady_tick(TICK);
        let now = Instant::now();
        Self { ui, name, bar, started: now, spoke: Cell::new(now) }
    }

    /// What the step is at.
    pub(crate) fn update(&self, message: &str) {
        if self.ui.is_live() {
            self.bar.set_message(message.to_owned());
        } else if self.spoke.get().elapsed() >= HEARTBEAT {
            self.spoke.set(Instant::now());
            self.ui.note(&format!("  {:<NAME_WIDTH$} {message}", self.name));
        }
    }

    /// The step is done, and took long enough to say how long.
    pub(crate) fn done(self, result: &str) {
        self.bar.finish_and_clear();
        let took = self.started.elapsed();
        let name = Style::new().green().for_stderr().apply_to(format!("{:<NAME_WIDTH$}", self.name));
        let took = Style::new().dim().for_stderr().apply_to(time(took));
        self.ui.note(&format!("  {name} {result}  {took}"));
    }
}

impl Drop for Step<'_> {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
