//! `POST /v1/uploads`: announces files, and gets links to put them.

use std::collections::BTreeMap;

use contract::http::{Method, Nothing};
use contract::port::Pledge;
use contract::{Access, Call, Reply, Route, env};
use fault::{Fault, Kind, Level, Limit};
use http::HeaderName;
use jobs::{Jobs, Project, UploadLimits};
use media::decode::MAX_BYTES;
use media::key::{Format, UploadKey};
use media::{Assets, Upload};
use model::time::millis;
use model::{AssetId, ProjectId, Scope, Time, UploadId, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::once::IdempotencyRecord;
use store::{Change, Commit, Digest, IdempotencyKey};

/// The route.
pub struct CreateUploads;

env! {
    /// What it holds.
    pub struct Env { assets: Assets, jobs: Jobs }
}

/// Files that somebody wants to put.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UploadRequest {
    /// The files, at most 14 unless the plan says otherwise.
    #[schemars(length(min = 1))]
    files: Vec<FileRequest>,
    /// The project that their assets belong to, and after whose `retention_days` they end; the default one when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    project: Option<ProjectId>,
}

/// One file.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileRequest {
    /// What it is called, at most 255 characters.
    #[schemars(length(min = 1, max = 255))]
    name: String,
    /// Its length, at most 10,485,760 bytes unless the plan says otherwise.
    bytes: u64,
    /// Its media type. What it really is, is found in its bytes.
    mime: String,
    /// SHA-256 of its bytes, in hexadecimal.
    #[schemars(regex(pattern = "^[0-9a-fA-F]{64}$"))]
    sha256: String,
}

/// Where to put the files, in the order of the request.
#[derive(Serialize, JsonSchema)]
pub struct Announced {
    /// The uploads.
    uploads: Vec<UploadBody>,
}

/// Where to put one file.
#[derive(Serialize, JsonSchema)]
pub struct UploadBody {
    /// The upload, to be completed when the file is there.
    id: UploadId,
    /// The asset that it becomes.
    asset: AssetId,
    /// The request that puts the file.
    put: PutBody,
    /// Until when that works. Send the same request with the same `Idempotency-Key` for links that work longer.
    expires_at: Time,
    /// Until when the upload may be completed.
    complete_by: Time,
}

/// A request that puts one file without credentials.
#[derive(Serialize, JsonSchema)]
pub struct PutBody {
    /// Where to send `PUT`.
    url: String,
    /// The headers to send, as they are. A browser sets `content-length` by itself.
    headers: BTreeMap<String, String>,
}

/// What is kept of an upload under the client's key. The rest is what the client sends again, and links are secrets, which are
/// signed anew.
#[derive(Serialize, Deserialize)]
struct Kept {
    id: UploadId,
    #[serde(with = "millis")]
    created_at: Time,
}

/// Tells a repeated answer from a first one.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

impl Route for CreateUploads {
    const NAME: &'static str = "assets-create-uploads";
    const SUMMARY: &'static str = "Announces files to upload, and gives a link to put each.";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/v1/uploads";
    const ACCESS: Access = Access::Scope(Scope::AssetsWrite);
    const REPLIES: &'static [u16] = &[201, 404, 409, 429, 503];
    const SDK_CALLS: u32 = 2;

    type Env = Env;
    type Path = Nothing;
    type Query = Nothing;
    type Body = UploadRequest;
    type Output = Announced;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<Announced>, Fault> {
        let files = checked(&call.body, env.jobs.upload_limits().await?)?;
        let project = call.body.project.unwrap_or_else(|| Project::default_of(env.assets.store().scope()));
        let drafts = draft(&env, &files, project, call.principal()?.user);
        let (uploads, replayed) = announce(&env, &call, project, drafts).await?;
        let mut bodies = Vec::new();
        for upload in &uploads {
            bodies.push(linked(&env, upload).await?);
        }
        let reply = Reply::created(Announced { uploads: bodies }, Self::PATH.to_owned());
        Ok(if replayed { reply.header(REPLAYED, "true") } else { reply })
    }
}

/// A file of a request, checked.
struct File<'a> {
    name: &'a str,
    bytes: u64,
    mime: &'static str,
    sha256: Digest,
}

fn checked(request: &UploadRequest, limits: UploadLimits) -> Result<Vec<File<'_>>, Fault> {
    let count = request.files.len();
    if count == 0 {
        return Err(Fault::invalid("/files", "Name at least one file."));
    }
    if count > limits.files {
        let detail = format!(
            "{count} files are too many for one request; the most is {}. Send several.",
            limits.files
        );
        let limit = limit("upload-files", limits.files as u64, count as u64);
        return Err(Fault::new(Kind::Unprocessable, "too-many-files", detail).at("/files").limit(limit));
    }
    let files = request.files.iter().enumerate();
    files.map(|(index, file)| check(file, &format!("/files/{index}"), limits)).collect()
}

fn check<'a>(file: &'a FileRequest, at: &str, limits: UploadLimits) -> Result<File<'a>, Fault> {
    let name = file.name.trim();
    let letters = name.chars().count();
    if letters == 0 || letters > 255 || name.chars().any(char::is_control) {
        let detail = "A name has 1 to 255 characters, and no control characters.";
        return Err(Fault::invalid(format!("{at}/name"), detail));
    }
    let most = limits.bytes.min(MAX_BYTES);
    if file.bytes == 0 {
        return Err(Fault::invalid(format!("{at}/bytes"), "A file has at least one byte."));
    }
    if file.bytes > most {
        let detail =
            format!("{} bytes are too many for one file; the most is {most}. Use a smaller one.", file.bytes);
        let limit = limit("upload-bytes", most, file.bytes);
        let fault = Fault::new(Kind::Unprocessable, "file-too-large", detail);
        return Err(fault.at(format!("{at}/bytes")).limit(limit));
    }
    let mimes = Format::ALL.map(Format::mime);
    let mime =
        mimes.into_iter().find(|mime| mime.eq_ignore_ascii_case(file.mime.trim())).ok_or_else(|| {
            let detail = format!("`{}` is no type that can be uploaded.", file.mime);
            Fault::invalid(format!("{at}/mime"), detail).allowed(mimes)
        })?;
    let sha256 = Digest::parse(&file.sha256).ok_or_else(|| {
        Fault::invalid(format!("{at}/sha256"), "Expected a SHA-256 in hexadecimal: 64 digits of 0-9 and a-f.")
    })?;
    Ok(File { name, bytes: file.bytes, mime, sha256 })
}

fn limit(id: &str, cap: u64, needed: u64) -> Limit {
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    Limit {
        id: id.to_owned(),
        level: Level::Workspace,
        cap: count(cap),
        held: 0,
        spent: 0,
        needed: count(needed),
        resets_at: None,
    }
}

fn draft(env: &Env, files: &[File<'_>], project: ProjectId, user: UserId) -> Vec<Upload> {
    let store = env.assets.store();
    let now = store.clock().now();
    let upload = |file: &File<'_>| Upload {
        id: UploadId::from_body(store.ids().fresh(now)),
        name: file.name.to_owned(),
        bytes: file.bytes,
        mime: file.mime.to_owned(),
        sha256: file.sha256.as_str().to_owned(),
        project,
        user,
        created_at: now,
        done_at: None,
        gdp: None,
        gds: None,
    };
    files.iter().map(|file| upload(file).watched()).collect()
}

/// Writes the uploads, and the ids under the client's key, in one transaction that checks their project. Under a key that was
/// used before it finds the first ones again: the links to them are signed anew, because old ones may have ended.
async fn announce(
    env: &Env,
    call: &Call<CreateUploads>,
    project: ProjectId,
    drafts: Vec<Upload>,
) -> Result<(Vec<Upload>, bool), Fault> {
    let store = env.assets.store();
    let now = store.clock().now();
    let mut changes = Vec::new();
    let intent = match call.headers.get("idempotency-key") {
        None => None,
        Some(value) => {
            let key = IdempotencyKey::parse(value.to_str().unwrap_or_default())?;
            let hash = Digest::of(json(&call.body)?.to_string());
            let kept: Vec<_> =
                drafts.iter().map(|draft| Kept { id: draft.id, created_at: draft.created_at }).collect();
            let record = IdempotencyRecord::answered(&hash, json(&kept)?, now);
            changes.push(Change::put(
                key.address(CreateUploads::NAME),
                &record,
                IdempotencyRecord::guard(now),
            )?);
            Some(hash)
        }
    };
    let at = changes.len();
    changes.push(Project::check_open(project));
    for draft in &drafts {
        changes.push(Change::create(Upload::address(draft.id), draft)?);
    }
    let refused = match store.commit(changes).await? {
        Commit::Done => return Ok((drafts, false)),
        Commit::Refused(refused) if refused.index == at => {
            return Err(Project::closed_to(project, refused.record::<Project>()?.as_ref()));
        }
        Commit::Refused(refused) => refused,
    };
    let (Some(hash), Some(record)) = (intent, refused.record::<IdempotencyRecord>()?) else {
        return Err(Fault::defect("a fresh upload was there before"));
    };
    let kept = Vec::<Kept>::deserialize(record.replay(&hash)?)
        .map_err(|error| Fault::defect("kept uploads changed their form").because(error))?;
    // The hash says that these are the files that were announced then.
    let first = |(draft, Kept { id, created_at })| Upload { id, created_at, ..draft };
    Ok((drafts.into_iter().zip(kept).map(first).collect(), true))
}

fn json(value: &impl Serialize) -> Result<serde_json::Value, Fault> {
    serde_json::to_value(value).map_err(|error| Fault::defect("a body is no JSON").because(error))
}

async fn linked(env: &Env, upload: &Upload) -> Result<UploadBody, Fault> {
    let store = env.assets.store();
    let sha256 = Digest::parse(&upload.sha256)
        .ok_or_else(|| Fault::defect(format!("{} announced no digest", upload.id)))?;
    let pledge = Pledge { bytes: upload.bytes, mime: &upload.mime, sha256: sha256.bytes() };
    let key = UploadKey::new(store.scope(), upload.id);
    let put = env.assets.media().put_link(&key, Upload::LINK_LIFETIME, pledge).await?;
    Ok(UploadBody {
        id: upload.id,
        asset: upload.asset(),
        put: PutBody { url: put.url, headers: put.headers.into_iter().collect() },
        expires_at: store.clock().now().plus(Upload::LINK_LIFETIME),
        complete_by: upload.complete_by(),
    })
}

#[cfg(test)]
mod tests;
