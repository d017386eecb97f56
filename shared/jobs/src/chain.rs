//! Chains: renders of one project that follow each other, and what they remember.
//!
//! A chain is an item under its project. Under the chain lie its renders in order, the counter of their positions and every
//! version of its memory. The first two are written by admission ([`place`]), the last by the stage `remember` ([`memory`]).

use contract::port::table::{Attr, Edit, Guard};
use contract::{Grant, Need, Part};
use fault::Fault;
use futures::future::try_join;
use model::time::millis;
use model::{ChainId, ProjectId, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::record::nested;
use store::{Address, Change, Commit, Kind, Listing, Range, Record as _, Refused, SortKey, Store};

use crate::Project;
use crate::spine::read;

mod memory;
mod place;

pub use memory::{Memory, Remembered};
pub use place::{Link, Member};
pub(crate) use place::{founded, join, reserve};

const NAME: Attr = Attr("name");
const SESSION: Attr = Attr("session");

/// A chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    /// Which one.
    pub id: ChainId,
    /// Whose project.
    pub project: ProjectId,
    /// What people call it.
    pub name: String,
    /// Counts the changes of what its owner says of it. What it remembers moves without it.
    pub version: u64,
    /// When it was made.
    #[serde(with = "millis")]
    pub created_at: Time,
    /// The latest version of its memory; 0 as long as it remembers nothing.
    #[serde(default)]
    pub memory: u64,
    /// The position of the render that left that version.
    #[serde(default)]
    pub learned: u64,
    /// A conversation elsewhere that goes with it.
    #[serde(default, with = "nested", skip_serializing_if = "Option::is_none")]
    pub session: Option<Session>,
}

/// A conversation at a provider or in a client's own tool. The transcript is ours (the chain's renders and memory); this only says
/// where another one goes on, and may be lost without harm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// Whose it is: a provider's id, or the client's own word.
    #[schemars(length(min = 1, max = 60))]
    pub provider: String,
    /// Its name there.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
    /// How many turns it has had.
    #[serde(default)]
    pub turns: u32,
}

/// A chain and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The chain.
    pub chain: Chain,
    /// The position that was given last; 0 before the first. Positions of refused renders are never used.
    pub position: u64,
}

/// What became of a wish for a chain.
#[derive(Debug, PartialEq, Eq)]
pub enum Made {
    /// It was made.
    Done(Chain),
    /// What is kept beside it was there before.
    Refused(Refused),
}

/// What changes about a chain; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChainEdit {
    /// What people call it.
    pub name: Option<String>,
    /// The conversation that goes with it; `Some(None)` takes it away.
    pub session: Option<Option<Session>>,
}

/// The chains of one workspace.
#[derive(Clone)]
pub struct Chains {
    store: Store,
}

impl Part for Chains {
    const NEEDS: &'static [Need] = Store::NEEDS;

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self::new(Store::open(grant)?))
    }
}

impl Chain {
    /// The chain of a project that nobody has to make: its id follows from the project's, so nobody races to make it.
    pub fn default_of(project: ProjectId) -> ChainId {
        ChainId::derived(&project.to_string())
    }

    /// The default chain as it is before it is written, and word for word as whoever comes first writes it.
    pub(crate) fn first(project: &Project) -> Self {
        Self {
            id: Self::default_of(project.id),
            project: project.id,
            name: "Default".to_owned(),
            version: 1,
            created_at: project.created_at,
            memory: 0,
            learned: 0,
            session: None,
        }
    }

    fn edits(&self, edit: &ChainEdit) -> Result<(Self, Vec<Edit>), Fault> {
        let mut after = Self { version: self.version + 1, ..self.clone() };
        let mut edits = Vec::new();
        if let Some(name) = &edit.name {
            after.name.clone_from(name);
            edits.push(Edit::Set(NAME, crate::spine::text(name)));
        }
        if let Some(session) = &edit.session {
            after.session.clone_from(session);
            let kept = after.to_item()?.remove(SESSION.0);
            edits.push(kept.map_or(Edit::Unset(SESSION), |kept| Edit::Set(SESSION, kept)));
        }
        Ok((after, edits))
    }
}

pub(crate) fn address(project: ProjectId, chain: ChainId) -> Address {
    Address::under(Kind::CHN, project, SortKey::id(&chain))
}

impl Chains {
    /// The chains in `store`'s workspace.
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// Makes a chain, with what `keep` wants to keep of it in the same transaction and before it: an idempotency record. 404 when
    /// there is no such project.
    pub async fn create(
        &self,
        project: ProjectId,
        id: ChainId,
        name: String,
        keep: &(dyn Fn(&Chain) -> Result<Vec<Change>, Fault> + Sync),
    ) -> Result<Made, Fault> {
        let created_at = self.store.clock().now();
        let chain = Chain { id, project, name, version: 1, created_at, memory: 0, learned: 0, session: None };
        let mut changes = keep(&chain)?;
        let kept = changes.len();
        changes.push(Change::check(Project::address(project), Guard::Present));
        changes.push(Change::create(address(project, id), &chain)?);
        match self.store.commit(changes).await? {
            Commit::Done => Ok(Made::Done(chain)),
            Commit::Refused(refused) if refused.index < kept => Ok(Made::Refused(refused)),
            Commit::Refused(refused) if refused.index == kept => Err(Fault::not_found()),
            Commit::Refused(_) => Err(Fault::defect(format!("{id} existed before it was made"))),
        }
    }

    /// The chain and how far it is; 404 when the project has none of this id. The default one is there as long as its project is.
    pub async fn get(&self, project: ProjectId, chain: ChainId) -> Result<Standing, Fault> {
        let addresses = [address(project, chain), Project::address(project), place::counter(chain)];
        let items = self.store.find_all(&addresses).await?;
        let [found, of, counter] = items.as_slice() else {
            return Err(Fault::defect("a batch read answered another number of items than it was asked for"));
        };
        let of = read::<Project>(of.as_ref())?.ok_or_else(Fault::not_found)?;
        let first = (chain == Chain::default_of(project)).then(|| Chain::first(&of));
        let chain = read::<Chain>(found.as_ref())?.or(first).ok_or_else(Fault::not_found)?;
        Ok(Standing { chain, position: place::counted(counter.as_ref())? })
    }

    /// A page of a project's chains, in the order of their ids; 404 when there is no such project. The default one is among them
    /// from its first render on.
    pub async fn list(
        &self,
        project: ProjectId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Listing<Chain>, Fault> {
        let there = async {
            let found: Option<Project> = self.store.find(&Project::address(project)).await?;
            found.ok_or_else(Fault::not_found)
        };
        let range = Range::under(Kind::CHN, project);
        let (_, page) = try_join(there, self.store.list(&range, cursor, limit)).await?;
        Ok(page)
    }

    /// Changes what a chain's owner says of it, if it still has `version`; 412 when it has another.
    pub async fn change(
        &self,
        project: ProjectId,
        chain: ChainId,
        version: u64,
        edit: &ChainEdit,
    ) -> Result<Standing, Fault> {
        let found = self.get(project, chain).await?;
        if chain == Chain::default_of(project) {
            self.store.create(address(project, chain), &Chain { version: 1, ..found.chain.clone() }).await?;
        }
        let (after, edits) = found.chain.edits(edit)?;
        self.store.change(address(project, chain), version, edits).await?;
        Ok(Standing { chain: Chain { version: version + 1, ..after }, position: found.position })
    }
}

#[cfg(test)]
mod tests;
