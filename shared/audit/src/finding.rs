//! What the audit says.

use std::fmt;

use contract::port::table::Key;

use crate::Invariant;

/// One thing that is wrong: what does not hold, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// What does not hold.
    pub invariant: Invariant,
    /// In whose workspace; empty for an item outside of every workspace.
    pub workspace: String,
    /// The item to look at first. It need not be the one that is wrong: where two items disagree, nothing says which.
    pub item: Key,
    /// What was found, as half a sentence about the item.
    pub words: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {} ({})", self.item.pk, self.item.sk, self.words, self.invariant)
    }
}

/// A finding is never a text. This lets a test compare a list of findings with an empty list of texts, and print both.
impl PartialEq<String> for Finding {
    fn eq(&self, _: &String) -> bool {
        false
    }
}

/// Collects what is wrong in one workspace.
pub(crate) struct Wrong<'a> {
    workspace: &'a str,
    findings: Vec<Finding>,
}

impl<'a> Wrong<'a> {
    pub(crate) fn in_workspace(workspace: &'a str) -> Self {
        Self { workspace, findings: Vec::new() }
    }

    pub(crate) fn tell(&mut self, invariant: Invariant, item: Key, words: impl Into<String>) {
        self.findings.push(Finding {
            invariant,
            workspace: self.workspace.to_owned(),
            item,
            words: words.into(),
        });
    }

    pub(crate) fn all(self) -> Vec<Finding> {
        self.findings
    }
}
