//! Reading: by key, and by range.

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes};
use contract::port::table::{Index, Item, Key, Page, Place, Query, TableError};
use rand::Rng as _;
use rand::TryRngCore as _;
use rand::rngs::OsRng;

use super::DynamoTable;
use super::item::{self, PK, SK, Wire};
use crate::error::classify;

/// The most keys of one `BatchGetItem` (DynamoDB's quota).
const MAX_KEYS: usize = 100;
/// How long keys that DynamoDB left out are asked for again, inside the five seconds of an operation.
const BATCH_BUDGET: Duration = Duration::from_secs(4);
/// The wait before they are asked for again: full jitter, doubled each time.
const FIRST_WAIT: Duration = Duration::from_millis(25);
const LONGEST_WAIT: Duration = Duration::from_millis(400);

pub(super) async fn get(table: &DynamoTable, keys: &[Key]) -> Result<Vec<Option<Item>>, TableError> {
    if keys.len() > MAX_KEYS {
        return Err(TableError::Invalid(format!(
            "at most {MAX_KEYS} items are read at once, not {}",
            keys.len()
        )));
    }
    // DynamoDB refuses a key that is named twice.
    let mut distinct: Vec<&Key> = keys.iter().collect();
    distinct.sort();
    distinct.dedup();
    let found = match distinct.as_slice() {
        [] => HashMap::new(),
        [key] => one(table, key).await?.into_iter().map(|item| ((*key).clone(), item)).collect(),
        distinct => batch(table, distinct).await?,
    };
    Ok(keys.iter().map(|key| found.get(key).cloned()).collect())
}

async fn one(table: &DynamoTable, key: &Key) -> Result<Option<Item>, TableError> {
    let call = table.client.get_item().table_name(&table.name).set_key(Some(item::key(key)));
    let answer = call
        .consistent_read(true)
        .send()
        .await
        .map_err(|error| TableError::from(classify("DynamoDB.GetItem", &error)))?;
    answer.item.map(item::item).transpose()
}

async fn batch(table: &DynamoTable, keys: &[&Key]) -> Result<HashMap<Key, Item>, TableError> {
    let end = table.clock.now().plus(BATCH_BUDGET);
    let mut wait = FIRST_WAIT;
    let mut found = HashMap::new();
    let mut left: Vec<Wire> = keys.iter().map(|key| item::key(key)).collect();
    loop {
        left = batch_once(table, left, &mut found).await?;
        if left.is_empty() {
            return Ok(found);
        }
        let pause = wait.mul_f64(OsRng.unwrap_err().random());
        if table.clock.now().plus(pause) > end {
            return Err(TableError::Throttled);
        }
        table.clock.sleep(pause).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

/// Asks once; gives back the keys that DynamoDB left out.
async fn batch_once(
    table: &DynamoTable,
    keys: Vec<Wire>,
    found: &mut HashMap<Key, Item>,
) -> Result<Vec<Wire>, TableError> {
    let asked = KeysAndAttributes::builder()
        .set_keys(Some(keys))
        .consistent_read(true)
        .build()
        .map_err(|error| TableError::Invalid(error.to_string()))?;
    let answer = table
        .client
        .batch_get_item()
        .request_items(&table.name, asked)
        .send()
        .await
        .map_err(|error| TableError::from(classify("DynamoDB.BatchGetItem", &error)))?;
    // One table was asked, so whatever came is from it.
    for mut wire in answer.responses.unwrap_or_default().into_values().flatten() {
        found.insert(item::take_key(&mut wire)?, item::item(wire)?);
    }
    Ok(answer.unprocessed_keys.unwrap_or_default().into_values().flat_map(|left| left.keys).collect())
}

pub(super) async fn query(table: &DynamoTable, query: &Query) -> Result<Page, TableError> {
    if query.limit == 0 {
        return Err(TableError::Invalid("a query has a limit of 1 or more".to_owned()));
    }
    let Some(range) = Range::of(query) else { return Ok(Page::default()) };
    let mut page = Page::default();
    let mut start = range.after.map(|place| start_key(query.index, &query.pk, place));
    loop {
        let wanted = query.limit - page.items.len();
        let (found, rest) = query_once(table, query, &range, wanted, start).await?;
        for wire in found {
            page.next = Some(read_row(query.index, wire, &mut page.items)?);
        }
        match rest {
            None => return Ok(Page { next: None, ..page }),
            Some(_) if page.items.len() >= query.limit => return Ok(page),
            // A page of DynamoDB ends after 1 MB as well.
            rest => start = rest,
        }
    }
}

async fn query_once(
    table: &DynamoTable,
    query: &Query,
    range: &Range<'_>,
    wanted: usize,
    start: Option<Wire>,
) -> Result<(Vec<Wire>, Option<Wire>), TableError> {
    let (partition, sort, index) = names(query.index);
    let mut call = table
        .client
        .query()
        .table_name(&table.name)
        .set_index_name(index.map(str::to_owned))
        // An index cannot be read strongly.
        .consistent_read(index.is_none())
        .expression_attribute_names("#pk", partition)
        .expression_attribute_values(":pk", text(&query.pk))
        .key_condition_expression(range.condition())
        .scan_index_forward(!query.descending)
        .limit(i32::try_from(wanted).unwrap_or(i32::MAX))
        .set_exclusive_start_key(start);
    if range.from.is_some() || range.to.is_some() {
        call = call.expression_attribute_names("#sk", sort);
    }
    for (alias, bound) in [(":from", range.from), (":to", range.to)] {
        if let Some(bound) = bound {
            call = call.expression_attribute_values(alias, text(bound));
        }
    }
    let answer = call.send().await.map_err(|error| TableError::from(classify("DynamoDB.Query", &error)))?;
    Ok((answer.items.unwrap_or_default(), answer.last_evaluated_key.filter(|key| !key.is_empty())))
}

/// Takes one row up; gives its place.
fn read_row(index: Index, mut wire: Wire, into: &mut Vec<(Key, Item)>) -> Result<Place, TableError> {
    let key = item::take_key(&mut wire)?;
    let sort = match index {
        Index::Table => key.sk.clone(),
        Index::ByProject | Index::Due => item::take_text(&mut wire, names(index).1)?,
    };
    let found = if index == Index::Table { item::item(wire)? } else { Item::new() };
    into.push((key.clone(), found));
    Ok(Place { sort, key })
}

/// Partition key, sort key and name of what is read. The names are those of the template; DynamoDB takes 3 characters or
/// more.
fn names(index: Index) -> (&'static str, &'static str, Option<&'static str>) {
    match index {
        Index::Table => (PK, SK, None),
        Index::ByProject => ("g1p", "g1s", Some("by_project")),
        Index::Due => ("gdp", "gds", Some("due")),
    }
}

fn start_key(index: Index, pk: &str, place: &Place) -> Wire {
    let mut start = item::key(&place.key);
    if index != Index::Table {
        let (partition, sort, _) = names(index);
        start.insert(partition.to_owned(), text(pk));
        start.insert(sort.to_owned(), text(&place.sort));
    }
    start
}

fn text(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

/// The bounds of a query, as DynamoDB takes them: it refuses an empty text, a range that is upside down, and a start
/// outside the range, all of which have a plain meaning here.
#[derive(Debug, PartialEq)]
struct Range<'q> {
    from: Option<&'q str>,
    to: Option<&'q str>,
    after: Option<&'q Place>,
}

impl<'q> Range<'q> {
    /// `None` when nothing can be in it.
    fn of(query: &'q Query) -> Option<Self> {
        // No sort key is empty, so every key is above the empty text.
        let from = query.from.as_deref().filter(|from| !from.is_empty());
        let to = query.to.as_deref();
        if to.is_some_and(|to| to.is_empty() || from.is_some_and(|from| from > to)) {
            return None;
        }
        let Some(after) = &query.after else { return Some(Self { from, to, after: None }) };
        let below = from.is_some_and(|from| after.sort.as_str() < from);
        let above = to.is_some_and(|to| after.sort.as_str() > to);
        let (ahead, behind) = if query.descending { (above, below) } else { (below, above) };
        if behind {
            return None;
        }
        Some(Self { from, to, after: (!ahead).then_some(after) })
    }

    fn condition(&self) -> &'static str {
        match (self.from, self.to) {
            (None, None) => "#pk = :pk",
            (Some(_), None) => "#pk = :pk AND #sk >= :from",
            (None, Some(_)) => "#pk = :pk AND #sk <= :to",
            (Some(_), Some(_)) => "#pk = :pk AND #sk BETWEEN :from AND :to",
        }
    }
}

#[cfg(test)]
mod tests;
