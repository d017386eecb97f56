//! Any object that an asset may have.

use std::fmt;

use contract::Workspace;
use model::{AssetId, WorkspaceId};

use super::upload::ORIGINALS;
use super::{Format, OriginalKey, OutputKey};

/// The key of an object that an asset may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObjectKey {
    /// An output of a render.
    Output(OutputKey),
    /// An uploaded file.
    Original(OriginalKey),
}

impl ObjectKey {
    /// Reads a key; `None` unless it is one of `scope`'s.
    pub fn parse(scope: Workspace, text: &str) -> Option<Self> {
        let output = OutputKey::parse(scope, text).map(Self::Output);
        output.or_else(|| OriginalKey::parse(scope, text).map(Self::Original))
    }

    /// The workspace that a key names. For those who are told of an object by the bucket itself: only our roles write outputs and
    /// originals, and each names its own workspace there.
    pub fn workspace(text: &str) -> Option<WorkspaceId> {
        let rest = text.strip_prefix("media/").or_else(|| text.strip_prefix(ORIGINALS))?;
        rest.split('/').next()?.parse().ok()
    }

    /// Whose it is.
    pub(super) const fn owner(&self) -> WorkspaceId {
        match self {
            Self::Output(key) => key.workspace,
            Self::Original(key) => key.workspace(),
        }
    }

    /// Whether it lies where nothing goes because of its age, so that assets of any age may share it.
    pub const fn is_kept(&self) -> bool {
        match self {
            Self::Output(_) => false,
            Self::Original(key) => key.is_kept(),
        }
    }

    /// The object's own name: the asset that it was made for, though others may share it.
    pub fn object(&self) -> AssetId {
        match self {
            Self::Output(key) => key.asset(),
            Self::Original(key) => key.asset(),
        }
    }

    /// A name for the file on somebody's disk.
    pub fn file_name(&self) -> String {
        match self {
            Self::Output(key) => key.file_name(),
            Self::Original(key) => format!("{}.{}", key.asset(), key.format().extension()),
        }
    }

    /// The format.
    pub const fn format(&self) -> Format {
        match self {
            Self::Output(key) => key.format(),
            Self::Original(key) => key.format(),
        }
    }
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Output(key) => key.fmt(f),
            Self::Original(key) => key.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use model::{JobId, JobKind, UploadId};
    use testkit::workspace;

    use super::*;

    fn keys() -> [ObjectKey; 2] {
        let (ours, job) = (workspace("ours"), JobId::from_body(JobKind::Render, 7 << 80));
        [
            ObjectKey::Output(OutputKey::new(ours, job, 1, 0, Format::Png)),
            ObjectKey::Original(OriginalKey::new(ours, UploadId::from_body(9 << 80), Format::Jpeg)),
        ]
    }

    #[test]
    fn a_key_reads_back_in_its_own_workspace_only() {
        for key in keys() {
            let text = key.to_string();
            assert_eq!(ObjectKey::parse(workspace("ours"), &text), Some(key));
            assert_eq!(ObjectKey::parse(workspace("theirs"), &text), None);
            assert_eq!(ObjectKey::workspace(&text), Some(workspace("ours").id()));
        }
    }

    #[test]
    fn what_was_not_looked_into_and_what_was_derived_is_no_object() {
        let ours = workspace("ours");
        let original = keys()[1];
        let derived = crate::key::DerivedKey::new(&original, crate::key::Variant::Thumb).to_string();
        let original = original.to_string();
        let upload = crate::key::UploadKey::new(ours, UploadId::from_body(9 << 80)).to_string();
        let bad = [
            original.replace("original", "copy"),
            original.replace(".jpg", ".svg"),
            original.replace("kept/original", "media"),
            original + "/x",
        ];
        for text in bad.iter().chain([&upload, &derived]) {
            assert_eq!(ObjectKey::parse(ours, text), None, "{text}");
        }
        assert_eq!((ObjectKey::workspace(&upload), ObjectKey::workspace(&derived)), (None, None));
    }

    #[test]
    fn an_original_from_among_the_outputs_is_still_read_and_is_not_kept() {
        let [output, original] = keys();
        let ObjectKey::Original(name) = original else { panic!("{original}") };
        let former =
            format!("media/{}/upl_{}/original.jpg", name.workspace(), &name.asset().to_string()[4..]);
        let read = ObjectKey::parse(workspace("ours"), &former).unwrap();
        assert_eq!((read.to_string(), read.object()), (former.clone(), original.object()));
        assert_eq!([output, original, read].map(|key| key.is_kept()), [false, true, false]);
        assert_eq!(ObjectKey::workspace(&former), Some(workspace("ours").id()));
    }

    #[test]
    fn assets_sort_as_what_made_them() {
        let [output, original] = keys().map(|key| key.object());
        assert!(output < original, "an output of the moment 7 comes before an upload of the moment 9");
        assert_eq!(output.body() >> 80, 7);
    }
}
