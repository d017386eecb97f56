//! What the table says of media, and what lies in the bucket.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use contract::port::table::{Item, Key};
use model::Time;
use serde_json::Value;

use crate::Invariant;
use crate::book::{Book, nested, number, text};
use crate::finding::Wrong;

/// The part of the bucket that belongs to jobs: `media/<workspace>/<job>/<attempt>/<index>.<extension>`. Uploads were there too
/// (`upl_…` instead of a job), and what is left of these is still theirs.
const MEDIA: &str = "media/";
/// The part that belongs to uploads: `kept/original/<workspace>/<upload>.<extension>`.
const ORIGINALS: &str = "kept/original/";
/// The parts of the bucket of which every object belongs to something: below each there is a folder a workspace.
pub const PARTS: [&str; 2] = [MEDIA, ORIGINALS];

/// What lies in the bucket, at one moment. Whoever reads a table that moves lists this after the heads and before what lies
/// under jobs: an attempt is written before its objects, and they before the end that names them.
#[derive(Debug, Clone)]
pub struct Shelf {
    /// Objects by key.
    pub objects: BTreeMap<String, Object>,
    /// When they were listed.
    pub now: Time,
    /// How old an object must be before it must belong to something that the table knows.
    pub grace: Duration,
}

/// An object, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its length in bytes.
    pub bytes: u64,
    /// When it was stored.
    pub stored_at: Time,
    /// SHA-256 of its bytes in hexadecimal, where somebody computed it: a listing does not have it.
    pub sha256: Option<String>,
}

impl Shelf {
    /// The workspaces that have objects.
    pub(crate) fn workspaces(&self) -> BTreeSet<&str> {
        let below = |key: &'_ String| PARTS.into_iter().find(|part| key.starts_with(part)).map(str::len);
        self.objects.keys().filter_map(|key| key[below(key)?..].split('/').next()).collect()
    }

    fn below<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a Object)> {
        let from =
            self.objects.range::<str, _>((std::ops::Bound::Included(prefix), std::ops::Bound::Unbounded));
        from.take_while(move |(key, _)| key.starts_with(prefix)).map(|(key, object)| (key.as_str(), object))
    }

    /// Whether an object is old enough to be judged.
    fn is_settled(&self, object: &Object) -> bool {
        object.stored_at.plus(self.grace) <= self.now
    }
}

/// Outputs are registered and stored, and objects belong to a job.
pub(crate) fn audit(book: Book<'_>, shelf: &Shelf, wrong: &mut Wrong<'_>) {
    for (job, head) in book.partition("JOB") {
        for output in nested(head, "outputs").as_array().into_iter().flatten() {
            if let Err(words) = stored(book, shelf, job, output) {
                wrong.tell(Invariant::OutputsStored, book.head(job), words);
            }
        }
    }
    let uploaded: BTreeSet<_> = book
        .partition("AST")
        .filter(|(_, asset)| is_live(asset) && !text(asset, "upload").is_empty())
        .map(|(id, asset)| (text(asset, "key"), id))
        .collect();
    for prefix in PARTS.map(|part| format!("{part}{}/", book.workspace)) {
        for (name, object) in shelf.below(&prefix) {
            let owner = name[prefix.len()..].split('/').next().unwrap_or_default();
            let owned = if owner.starts_with("upl_") {
                uploaded.range((name, "")..).next().is_some_and(|(key, _)| *key == name)
            } else {
                book.get("JOB", owner).is_some()
            };
            if !owned && shelf.is_settled(object) {
                let words = "lies in the bucket for nothing that is there";
                wrong.tell(Invariant::MediaAccounted, object_key(name), words);
            }
        }
    }
    for (key, id) in uploaded {
        if !shelf.objects.contains_key(key) {
            let words = format!("its object `{key}` is not in the bucket");
            wrong.tell(Invariant::ContentCounted, book.key("AST", id), words);
        }
    }
}

/// Whether the bytes of an asset are meant to be there.
pub(crate) fn is_live(asset: &Item) -> bool {
    number(asset, "removed_at") == 0 && number(asset, "expired_at") == 0
}

/// Each object of a job belongs to one of its attempts.
pub(crate) fn audit_under(book: Book<'_>, job: &str, shelf: &Shelf, wrong: &mut Wrong<'_>) {
    let prefix = format!("{MEDIA}{}/{job}/", book.workspace);
    let attempts: BTreeSet<_> =
        book.under("RUN", job).filter_map(|(sort, _)| sort.strip_prefix("A#")).collect();
    for (name, object) in shelf.below(&prefix) {
        let attempt = name[prefix.len()..].split('/').next().unwrap_or_default();
        if !attempts.contains(attempt) && shelf.is_settled(object) {
            let words = format!("lies in the bucket for an attempt of {job} that is not there");
            wrong.tell(Invariant::MediaAccounted, object_key(name), words);
        }
    }
}

/// An object in the place of an item: the bucket is no partition of the table, and `S3` is no kind.
fn object_key(name: &str) -> Key {
    Key { pk: "S3".to_owned(), sk: name.to_owned() }
}

fn stored(book: Book<'_>, shelf: &Shelf, job: &str, output: &Value) -> Result<(), String> {
    let key = output["key"].as_str().unwrap_or_default();
    if !key.starts_with(&format!("{MEDIA}{}/{job}/", book.workspace)) {
        return Err(format!("its output `{key}` is no key of its own"));
    }
    let name = output["asset"].as_str().unwrap_or_default();
    let asset = book.get("AST", name).ok_or_else(|| format!("its output {name} is not registered"))?;
    if !describes(asset, output) {
        return Err(format!("its output {name} is registered otherwise"));
    }
    if !is_live(asset) {
        // Somebody deleted it, or its time is over: the record says so, and that is all that is left.
        return Ok(());
    }
    let object = shelf.objects.get(key).ok_or_else(|| format!("its output `{key}` is not in the bucket"))?;
    let bytes = output["bytes"].as_u64();
    if bytes != Some(object.bytes) {
        return Err(format!("its output `{key}` should have {bytes:?} bytes and has {}", object.bytes));
    }
    if object.sha256.as_deref().is_some_and(|sha256| output["sha256"] != sha256) {
        return Err(format!("its output `{key}` has other bytes than it tells"));
    }
    Ok(())
}

fn describes(asset: &Item, output: &Value) -> bool {
    text(asset, "key") == output["key"]
        && text(asset, "sha256") == output["sha256"]
        && Some(number(asset, "bytes")) == output["bytes"].as_i64()
}
