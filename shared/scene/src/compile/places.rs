//! Lines and columns of a source, and the way back to them.

use serde::{Deserialize, Serialize};

use super::Diagnostic;

/// Knows the lines of a source.
pub(super) struct Places<'s> {
    file: &'s str,
    source: &'s str,
    /// The offset at which each line begins.
    lines: Vec<usize>,
}

impl<'s> Places<'s> {
    pub(super) fn new(file: &'s str, source: &'s str) -> Self {
        let lines = std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file, source, lines }
    }

    /// The diagnostic of the byte at an offset.
    pub(super) fn diagnostic(&self, offset: usize, message: String, hint: Option<String>) -> Diagnostic {
        let (line, column) = self.at(offset);
        Diagnostic { file: self.file.to_owned(), line, column, message, hint }
    }

    /// Line and column, in characters, both from 1.
    fn at(&self, offset: usize) -> (u32, u32) {
        let line = self.lines.partition_point(|start| *start <= offset).max(1);
        let start = self.lines[line - 1];
        let text = self.source.get(start..offset).unwrap_or_default();
        (number(line), number(text.chars().count() + 1))
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// From places in the JavaScript to places in the source: line and column there, line and column here, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct SourceMap(Vec<[u32; 4]>);

impl SourceMap {
    /// A map of what a code generator tells: numbers from 0.
    pub(super) fn new(tokens: impl Iterator<Item = [u32; 4]>) -> Self {
        let mut tokens: Vec<_> = tokens.map(|token| token.map(|number| number + 1)).collect();
        tokens.sort_unstable();
        Self(tokens)
    }

    /// The place in the source of a place in the JavaScript, all from 1.
    pub(super) fn source(&self, line: u32, column: u32) -> Option<(u32, u32)> {
        let next = self.0.partition_point(|token| (token[0], token[1]) <= (line, column));
        let token = self.0[..next].last().filter(|token| token[0] == line).or_else(|| self.0.get(next))?;
        Some((token[2], token[3]))
    }
}
