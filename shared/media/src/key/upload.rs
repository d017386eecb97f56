//! Where uploads lie, before and after they were looked into.

use std::fmt;

use contract::Workspace;
use model::{AssetId, UploadId, WorkspaceId};

use super::{Format, ObjectKey};

/// Where originals lie.
pub(super) const ORIGINALS: &str = "kept/original/";
/// Where they lay before, among the outputs, which end with their age.
const FORMERLY: &str = "media/";

/// Where somebody puts a file: nobody has looked into it, and nobody else ever reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UploadKey {
    workspace: WorkspaceId,
    upload: UploadId,
}

/// Where an uploaded file lies that was found good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OriginalKey {
    workspace: WorkspaceId,
    upload: UploadId,
    format: Format,
    kept: bool,
}

impl UploadKey {
    /// The key of `upload`.
    pub fn new(scope: Workspace, upload: UploadId) -> Self {
        Self { workspace: scope.id(), upload }
    }
}

impl fmt::Display for UploadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "uploads/{}/{}", self.workspace, self.upload)
    }
}

impl OriginalKey {
    /// The key of what `upload` brought.
    pub fn new(scope: Workspace, upload: UploadId, format: Format) -> Self {
        Self { workspace: scope.id(), upload, format, kept: true }
    }

    /// Reads a key back; `None` unless it is one of `scope`'s.
    pub(super) fn parse(scope: Workspace, text: &str) -> Option<Self> {
        let (kept, rest) = match text.strip_prefix(ORIGINALS) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix(FORMERLY)?),
        };
        let (workspace, rest) = rest.split_once('/')?;
        let (upload, extension) = rest.split_once(if kept { "." } else { "/original." })?;
        let key = Self {
            workspace: workspace.parse().ok()?,
            upload: upload.parse().ok()?,
            format: Format::ALL.into_iter().find(|format| format.extension() == extension)?,
            kept,
        };
        (key.workspace == scope.id() && key.to_string() == text).then_some(key)
    }

    /// The same key among those of all objects.
    pub const fn object_key(self) -> ObjectKey {
        ObjectKey::Original(self)
    }

    /// The asset that this upload becomes: known before anything is there.
    pub fn asset(&self) -> AssetId {
        asset_of(self.upload)
    }

    /// The format.
    pub const fn format(&self) -> Format {
        self.format
    }

    /// Whose it is.
    pub(super) const fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// Whether it lies where nothing goes because of its age.
    pub(super) const fn is_kept(&self) -> bool {
        self.kept
    }
}

impl fmt::Display for OriginalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { workspace, upload, format, kept } = self;
        match kept {
            true => write!(f, "{ORIGINALS}{workspace}/{upload}.{}", format.extension()),
            false => write!(f, "{FORMERLY}{workspace}/{upload}/original.{}", format.extension()),
        }
    }
}

/// The asset that an upload becomes.
pub(crate) const fn asset_of(upload: UploadId) -> AssetId {
    AssetId::from_body(upload.body())
}
