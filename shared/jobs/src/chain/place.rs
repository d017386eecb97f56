//! The order of a chain: a counter that gives each render its position, and who is where.

use contract::port::table::{Attr, Item, Value};
use fault::Fault;
use model::{ChainId, JobId};
use serde::{Deserialize, Serialize};
use store::{Address, Change, Kind, Listing, Range, SortKey, Store};

use super::Chain;
use crate::head::Head;
use crate::spine::{Jobs, read};
use crate::view::JobView;
use crate::{Project, key};

const NUMBER: Attr = Attr("n");
/// The width of a position in a key.
const DIGITS: usize = 8;

/// A job's place in its chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// Which chain.
    pub chain: ChainId,
    /// The how many-th of it, from 1. Unique and increasing, not dense.
    pub position: u64,
}

/// Who is at a position of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The position.
    pub position: u64,
    /// The job.
    pub job: JobId,
}

/// Where a chain's counter is.
pub(super) fn counter(chain: ChainId) -> Address {
    Address::under(Kind::CHJ, chain, SortKey::word("POS"))
}

/// What a counter shows.
pub(super) fn counted(item: Option<&Item>) -> Result<u64, Fault> {
    match item.map(|item| item.get(NUMBER.0)) {
        None => Ok(0),
        Some(Some(Value::Int(number))) => Ok(number.unsigned_abs()),
        Some(_) => Err(Fault::defect("a chain's counter is no number")),
    }
}

fn member(chain: ChainId, position: u64) -> Address {
    Address::under(Kind::CHJ, chain, SortKey::number(position, DIGITS))
}

/// Everything at the positions of a chain.
fn members(chain: ChainId) -> Range {
    let (first, last) = (SortKey::number(0, DIGITS), SortKey::number(99_999_999, DIGITS));
    Range::under(Kind::CHJ, chain).starting_at(&first).up_to(&last)
}

/// The chain that `project` has when it is its default one and not written yet.
pub(crate) fn founded(project: &Project, chain: ChainId) -> Option<Chain> {
    (chain == Chain::default_of(project.id)).then(|| Chain::first(project))
}

/// Takes the next position of `chain`, and first writes the chain when it is a default one that is `yet` to be written.
pub(crate) async fn reserve(store: &Store, chain: ChainId, yet: Option<&Chain>) -> Result<Link, Fault> {
    if let Some(yet) = yet {
        // Whoever was faster wrote the same.
        store.create(super::address(yet.project, yet.id), yet).await?;
    }
    let position = store.count(&counter(chain), NUMBER).await?;
    Ok(Link { chain, position })
}

/// Puts the job of `head` into its place.
pub(crate) fn join(head: &Head) -> Result<Option<Change>, Fault> {
    let Some(Link { chain, position }) = head.link() else { return Ok(None) };
    Change::create(member(chain, position), &Member { position, job: head.job }).map(Some)
}

impl Jobs {
    /// A page of a chain's jobs with their requests, in the order of their positions.
    pub async fn chained(
        &self,
        chain: ChainId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Listing<(Member, JobView)>, Fault> {
        let page: Listing<Member> = self.store.list(&members(chain), cursor, limit).await?;
        if page.items.is_empty() {
            return Ok(Listing { items: Vec::new(), next_cursor: page.next_cursor });
        }
        let heads: Vec<_> = page.items.iter().map(|member| key::head(member.job)).collect();
        let requests: Vec<_> = page.items.iter().map(|member| key::request(member.job)).collect();
        let read_both =
            futures::future::try_join(self.store.find_all(&heads), self.store.find_all(&requests));
        let (heads, requests) = read_both.await?;
        let items = page.items.into_iter().zip(heads).zip(requests).map(|((member, head), request)| {
            let lost = || Fault::defect(format!("{} is in {chain} and is not there", member.job));
            let head = read::<Head>(head.as_ref())?.ok_or_else(lost)?;
            let view = JobView::assemble(head, request.map(|request| ("REQ".to_owned(), request)))?;
            Ok((member, view))
        });
        Ok(Listing { items: items.collect::<Result<_, Fault>>()?, next_cursor: page.next_cursor })
    }
}
