//! Where an item is, without saying in whose workspace.

use std::fmt::{Display, Write as _};

use contract::Workspace;
use contract::port::table::Key;
use model::{AssetId, BatchId, ChainId, GrantId, JobId, ProjectId, RuleId, UploadId, UserId};

use crate::kind::{Kind, Partition};

/// A kind, what follows it in the partition beside the workspace, and a sort key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    kind: Kind,
    owner: Owner,
    sort: SortKey,
}

/// What an item lies under, beside the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parent {
    /// A job.
    Job(JobId),
    /// A batch.
    Batch(BatchId),
    /// A chain.
    Chain(ChainId),
    /// A project.
    Project(ProjectId),
}

impl From<ChainId> for Parent {
    fn from(chain: ChainId) -> Self {
        Self::Chain(chain)
    }
}

impl From<ProjectId> for Parent {
    fn from(project: ProjectId) -> Self {
        Self::Project(project)
    }
}

impl From<JobId> for Parent {
    fn from(job: JobId) -> Self {
        Self::Job(job)
    }
}

impl From<BatchId> for Parent {
    fn from(batch: BatchId) -> Self {
        Self::Batch(batch)
    }
}

impl Display for Parent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Job(job) => job.fmt(f),
            Self::Batch(batch) => batch.fmt(f),
            Self::Chain(chain) => chain.fmt(f),
            Self::Project(project) => project.fmt(f),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Owner {
    Workspace,
    Parent(Parent),
    Nobody(String),
}

impl Address {
    /// An item of a kind that belongs to the workspace as a whole.
    pub fn new(kind: Kind, sort: SortKey) -> Self {
        debug_assert_eq!(kind.partition, Partition::Workspace, "{} needs a parent", kind.word);
        Self { kind, owner: Owner::Workspace, sort }
    }

    /// An item of a kind that belongs to a job, a batch, a chain or a project.
    pub fn under(kind: Kind, parent: impl Into<Parent>, sort: SortKey) -> Self {
        debug_assert_eq!(kind.partition, Partition::WorkspaceAndParent, "{} has no parent", kind.word);
        Self { kind, owner: Owner::Parent(parent.into()), sort }
    }

    /// An access key, found by its public name before a workspace is known.
    pub fn access_key(name: &KeyName) -> Self {
        Self::outside(Kind::KEY, name.as_str())
    }

    /// A sign-in, found by the digest of its issuer and subject.
    pub fn identity(digest: &Digest) -> Self {
        Self::outside(Kind::IDN, digest.as_str())
    }

    /// A request at `provider`, found by the provider's own `id` for it. The id is free text, so its digest stands in the key.
    pub fn external(provider: &str, id: &str) -> Self {
        let sort = SortKey::id(&Digest::of(id));
        Self { kind: Kind::EXT, owner: Owner::Nobody(provider.to_owned()), sort }
    }

    fn outside(kind: Kind, name: &str) -> Self {
        Self { kind, owner: Owner::Nobody(name.to_owned()), sort: SortKey::word(kind.word) }
    }

    /// The kind.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The full key in `scope`: with [`partition`] the only place where a partition of a workspace is computed.
    pub(crate) fn key(&self, scope: Workspace) -> Key {
        let pk = match &self.owner {
            Owner::Workspace => partition(scope, self.kind, None),
            Owner::Parent(parent) => partition(scope, self.kind, Some(*parent)),
            Owner::Nobody(name) => format!("{}#{name}", self.kind.word),
        };
        Key { pk, sk: self.sort.0.clone() }
    }

    /// The full key of an item outside every workspace; `None` inside one.
    pub(crate) fn outside_key(&self) -> Option<Key> {
        match &self.owner {
            Owner::Nobody(name) => {
                Some(Key { pk: format!("{}#{name}", self.kind.word), sk: self.sort.0.clone() })
            }
            Owner::Workspace | Owner::Parent(_) => None,
        }
    }
}

pub(crate) fn partition(scope: Workspace, kind: Kind, parent: Option<Parent>) -> String {
    match parent {
        Some(parent) => format!("{}#{}#{parent}", kind.word, scope.id()),
        None => format!("{}#{}", kind.word, scope.id()),
    }
}

/// A sort key, built from words, ids and numbers. Free text cannot enter, so neither can the separator `#`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey(String);

impl SortKey {
    /// A key that begins with a word of ours.
    pub fn word(word: &'static str) -> Self {
        Self(word.to_owned())
    }

    /// A key that begins with an id.
    pub fn id(id: &impl KeyId) -> Self {
        Self(id.to_string())
    }

    /// A key that begins with a number of `width` digits, so that it sorts as a number.
    pub fn number(number: u64, width: usize) -> Self {
        Self(format!("{number:0width$}"))
    }

    /// Goes on with a word of ours.
    #[must_use]
    pub fn then(self, word: &'static str) -> Self {
        self.part(&word)
    }

    /// Goes on with an id.
    #[must_use]
    pub fn then_id(self, id: &impl KeyId) -> Self {
        self.part(id)
    }

    /// Goes on with a number of `width` digits, so that it sorts as a number.
    #[must_use]
    pub fn then_number(mut self, number: u64, width: usize) -> Self {
        // Writing to a string cannot fail.
        let _ = write!(self.0, "#{number:0width$}");
        self
    }

    /// The text that begins every key after this one's parts.
    pub(crate) fn prefix(&self) -> String {
        format!("{}#", self.0)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    fn part(mut self, part: &dyn Display) -> Self {
        // Writing to a string cannot fail.
        let _ = write!(self.0, "#{part}");
        self
    }
}

/// Something that may stand in a key: its text never contains `#`.
pub trait KeyId: Display {}

impl KeyId for AssetId {}
impl KeyId for BatchId {}
impl KeyId for ChainId {}
impl KeyId for GrantId {}
impl KeyId for JobId {}
impl KeyId for ProjectId {}
impl KeyId for RuleId {}
impl KeyId for UploadId {}
impl KeyId for UserId {}
impl KeyId for Digest {}
impl KeyId for KeyName {}

/// A SHA-256 in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest(String);

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: impl AsRef<[u8]>) -> Self {
        let mut hasher = Hasher::default();
        hasher.update(bytes.as_ref());
        hasher.digest()
    }

    /// Reads the hexadecimal text: 64 digits, in small letters or capitals.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        fits.then(|| Self(text.to_ascii_lowercase()))
    }

    /// The 32 bytes.
    pub fn bytes(&self) -> [u8; 32] {
        let digits = |index: usize| self.0.get(index * 2..index * 2 + 2).unwrap_or("00");
        // Both ways to make one leave 64 digits, so nothing is lost here.
        std::array::from_fn(|index| u8::from_str_radix(digits(index), 16).unwrap_or(0))
    }

    /// The hexadecimal text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A SHA-256 of bytes that come one after the other.
#[derive(Debug, Clone, Default)]
pub struct Hasher(sha2::Sha256);

impl Hasher {
    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        use sha2::Digest as _;
        self.0.update(bytes);
    }

    /// The digest of all that was taken.
    pub fn digest(self) -> Digest {
        use sha2::Digest as _;
        Digest(self.0.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        }))
    }
}

/// The public name of an access key: letters, digits and `_`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyName(String);

impl KeyName {
    /// Takes a name that has only letters, digits and `_`, at most 40 of them.
    pub fn parse(name: &str) -> Option<Self> {
        let fits = (1..=40).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        fits.then(|| Self(name.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Display for KeyName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
