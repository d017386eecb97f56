//! Uploads by signed links, as a browser sends them, and the bucket's own events.

use std::io::Cursor;
use std::time::Duration;

use cloud::{Site, Survey};
use image::{ImageFormat, Rgb, RgbImage};
use reqwest::Method;
use serde_json::{Value, json};
use store::Digest;

use super::api::{Answer, Api};
use super::cloud::{CLOUD, STACK, local, wait_until};

fn picture(seed: u8) -> Vec<u8> {
    let half =
        RgbImage::from_fn(640, 400, |x, _| if x < 320 { Rgb([200, seed, 30]) } else { Rgb([20, 40, seed]) });
    let mut bytes = Cursor::new(Vec::new());
    half.write_to(&mut bytes, ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

fn file(name: &str, bytes: &[u8]) -> Value {
    json!({ "name": name, "bytes": bytes.len(), "mime": "image/png", "sha256": Digest::of(bytes).as_str() })
}

fn announce(api: &Api, files: &[Value]) -> Answer {
    api.post("/v1/uploads", &json!({ "files": files }))
}

/// Sends the request that an upload names, with these bytes; gives the bucket's status.
fn put(upload: &Value, bytes: &[u8]) -> u16 {
    let put = &upload["put"];
    let mut request = reqwest::blocking::Client::new().put(put["url"].as_str().expect("a link"));
    for (name, value) in put["headers"].as_object().expect("headers") {
        // A client sets this by itself, from the body.
        if name != "content-length" {
            request = request.header(name, value.as_str().expect("a text"));
        }
    }
    request.body(bytes.to_vec()).send().expect("the bucket answers").status().as_u16()
}

fn complete(api: &Api, upload: &Value) -> Answer {
    api.post(&format!("/v1/uploads/{}/complete", upload["id"].as_str().expect("an id")), &json!({}))
}

/// The keys of every object of a workspace.
fn objects(api: &Api) -> Vec<String> {
    let me = api.get("/v1/me").body;
    let workspace = me["workspace"].as_str().expect("a workspace");
    let urls = local("urls", &["--endpoint", &CLOUD.endpoint, "--stack", STACK], "");
    let name = |what: &str| urls[what].as_str().expect("a name").to_owned();
    let survey =
        Survey::of(&Site::Local { endpoint: CLOUD.endpoint.clone() }, name("table"), Some(name("bucket")));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let below = |prefix: &str| {
        let listed =
            runtime.block_on(survey.objects(&format!("{prefix}/{workspace}/"), None)).expect("a listing");
        listed.found.into_iter().map(|object| object.key).collect::<Vec<_>>()
    };
    ["media", "derived", "uploads", "kept/original", "kept/derived"].map(below).concat()
}

/// Each route of the domain, called once.
pub(crate) fn each_route_once(api: &Api) -> [(&'static str, Answer); 6] {
    let bytes = picture(99);
    let announced = announce(api, &[file("a.png", &bytes)]);
    let upload = announced.body["uploads"][0].clone();
    assert_eq!(put(&upload, &bytes), 200);
    let completed = complete(api, &upload);
    let path = format!("/v1/assets/{}", upload["asset"].as_str().expect("an id"));
    let (listed, shown, linked) = (api.get("/v1/assets"), api.get(&path), api.get(&format!("{path}/link")));
    [
        ("assets-create-uploads", announced),
        ("assets-complete-upload", completed),
        ("assets-list", listed),
        ("assets-get", shown),
        ("assets-link", linked),
        ("assets-delete", api.send(Method::DELETE, &path, &[], None)),
    ]
}

#[test]
fn a_picture_is_put_completed_shrunk_followed_and_deleted() {
    let api = Api::user("uploads@localhost", 100_000);
    let bytes = picture(7);
    let announced = announce(&api, &[file("harbour at dusk.png", &bytes)]);
    assert_eq!(announced.status, 201, "{announced:?}");
    let upload = &announced.body["uploads"][0];
    complete(&api, upload).assert_problem(409, "upload-missing");
    assert_eq!(put(upload, &bytes), 200);
    let asset = complete(&api, upload);
    assert_eq!((asset.status, &asset.body["id"]), (201, &upload["asset"]), "{asset:?}");
    assert_eq!((&asset.body["width"], &asset.body["mime"]), (&json!(640), &json!("image/png")));
    assert_eq!(complete(&api, upload).status, 200, "completed again it is the same");

    let path = format!("/v1/assets/{}", asset.body["id"].as_str().expect("an id"));
    wait_until("the bucket's event made a thumbnail", Duration::from_mins(1), || {
        api.get(&path).body["variants"]["thumb"].is_object()
    });
    let shown = api.get(&path).body;
    assert!(shown["thumbhash"].is_string(), "{shown}");
    let thumb = reqwest::blocking::get(shown["variants"]["thumb"]["url"].as_str().expect("a link"))
        .expect("it works");
    assert_eq!(
        (thumb.status().as_u16(), thumb.headers()["content-type"].as_bytes()),
        (200, &b"image/jpeg"[..])
    );
    let link = api.get(&format!("{path}/link?disposition=inline"));
    let whole = reqwest::blocking::get(link.body["url"].as_str().expect("a link")).expect("it works");
    assert_eq!(whole.headers()["content-disposition"], "inline; filename=\"harbour at dusk.png\"");
    assert_eq!(whole.bytes().expect("a body"), bytes);

    let twin = announce(&api, &[file("the same.png", &bytes)]).body["uploads"][0].clone();
    assert_eq!(put(&twin, &bytes), 200);
    let twin = complete(&api, &twin).body;
    assert_eq!(twin["duplicate_of"], asset.body["id"]);
    assert_eq!(objects(&api).iter().filter(|key| key.starts_with("kept/original/")).count(), 1);

    let wanted = json!({ "prompt": "a house", "references": [asset.body["id"]], "size": { "width": 256, "height": 256 } });
    let render = api.end_of(api.post("/v1/renders", &wanted).body["id"].as_str().expect("an id"));
    assert_eq!(render["status"], "succeeded", "{render}");
    assert!(render["final_prompt"].as_str().is_some_and(|prompt| prompt.contains("palette #")), "{render}");
    let render_path = format!("/v1/renders/{}", render["id"].as_str().expect("an id"));
    wait_until("the output has a thumbnail too", Duration::from_mins(1), || {
        api.get(&render_path).body["outputs"][0]["thumbnail_url"].is_string()
    });

    for asset in api.all("/v1/assets") {
        let path = format!("/v1/assets/{}", asset["id"].as_str().expect("an id"));
        assert_eq!(api.send(Method::DELETE, &path, &[], None).status, 200);
        api.get(&path).assert_problem(404, "not-found");
    }
    assert_eq!(objects(&api), Vec::<String>::new());
    assert!(api.get(&render_path).body["outputs"][0]["url"].is_null());
}

#[test]
fn what_is_refused_leaves_nothing_in_the_bucket() {
    let api = Api::user("refused@localhost", 50_000);
    let files: Vec<_> = (0..15).map(|seed| file("a.png", &[seed])).collect();
    let many = announce(&api, &files);
    many.assert_problem(422, "too-many-files");
    assert_eq!((&many.body["pointer"], &many.body["limit"]["cap"]), (&json!("/files"), &json!(14)));

    let text = b"This is a text, whatever its name says.".to_vec();
    let mut enormous = picture(1);
    enormous[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    enormous[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    let checksum = !enormous[12..29].iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1)))
    });
    enormous[29..33].copy_from_slice(&checksum.to_be_bytes());
    for (name, bytes, code) in
        [("text.png", text, "bad-image"), ("enormous.png", enormous, "image-too-large")]
    {
        let announced = announce(&api, &[file(name, &bytes)]).body["uploads"][0].clone();
        assert_eq!(put(&announced, &bytes), 200);
        complete(&api, &announced).assert_problem(422, code);
        assert_eq!(objects(&api), Vec::<String>::new(), "{name}");
    }

    // Length and digest are signed: the bucket itself refuses another file, and there is nothing to complete.
    let announced = announce(&api, &[file("a.png", &picture(1))]).body["uploads"][0].clone();
    let mut other = picture(1);
    *other.last_mut().expect("a byte") ^= 1;
    assert_eq!(put(&announced, &other), 400, "another digest");
    assert_eq!(put(&announced, &[other, vec![0]].concat()), 403, "another length");
    complete(&api, &announced).assert_problem(409, "upload-missing");
    assert_eq!((objects(&api), api.all("/v1/assets")), (Vec::new(), Vec::new()));
}
