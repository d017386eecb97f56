//! How a failure reads: what is wrong, the details that help, the next step. Never a stack trace.

use std::fmt::Write as _;

use console::Style;

use crate::failure::{Exit, Failure};

/// The text for stderr.
pub(super) fn text(error: &anyhow::Error, failure: Option<&Failure>) -> String {
    let red = Style::new().red().bold().for_stderr();
    let bold = Style::new().bold().for_stderr();
    let interrupted = failure.is_some_and(|failure| failure.exit == Exit::Interrupted);
    let mut text =
        if interrupted { "interrupted".to_owned() } else { format!("{}: {error:#}", red.apply_to("error")) };
    let Some(failure) = failure else { return text };
    for line in failure.problem.iter().flat_map(|problem| problem.details()) {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n  {line}");
    }
    if let Some(next) = &failure.next {
        let _ = write!(text, "\n  {} {next}", bold.apply_to("next:"));
    }
    text
}

#[cfg(test)]
mod tests;
