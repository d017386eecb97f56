//! How much a scene may use.

use serde::{Deserialize, Serialize};

/// How much the code of a scene may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Bytes of memory for its code and values.
    pub memory: usize,
    /// Bytes of stack: how deep its functions may call each other. The thread that runs it needs as much and half a
    /// megabyte more.
    pub stack: usize,
    /// Milliseconds for its start, and for each frame.
    pub time: u64,
    /// Elements and components in one frame.
    pub elements: u32,
    /// Elements within elements.
    pub depth: u32,
    /// Bytes of text, styles and attributes in one frame.
    pub text: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { memory: 64 << 20, stack: 1 << 20, time: 1_000, elements: 50_000, depth: 512, text: 16 << 20 }
    }
}
