//! What the child says: one message at a time, whichever of its threads speaks.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;

use crate::wire::{Line, Report};

/// The speaking end of the line.
#[derive(Clone)]
pub(super) struct Voice(Arc<Mutex<Line>>);

impl Voice {
    /// Of a line, whose listening end stays with who has it.
    pub(super) fn of(line: &Line) -> Result<Self> {
        Ok(Self(Arc::new(Mutex::new(line.again()?))))
    }

    /// Says something.
    pub(super) fn say(&self, report: &Report) -> Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).say(report, &[])
    }
}
