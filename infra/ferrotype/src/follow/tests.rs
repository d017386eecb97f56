use serde_json::json;

use super::Log;
use crate::api::Api;
use crate::fixture::{self, Server};

#[tokio::test]
async fn a_log_of_many_pages_is_read_once_and_then_only_its_end() {
    let server = Server::start(|request| {
        let event = |version: u64| json!({"type": "render.stage", "at": "", "version": version});
        let first = json!({"items": [event(1), event(2)], "next_cursor": "b"});
        let last = json!({"items": [event(3)], "next_cursor": null});
        let page = if request.uri().query().unwrap().contains("cursor=b") { last } else { first };
        async move { fixture::json(200, &page) }
    })
    .await;
    let api = Api::new(&server.url(), "key").unwrap();
    let mut log = Log::new("rnd_1");

    let versions: Vec<_> = log.news(&api).await.unwrap().iter().map(|event| event.version).collect();
    assert_eq!(versions, [1, 2, 3]);
    assert!(log.news(&api).await.unwrap().is_empty(), "the same events were told twice");
}
