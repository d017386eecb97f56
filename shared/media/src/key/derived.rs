//! Smaller pictures of objects.

use std::fmt;

use model::{AssetId, WorkspaceId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ObjectKey;
use crate::thumbnail::Size;

/// A size in which an object is also there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Variant {
    /// For a grid: the longer side has 256 pixels.
    Thumb,
    /// For a column: 512 pixels.
    Small,
    /// For a page: 1,024 pixels.
    Medium,
}

impl Variant {
    /// Every variant.
    pub const ALL: [Self; 3] = [Self::Thumb, Self::Small, Self::Medium];

    /// The word in keys and bodies.
    pub const fn word(self) -> &'static str {
        self.size().as_str()
    }

    /// The thumbnail that it is.
    pub const fn size(self) -> Size {
        match self {
            Self::Thumb => Size::Thumb,
            Self::Small => Size::Small,
            Self::Medium => Size::Medium,
        }
    }

    /// The variant that a thumbnail is.
    pub const fn of(size: Size) -> Self {
        match size {
            Size::Thumb => Self::Thumb,
            Size::Small => Self::Small,
            Size::Medium => Self::Medium,
        }
    }
}

/// Where a variant of an object lies: it ends as the object does. Its own ending does not depend on the format, so that whoever
/// removes it need not know that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DerivedKey {
    workspace: WorkspaceId,
    object: AssetId,
    variant: Variant,
    kept: bool,
}

impl DerivedKey {
    /// The key of `variant` of an object.
    pub fn new(of: &ObjectKey, variant: Variant) -> Self {
        Self { workspace: of.owner(), object: of.object(), variant, kept: of.is_kept() }
    }
}

impl fmt::Display for DerivedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { workspace, object, variant, kept } = self;
        let kept = if *kept { "kept/" } else { "" };
        write!(f, "{kept}derived/{workspace}/{object}/{}", variant.word())
    }
}
