//! The grammar of object keys.
//!
//! | key | what lies there |
//! |---|---|
//! | `media/<workspace>/<job>/<attempt>/<index>.<extension>` | an output of a render |
//! | `derived/<workspace>/<object>/<variant>` | a smaller picture of an output |
//! | `uploads/<workspace>/<upload>` | what somebody put, before anybody looked into it |
//! | `kept/original/<workspace>/<upload>.<extension>` | an uploaded file, looked into and found good |
//! | `kept/derived/<workspace>/<object>/<variant>` | a smaller picture of an uploaded file |
//!
//! The first word says how what lies there ends. The bucket's lifecycle rules remove by age what lies below `media/`, `derived/`
//! and `uploads/`. What lies below `kept/` may be shared by assets of any age, and goes with the last of them and no other way.
//!
//! The thumbnail function listens below `media/` and `kept/original/` and writes below `derived/` and `kept/derived/`, so it never
//! hears itself. A job's attempt writes under a prefix of its own, so a repetition writes the same keys, and two attempts never
//! meet. Each output and each original is written once and never again.
//!
//! Originals once lay at `media/<workspace>/<upload>/original.<extension>`. Such a key is still read, and nothing is put there or
//! shares it any more.

use std::fmt;

mod derived;
mod object;
mod upload;

pub use derived::{DerivedKey, Variant};
pub use object::ObjectKey;
pub(crate) use upload::asset_of;
pub use upload::{OriginalKey, UploadKey};

use contract::Workspace;
use model::{AssetId, JobId, WorkspaceId};

/// Where one output of an attempt lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutputKey {
    workspace: WorkspaceId,
    job: JobId,
    attempt: u32,
    index: u32,
    format: Format,
}

/// File formats of outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP.
    Webp,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Png, Self::Jpeg, Self::Webp];

    /// The media type.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }

    /// The end of a file's name.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
        }
    }
}

impl OutputKey {
    /// The key of output `index` of `attempt`.
    pub fn new(scope: Workspace, job: JobId, attempt: u32, index: u32, format: Format) -> Self {
        Self { workspace: scope.id(), job, attempt, index, format }
    }

    /// Reads a key back; `None` unless it is one of `scope`'s.
    pub fn parse(scope: Workspace, text: &str) -> Option<Self> {
        let mut parts = text.split('/');
        let (Some("media"), Some(workspace), Some(job), Some(attempt), Some(file), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        let (index, extension) = file.split_once('.')?;
        let key = Self {
            workspace: workspace.parse().ok()?,
            job: job.parse().ok()?,
            attempt: attempt.parse().ok()?,
            index: index.parse().ok()?,
            format: Format::ALL.into_iter().find(|format| format.extension() == extension)?,
        };
        (key.workspace == scope.id() && key.to_string() == text).then_some(key)
    }

    /// The asset that this output is: the same one, however often it is registered. It sorts with its job, so that a list of
    /// assets is in the order of time.
    pub fn asset(&self) -> AssetId {
        const REST: u128 = (1 << 80) - 1;
        let derived = AssetId::derived(&self.to_string()).body();
        AssetId::from_body((self.job.body() & !REST) | (derived & REST))
    }

    /// The job that made it.
    pub const fn job(&self) -> JobId {
        self.job
    }

    /// The format.
    pub const fn format(&self) -> Format {
        self.format
    }

    /// A name for the file on somebody's disk.
    pub fn file_name(&self) -> String {
        format!("{}-{}.{}", self.job, self.index + 1, self.format.extension())
    }
}

impl fmt::Display for OutputKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { workspace, job, attempt, index, format } = self;
        write!(f, "media/{workspace}/{job}/{attempt:02}/{index}.{}", format.extension())
    }
}

#[cfg(test)]
mod tests {
    use model::JobKind;
    use testkit::workspace;

    use super::*;

    #[test]
    fn a_key_reads_back_in_its_own_workspace_only() {
        let key = OutputKey::new(workspace("ours"), JobId::from_body(JobKind::Render, 7), 1, 0, Format::Png);
        assert_eq!(OutputKey::parse(workspace("ours"), &key.to_string()), Some(key));
        assert_eq!(OutputKey::parse(workspace("theirs"), &key.to_string()), None);
    }

    #[test]
    fn no_other_text_is_a_key() {
        let key = OutputKey::new(workspace("a"), JobId::from_body(JobKind::Render, 7), 1, 0, Format::Png)
            .to_string();
        let bad = [
            key.replace("media/", "/media/"),
            key.replace("/01/", "/1/"),
            key.replace("/01/", "/../01/"),
            key.replace("0.png", "0.svg"),
            format!("{key}/x"),
            key.replace('/', "%2F"),
        ];
        for text in bad {
            assert_eq!(OutputKey::parse(workspace("a"), &text), None, "{text}");
        }
    }
}
