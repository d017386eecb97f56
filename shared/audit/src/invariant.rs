//! What must hold, as a closed list.

use std::fmt;

macro_rules! invariants {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $promise:ident, $about:literal, $remedy:literal;)+) => {
        /// Something that must hold of every table. The number of the promise is that of `docs/doctor.md`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Invariant {
            $(#[doc = $about] $name,)+
        }

        impl Invariant {
            /// Every invariant, in the order of the promises that they belong to.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its name for machines.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// The promise that is broken when it does not hold.
            pub const fn promise(self) -> Promise {
                match self { $(Self::$name => Promise::$promise,)+ }
            }

            /// What holds.
            pub const fn about(self) -> &'static str {
                match self { $(Self::$name => $about,)+ }
            }

            /// What to do when it does not.
            pub const fn remedy(self) -> &'static str {
                match self { $(Self::$name => $remedy,)+ }
            }
        }
    };
}

invariants! {
    WalletConserves = "wallet-conserves", Conserved,
        "In every wallet, what is left, what is held and what is spent are the cap.",
        "Nothing repairs money by itself. Compare the wallet with its ledger entries, restore the figure from a backup, and report it.";
    HeldIsOpenHolds = "held-is-open-holds", Conserved,
        "What a wallet holds are the holds without a close, and a project's counts them.",
        "Nothing repairs money by itself. List the holds without a close and correct the wallet to them, then report it.";
    SpentIsCloses = "spent-is-closes", Conserved,
        "What a wallet has spent is what the closes charged.",
        "Nothing repairs money by itself. The ledger is the truth: correct the wallet to it, then report it.";
    CapIsGrants = "cap-is-grants", Conserved,
        "The cap of a workspace's credits is what was granted.",
        "Nothing repairs money by itself. The ledger is the truth: correct the wallet to it, then report it.";
    LedgerSound = "ledger-sound", Conserved,
        "Each entry of the ledger is whole, and a close gives away exactly what its hold took.",
        "An entry is never changed by us: find out who else writes to the table, and restore the entry from a backup.";
    MoneyWhole = "money-whole", Conserved,
        "Every figure of a wallet and of the ledger is a whole number of micro-USD, and none but what is left is below zero.",
        "Find out who else writes to the table, and restore the item from a backup.";
    ArchiveIsClosed = "archive-is-closed", Conserved,
        "A project is in the archive, or gone, exactly when its wallet is closed.",
        "Admission asks the wallet. Archive the project again, or take it out, over the API: both write project and wallet together.";
    OneClose = "one-close", ChargedOnce,
        "A hold belongs to a job, and has one close when that has ended and none before.",
        "Look at the job's log. An ended job whose hold is open keeps money away from its owner; restore the missing item, then report it.";
    ChargeIsCost = "charge-is-cost", ChargedOnce,
        "What is charged is what the attempts of a job with an output cost; a job without one is charged nothing.",
        "Look at the attempts of the job, give back what was charged too much by a grant, and report it.";
    RequestKept = "request-kept", NotLost,
        "A job has the request that it was made from.",
        "The job cannot be carried out: restore the request from a backup.";
    BatchAccounted = "batch-accounted", NotLost,
        "A batch has no more children than it was asked for, and each that was admitted is a job.",
        "Look at the items of the batch, and admit or give up what is missing.";
    OpenIsDue = "open-is-due", NotStuck,
        "A job is found by the sweeper as long as it has not ended, and not afterwards; a lane as long as it is in use.",
        "The sweeper cannot see the job. Set `due`, `gdp` and `gds` of the head to a moment in the past, and it is taken up within a minute.";
    HoldersLive = "holders-live", NotStuck,
        "A slot is held by a job that has not ended, once, in its own lane, and the job knows it; so is the lack of one, after a doubt.",
        "A dead holder keeps its owner from starting: take it out of the set `holders` of the lane. An open job at work without a slot belongs into its `slotless`.";
    WaitingLine = "waiting-line", NotStuck,
        "Exactly the queued jobs without a slot wait, each at one place, in its own line.",
        "A job that waits nowhere is never started: put its entry back. An entry without a waiting job may be deleted.";
    LatchSound = "latch-sound", NotStuck,
        "The parts of a latch are done or given up, not both, and are of those that there are.",
        "The join counts wrongly. End the job, and report it with the latch's item.";
    EndTold = "end-told", Exact,
        "An end has its moment, and outputs when it is a success, and a problem when it is not.",
        "Compare the head with the last event of the job's log, which is the truth.";
    OutputsStored = "outputs-stored", Exact,
        "The outputs of a job are registered and lie in the bucket with the length and the SHA-256 that the job tells.",
        "Restore the object from a version of the bucket, or grant the owner what the render cost.";
    NoOrphan = "no-orphan", NotOrphaned,
        "Nothing lies under a job that is not there.",
        "Nobody can reach it. Restore the head from a backup, or delete what lies under it.";
    ProjectKept = "project-kept", NotOrphaned,
        "The wallet of a project belongs to one that is there or is known to be gone, and not to both.",
        "Renders name the project: restore its item, or what is kept of it, from a backup.";
    MediaAccounted = "media-accounted", NotOrphaned,
        "Every object older than the grace belongs to an attempt of a job, or to an asset.",
        "Nobody can reach it, and it is paid for each month: delete it when you know where it came from.";
    ContentCounted = "content-counted", NotOrphaned,
        "A content names live assets with its bytes, and every upload that is an asset; those that share its object name that object.",
        "An object may go too early, or never. Correct the sets `sharing` and `apart` of the content to the assets that have its SHA-256.";
    AttemptsTold = "attempts-told", ProviderAccounted,
        "Every request to a provider is an attempt that the log tells of, in the state that the log tells.",
        "Compare the attempts with the provider's own list of requests before you pay its bill.";
    ChainTold = "chain-told", Told,
        "Each position of a chain that is taken is a job that says so, each job in a chain has its position, and no position is ahead of the counter.",
        "The head of the job is the truth: put the position back under its chain, and set the counter to the highest position that is taken.";
    MemoryOrdered = "memory-ordered", Told,
        "The versions of a chain's memory are dense, each was left by a later render than the one before, and the chain knows the last.",
        "Set `memory` and `learned` of the chain to the last version and its position, and report it.";
    LogDense = "log-dense", Told,
        "A log has the events from 1 to the head's version, and no other.",
        "The log is written with the head: find out who else writes to the table.";
    LogTrue = "log-true", Told,
        "A log tells a story that can be, and it ends where the job is.",
        "The log is the truth: compare the head with it, and find out who else writes to the table.";
    FeedDense = "feed-dense", Told,
        "A workspace's feed has every number from the oldest that is there to its head's, and runs ahead of no job.",
        "Readers of the feed miss an event. The job's own log has it; report it with the feed's head.";
    OwnWorkspace = "own-workspace", Isolated,
        "What a head names lies in its own workspace.",
        "Take it for a breach: keep the table's point-in-time recovery and CloudTrail, and find out who wrote the item.";
    ItemFlat = "item-flat", AsDescribed,
        "Items hold truths, whole numbers, texts and sets of texts.",
        "Find out who else writes to the table, and restore the item from a backup.";
    ItemSmall = "item-small", AsDescribed,
        "No item is above 64 KB, and no head of a job above 2 KB.",
        "Find out what grew, and report it: large items make every read of their partition dear.";
    ItemKnown = "item-known", AsDescribed,
        "What lies under a job, in a feed, in a batch or in a chain has one of the names of `docs/keys.md`.",
        "A newer version may have written it: use its doctor. Otherwise find out who else writes to the table.";
}

impl fmt::Display for Invariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What we promise whoever runs a stack (`docs/doctor.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Promise {
    /// I1: the ledger conserves.
    Conserved,
    /// I2: nothing is charged twice.
    ChargedOnce,
    /// I3: no render is lost.
    NotLost,
    /// I4: no render is stuck.
    NotStuck,
    /// I5: a render has exactly the outputs that it tells.
    Exact,
    /// I6: nothing is left without an owner.
    NotOrphaned,
    /// I7: no request to a provider is unaccounted for.
    ProviderAccounted,
    /// I8: histories go one way and have no gap.
    Told,
    /// I10: workspaces are apart.
    Isolated,
    /// K: items are as `docs/keys.md` describes them.
    AsDescribed,
}

impl Promise {
    /// Its number.
    pub const fn number(self) -> &'static str {
        match self {
            Self::Conserved => "I1",
            Self::ChargedOnce => "I2",
            Self::NotLost => "I3",
            Self::NotStuck => "I4",
            Self::Exact => "I5",
            Self::NotOrphaned => "I6",
            Self::ProviderAccounted => "I7",
            Self::Told => "I8",
            Self::Isolated => "I10",
            Self::AsDescribed => "K",
        }
    }
}
