use std::collections::BTreeSet;

use contract::port::Table as _;
use contract::port::table::{Edit, Guard, Key, Write};
use image::ImageFormat;
use serde_json::{Value, json};

use super::*;
use crate::tests::{Darkroom, file, picture};

fn files(count: u8) -> Value {
    let files: Vec<_> = (0..count).map(|seed| file("a.png", &[seed])).collect();
    json!({ "files": files })
}

#[tokio::test]
async fn fourteen_files_get_a_link_each_that_takes_that_file() {
    let room = Darkroom::new().await;
    let before = room.world.table.calls();
    let answer = room.announce(&files(14), &[]).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    assert_eq!(room.world.table.calls() - before, u64::from(CreateUploads::SDK_CALLS));
    let uploads = answer.body["uploads"].as_array().unwrap();
    let ids: BTreeSet<_> = uploads.iter().map(|upload| upload["id"].as_str().unwrap()).collect();
    assert_eq!((uploads.len(), ids.len()), (14, 14));
    for upload in uploads {
        let url = upload["put"]["url"].as_str().unwrap();
        assert!(url.contains(upload["id"].as_str().unwrap()) && url.contains("/uploads/"), "{url}");
        assert_eq!(upload["put"]["headers"]["content-length"], "1");
        assert_eq!(upload["expires_at"], "2026-11-20T12:15:00.000Z");
    }
}

#[tokio::test]
async fn a_fifteenth_file_is_refused_with_the_limit_and_nothing_is_announced() {
    let room = Darkroom::new().await;
    let before = room.world.table.snapshot();
    let answer = room.announce(&files(15), &[]).await;
    let told = (answer.status, &answer.body["code"], &answer.body["pointer"]);
    assert_eq!(told, (422, &json!("too-many-files"), &json!("/files")));
    let limit = &answer.body["limit"];
    assert_eq!(
        (&limit["id"], &limit["cap"], &limit["needed"]),
        (&json!("upload-files"), &json!(14), &json!(15))
    );
    assert_eq!(room.world.table.snapshot(), before);
}

#[tokio::test]
async fn a_field_that_cannot_be_used_is_pointed_at() {
    let room = Darkroom::new().await;
    let before = room.world.table.snapshot();
    let good = file("a.png", b"x");
    let cases = [
        ("name", json!(" "), "/files/1/name"),
        ("name", json!("a\nb"), "/files/1/name"),
        ("name", json!("a".repeat(256)), "/files/1/name"),
        ("bytes", json!(0), "/files/1/bytes"),
        ("bytes", json!(10_485_761), "/files/1/bytes"),
        ("mime", json!("image/svg+xml"), "/files/1/mime"),
        ("sha256", json!("abc"), "/files/1/sha256"),
        ("sha256", json!("g".repeat(64)), "/files/1/sha256"),
    ];
    for (field, value, pointer) in cases {
        let mut bad = good.clone();
        bad[field] = value.clone();
        let answer = room.announce(&json!({ "files": [good, bad] }), &[]).await;
        assert_eq!((answer.status, &answer.body["pointer"]), (422, &json!(pointer)), "{field} {value}");
    }
    assert_eq!(room.announce(&json!({ "files": [] }), &[]).await.body["pointer"], "/files");
    assert_eq!(room.world.table.snapshot(), before);
}

/// A project beside the default one.
async fn spring(room: &Darkroom) -> ProjectId {
    let id = ProjectId::derived("spring");
    let name = model::project::ProjectName::parse("Spring").unwrap();
    let project = Project::new(id, &name, UserId::derived("a"), room.now());
    let view = jobs::ProjectView::unspent(project, jobs::project::Budget(None)).unwrap();
    room.world.open::<jobs::Projects>("a").create(&view, &[]).await.unwrap();
    id
}

#[tokio::test]
async fn an_upload_belongs_to_the_project_that_it_names_and_the_list_finds_it_there() {
    let room = Darkroom::new().await;
    let spring = spring(&room).await;
    let bytes = picture(1, ImageFormat::Png);
    let named = room.announce(&json!({ "files": [file("a.png", &bytes)], "project": spring }), &[]).await;
    let upload = crate::tests::id(&named.body["uploads"][0]["id"]);
    room.put_again(upload, bytes);
    let asset = room.complete(upload).await.body;
    assert_eq!(asset["project"], json!(spring));
    let default = Project::default_of(testkit::workspace("a"));
    let other = room.upload("b.png", &picture(2, ImageFormat::Png)).await;
    assert_eq!(other["project"], json!(default));
    let job = room.render(1, &json!([])).await;
    let made = room.output(job, &picture(3, ImageFormat::Png)).await;
    for (project, ids) in
        [(spring, vec![asset["id"].clone()]), (default, vec![json!(made.id), other["id"].clone()])]
    {
        let query = [("project", &*project.to_string())];
        let before = room.world.table.calls();
        let page =
            testkit::Answer::of(crate::LIST, room.world.inside("a"), testkit::Get(&[], &query, &[])).await;
        assert!(room.world.table.calls() - before <= u64::from(crate::list::List::SDK_CALLS));
        let mut found: Vec<_> =
            page.body["items"].as_array().unwrap().iter().map(|asset| asset["id"].clone()).collect();
        found.sort_by_key(|id| !ids.starts_with(std::slice::from_ref(id)));
        assert_eq!(found, ids, "{project}");
    }
}

#[tokio::test]
async fn nothing_is_announced_for_a_project_that_is_not_there_or_in_the_archive() {
    let room = Darkroom::new().await;
    let spring = spring(&room).await;
    let files = |project: &str| json!({ "files": [file("a.png", b"x")], "project": project });
    let key = [("idempotency-key", "once")];
    let first = room.announce(&files(&spring.to_string()), &key).await;
    let projects: jobs::Projects = room.world.open("a");
    projects.archive(spring, None, UserId::derived("a"), true).await.unwrap();
    let before = room.world.table.snapshot();
    let elsewhere = Project::default_of(testkit::workspace("b")).to_string();
    let cases = [
        (spring.to_string(), 409, "project-archived"),
        (elsewhere, 404, "not-found"),
        ("prj_1".to_owned(), 422, "invalid-field"),
    ];
    for (project, status, code) in cases {
        let answer = room.announce(&files(&project), &[]).await;
        let told = (answer.status, &answer.body["code"], &answer.body["pointer"]);
        assert_eq!(told, (status, &json!(code), &json!("/project")), "{project}");
    }
    assert_eq!(room.world.table.snapshot(), before);
    let again = room.announce(&files(&spring.to_string()), &key).await;
    assert_eq!((again.status, &again.body["uploads"][0]["id"]), (201, &first.body["uploads"][0]["id"]));
}

#[tokio::test]
async fn a_repetition_gets_the_same_uploads_with_fresh_links() {
    let room = Darkroom::new().await;
    let key = [("idempotency-key", "once")];
    let first = room.announce(&files(2), &key).await;
    room.later(std::time::Duration::from_mins(20));
    let second = room.announce(&files(2), &key).await;
    assert_eq!((first.status, second.status, second.header("idempotent-replayed")), (201, 201, Some("true")));
    let ids = |answer: &testkit::Answer| [0, 1].map(|index| answer.body["uploads"][index]["id"].clone());
    assert_eq!(ids(&first), ids(&second));
    assert_eq!(second.body["uploads"][0]["expires_at"], "2026-11-20T12:35:00.000Z", "the old link has ended");
    let other = room.announce(&files(3), &key).await;
    assert_eq!((other.status, &other.body["code"]), (422, &json!("idempotency-mismatch")));
    assert_ne!(ids(&room.announce(&files(2), &[]).await), ids(&first), "without a key it is another wish");
}

/// Lets the workspace announce as many files as any may.
async fn raise_the_plan(room: &Darkroom) {
    let key = Key { pk: format!("PLN#{}", testkit::workspace("a").id()), sk: "PLAN".to_owned() };
    let plan = [("upload_files".to_owned(), contract::port::table::Value::Int(1_000))];
    let write = Write { key, edits: vec![Edit::Put(plan.into())], guard: Guard::Absent };
    room.world.table.write(&write).await.unwrap();
}

/// The audit says no of an item above 64 KB.
#[tokio::test]
async fn what_a_key_keeps_of_the_largest_request_fits_an_item_and_is_no_secret() {
    let room = Darkroom::new().await;
    raise_the_plan(&room).await;
    // Two characters that JSON escapes, and as many of four bytes as there may be.
    let name = format!("\"\\{}", "\u{1f5bc}".repeat(253));
    let files: Vec<_> = (0..UploadLimits::MOST_FILES).map(|_| file(&name, b"x")).collect();
    let key = [("idempotency-key", "once")];
    let first = room.announce(&json!({ "files": files }), &key).await;
    assert_eq!(first.status, 201, "{first:?}");
    room.audit();
    let table = room.world.table.snapshot();
    let (_, kept) = table.iter().find(|(key, _)| key.pk.starts_with("IDM#")).unwrap();
    let kept = format!("{kept:?}");
    let url = first.body["uploads"][0]["put"]["url"].as_str().unwrap();
    assert!(!kept.contains(url) && !kept.contains("://"), "{kept}");
    room.later(std::time::Duration::from_mins(20));
    let again = room.announce(&json!({ "files": files }), &key).await;
    assert_eq!((again.status, again.header("idempotent-replayed")), (201, Some("true")));
    let told = |answer: &testkit::Answer| -> Vec<_> {
        let uploads = answer.body["uploads"].as_array().unwrap().iter();
        let members = ["id", "asset", "complete_by"];
        uploads
            .map(|upload| (members.map(|name| upload[name].clone()), upload["put"]["headers"].clone()))
            .collect()
    };
    assert_eq!((told(&first).len(), told(&again)), (files.len(), told(&first)));
}

#[tokio::test]
async fn what_is_announced_in_capitals_is_what_is_compared() {
    let room = Darkroom::new().await;
    let bytes = picture(1, ImageFormat::Png);
    let mut loud = file("a.png", &bytes);
    loud["sha256"] = json!(loud["sha256"].as_str().unwrap().to_uppercase());
    loud["mime"] = json!("Image/PNG");
    let upload = room.put(loud, bytes).await;
    assert_eq!(room.complete(upload).await.status, 201);
}
