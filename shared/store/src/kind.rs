//! The registry of kinds: the first word of every partition. Kind comes first, before the workspace, because IAM can
//! read it there (`dynamodb:LeadingKeys`) and give a function some kinds and not others.

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind {
    /// The word.
    pub word: &'static str,
    /// What follows it in the partition.
    pub partition: Partition,
    /// Its sort keys, in the notation of `docs/keys.md`.
    pub sorts: &'static str,
    /// What it holds.
    pub about: &'static str,
}

/// What a partition is made of, after the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Partition {
    /// `KIND#<workspace>`.
    Workspace,
    /// `KIND#<workspace>#<parent>`.
    WorkspaceAndParent,
    /// `KIND#<something that is known before the workspace is>`.
    Outside,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $partition:ident, $sorts:literal, $about:literal;)+) => {
        impl Kind {
            $(
                #[doc = $about]
                pub const $name: Self = Self {
                    word: stringify!($name),
                    partition: Partition::$partition,
                    sorts: $sorts,
                    about: $about,
                };
            )+

            /// Every kind, in the order of the alphabet.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

kinds! {
    AST = Workspace, "`<ast>`", "A stored media object: where it is and what was measured.";
    BAT = WorkspaceAndParent, "`HEAD`, `R#<chunk>`, `I#<index>`", "A batch: what was asked for, and what became of each of its renders.";
    BLB = Workspace, "`<sha256>`, `V#<ast>`, `R#<prj>`", "A content: which assets have these bytes, and so when they may go.";
    CHJ = WorkspaceAndParent, "`<position>`, `POS`, `M#<version>`", "The renders of a chain in order, the counter of their positions, the versions of its memory.";
    CHN = WorkspaceAndParent, "`<chn>`", "A chain, under its project.";
    EXT = Outside, "`<sha256(id)>`", "A request that a provider answers later, by the provider's id: which attempt of which job it is.";
    FDX = Workspace, "`HEAD`, `E#<number>`", "The workspace's feed: the news of all of its jobs, in one dense order.";
    IDM = Workspace, "`<route>#<sha256(key)>`", "An idempotency key: hash of the body, the answer, its end.";
    IDN = Outside, "`IDN`", "A sign-in: which user and personal workspace belong to an issuer's subject.";
    JOB = Workspace, "`<job>`", "The head of a job: only what changes, at most 2 KB.";
    KEY = Outside, "`KEY`", "An access key: hash of its secret, its workspace, its scopes, its end.";
    LAN = Workspace, "`<lane>#<usr>`", "A lane's slots: the set of jobs that hold one.";
    LED = Workspace, "`<job>#0hold`, `<job>#1close`, `GRT#<grt>`", "The ledger: append-only, the key is the operation.";
    PLN = Workspace, "`PLAN`", "Limits of the plan; absent means the defaults.";
    PRJ = Workspace, "`<prj>`, `DRAFT#<prj>`, `GONE#<prj>`", "A project, the draft of its client's state, and what is kept of one that was deleted.";
    RUL = WorkspaceAndParent, "`SET`, `<rul>`", "The order of a project's rules, and each rule: its words, its version.";
    RUN = WorkspaceAndParent, "`REQ`, `S#<run>#<try>#<stage>`, `A#<nn>`, `E#<version>`, `FED`, `L#<run>#<try>#<stage>`, `P#<run>#<try>#<stage>#<part>`", "All that belongs to one job: request, checkpoints, attempts, events, fan-outs.";
    UPL = Workspace, "`<upl>`", "An upload: what was announced, and what became of it.";
    WAI = Workspace, "`<lane>#<usr>#<prio>#<job>`", "The waiting line: jobs that hold money and wait for a slot.";
    WAL = Workspace, "`CREDITS`, `PRJ#<prj>`", "A wallet: cap, avail, held, spent.";
    WSP = Workspace, "`META`, `MBR#<usr>`, `KEY#<key>`, `KEYS`", "The workspace, its members, the directory of its access keys.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_three_capitals_in_order() {
        let words: Vec<_> = Kind::ALL.iter().map(|kind| kind.word).collect();
        assert!(words.is_sorted(), "{words:?}");
        assert!(
            words.iter().all(|word| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase()))
        );
    }
}
