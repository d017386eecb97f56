use jobs::Output;
use model::{AssetId, JobId, Status};
use serde_json::{Value, json};

use super::*;
use crate::VALIDATE;
use crate::tests::{Studio, flow, step};

fn output(width: u32, height: u32) -> Output {
    Output {
        asset: AssetId::derived("picture"),
        key: "media/picture.png".to_owned(),
        mime: "image/png".to_owned(),
        width,
        height,
        bytes: 70,
        sha256: "0".repeat(64),
    }
}

/// A job of two pictures of 256 x 256 pixels whose files were found to be these.
async fn found(studio: &Studio, outputs: Vec<Output>, blank: Vec<usize>) -> JobId {
    let job = studio.holding(json!({ "count": 2 }), 20_000).await;
    studio.up_to(crate::INGEST, job).await;
    let ingested = serde_json::to_value(Ingested { outputs, blank }).unwrap();
    studio.leave(job, StageName::Ingest, "ok", ingested).await;
    job
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

#[tokio::test]
async fn what_is_as_it_was_asked_for_is_accepted() {
    let studio = Studio::new().await;
    let job = found(&studio, vec![output(256, 256), output(256, 256)], Vec::new()).await;
    assert_eq!(studio.run(VALIDATE, job).await.unwrap().word, ACCEPT);
    let verdict = studio.left(job, StageName::Validate).await;
    assert_eq!(verdict, json!({ "verdict": "accept", "errors": [], "suggestions": [] }));
    studio.audit();
}

#[tokio::test]
async fn what_is_not_is_flagged_with_what_to_do_about_it() {
    let cases = [
        (vec![output(256, 256)], vec![], "1 of 2 pictures were made"),
        (
            vec![output(256, 256), output(512, 256)],
            vec![],
            "picture 2 has 512 x 256 pixels instead of 256 x 256",
        ),
        (vec![output(256, 256), output(256, 256)], vec![0], "picture 1 is one colour all over"),
    ];
    for (outputs, blank, error) in cases {
        let studio = Studio::new().await;
        let job = found(&studio, outputs, blank).await;
        assert_eq!(studio.run(VALIDATE, job).await.unwrap().word, FLAG, "{error}");
        let verdict = studio.left(job, StageName::Validate).await;
        assert_eq!((&verdict["verdict"], texts(&verdict["errors"])), (&json!("flag"), vec![error]));
        assert_eq!(texts(&verdict["suggestions"]).len(), 1, "{verdict}");
        studio.audit();
    }
}

#[tokio::test]
async fn what_is_flagged_is_delivered_all_the_same() {
    let studio = Studio::new().await;
    let job = found(&studio, vec![output(300, 300)], vec![0]).await;
    let way = flow().walk(&studio, "Validate", &step(job, 1)).await;
    assert_eq!(way, ["Validate", "Settle", "Done"]);
    let verdict = studio.left(job, StageName::Validate).await;
    assert_eq!(texts(&verdict["errors"]).len(), 3, "everything that is wrong is told at once: {verdict}");
    let head = studio.jobs().head(job).await.unwrap();
    assert_eq!((head.status, head.outputs.len()), (Status::Succeeded, 1));
    studio.audit();
}
