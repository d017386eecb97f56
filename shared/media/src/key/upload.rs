//! Where uploads lie, before and after they were looked into.

use std::fmt;

use contract::Workspace;
use model::{AssetId, UploadId, WorkspaceId};

use super::{Format, ObjectKey};

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
        Self { workspace: scope.id(), upload, format }
    }

    /// Reads a key back; `None` unless it is one of `scope`'s.
    pub(super) fn parse(scope: Workspace, text: &str) -> Option<Self> {
        let mut parts = text.split('/');
        let (Some("media"), Some(workspace), Some(upload), Some(file), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        let extension = file.strip_prefix("original.")?;
        let key = Self {
            workspace: workspace.parse().ok()?,
            upload: upload.parse().ok()?,
            format: Format::ALL.into_iter().find(|format| format.extension() == extension)?,
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
}

impl fmt::Display for OriginalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { workspace, upload, format } = self;
        write!(f, "media/{workspace}/{upload}/original.{}", format.extension())
    }
}

/// The asset that an upload becomes.
pub(crate) const fn asset_of(upload: UploadId) -> AssetId {
    AssetId::from_body(upload.body())
}
