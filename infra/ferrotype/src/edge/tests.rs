use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::Response;
use http_body_util::BodyExt as _;
use http_body_util::combinators::BoxBody;
use hyper::body::{Body, Frame};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

use super::{Edge, Streams, Upstream};
use crate::cloud::port::Claim;
use crate::fixture::{self, Server};
use crate::state::StateDir;

/// Much longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(5);

async fn edge(api: &str) -> String {
    let upstream = Upstream::new(&api.parse().unwrap(), Some("a1.execute-api.localhost")).unwrap();
    let nowhere = StateDir::at("/nowhere".into());
    let streams = Streams::of(&nowhere, api.to_owned(), "true".into());
    let edge = Edge::bind(0, upstream, streams, "/somewhere".into(), false).await.unwrap();
    let url = edge.url().unwrap();
    tokio::spawn(edge.serve());
    url
}

/// An upstream that answers with what it received.
async fn echo() -> Server {
    Server::start(|request| async {
        let (parts, body) = request.into_parts();
        let headers: Vec<_> = parts
            .headers
            .iter()
            .map(|(name, value)| json!([name.as_str(), value.to_str().unwrap()]))
            .collect();
        let target = parts.uri.to_string();
        let body = match body.collect().await {
            Ok(body) => String::from_utf8_lossy(&body.to_bytes()).into_owned(),
            Err(error) => error.to_string(),
        };
        let document =
            json!({"method": parts.method.as_str(), "target": target, "headers": headers, "body": body});
        let mut reply = fixture::json(201, &document);
        reply.headers_mut().append("set-cookie", "a=1".parse().unwrap());
        reply.headers_mut().append("set-cookie", "b=2".parse().unwrap());
        reply
    })
    .await
}

/// Sends bytes as they are and reads until the other side closes.
async fn raw(url: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap()
}

fn document(answer: &str) -> Value {
    serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
}

#[tokio::test]
async fn method_target_headers_and_body_pass_unchanged() {
    let upstream = echo().await;
    let edge = edge(&upstream.url()).await;
    let target = "/v1/renders/a%2Fb%20c/%C3%A9?x=a%2Bb+c&&y=%7e&z=";
    let request = format!(
        "PATCH {target} HTTP/1.1\r\nHost: 127.0.0.1:4000\r\nAuthorization: Bearer k\r\nX-Odd: a  b\r\n\
         Connection: close, X-Hop\r\nX-Hop: 1\r\nContent-Length: 5\r\n\r\nhello"
    );

    let answer = raw(&edge, &request).await;

    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    assert!(answer.contains("set-cookie: a=1\r\nset-cookie: b=2\r\n"), "{answer}");
    let seen = document(&answer);
    assert_eq!(seen["method"], "PATCH");
    assert_eq!(seen["target"], target);
    assert_eq!(seen["body"], "hello");
    let has = |name: &str, value: &str| seen["headers"].as_array().unwrap().contains(&json!([name, value]));
    assert!(has("host", "a1.execute-api.localhost"), "{seen}");
    assert!(has("authorization", "Bearer k") && has("x-odd", "a  b"), "{seen}");
    assert!(has("x-forwarded-host", "127.0.0.1:4000") && has("x-forwarded-for", "127.0.0.1"), "{seen}");
    assert!(!seen.to_string().contains("x-hop"), "{seen}");
}

struct Chunks(mpsc::Receiver<&'static str>);

impl Body for Chunks {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|chunk| chunk.map(|chunk| Ok(Frame::data(chunk.into()))))
    }
}

#[tokio::test]
async fn a_stream_passes_chunk_by_chunk() {
    let (send, receive) = mpsc::channel(1);
    let receive = Arc::new(Mutex::new(Some(receive)));
    let upstream = Server::start(move |_| {
        let chunks = Chunks(receive.lock().unwrap().take().unwrap());
        async { Response::new(BoxBody::new(chunks)) }
    })
    .await;
    let edge = edge(&upstream.url()).await;

    let mut answer = reqwest::get(format!("{edge}/v1/stream")).await.unwrap();
    // Each chunk is only sent after the one before has arrived: a buffer anywhere would stall this for ever.
    for chunk in ["one", "two", "three"] {
        send.send(chunk).await.unwrap();
        let arrived = tokio::time::timeout(PATIENCE, answer.chunk()).await.expect("the edge buffers");
        assert_eq!(arrived.unwrap().unwrap(), chunk);
    }
    drop(send);
    assert!(answer.chunk().await.unwrap().is_none());
}

#[tokio::test]
async fn more_than_ten_megabytes_are_refused() {
    let upstream = echo().await;
    let edge = edge(&upstream.url()).await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let post = |size: usize| client.post(format!("{edge}/v1/renders")).body(vec![b'x'; size]).send();

    assert_eq!(post(10 * 1024 * 1024).await.unwrap().status(), 201);
    let refused = post(10 * 1024 * 1024 + 1).await.unwrap();
    assert_eq!(refused.status(), 413);
    assert_eq!(refused.headers()["content-type"], "application/problem+json");
    assert_eq!(refused.json::<Value>().await.unwrap()["code"], "body-too-large");
}

#[tokio::test]
async fn a_body_of_unknown_length_is_counted_on_the_way() {
    let upstream = echo().await;
    let edge = edge(&upstream.url()).await;
    let mut stream = TcpStream::connect(edge.trim_start_matches("http://")).await.unwrap();
    stream.write_all(b"POST /v1/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n").await.unwrap();
    let chunk = [b"100000\r\n".as_slice(), &vec![b'x'; 0x10_0000], b"\r\n"].concat();
    for _ in 0..10 {
        stream.write_all(&chunk).await.unwrap();
    }
    stream.write_all(b"1\r\nx\r\n").await.unwrap();
    let mut start = [0; 12];
    let answer = tokio::time::timeout(PATIENCE, stream.read_exact(&mut start)).await;
    answer.expect("the edge waits for the end of a body that is too large").unwrap();
    assert_eq!(&start, b"HTTP/1.1 413");
}

#[tokio::test]
async fn an_engine_that_is_down_or_breaks_off_is_told_apart() {
    let nobody = Claim::pick(std::path::Path::new("nobody"), "test").unwrap().hand_over();
    let down = edge(&format!("http://127.0.0.1:{nobody}")).await;
    let answer = reqwest::get(format!("{down}/v1/me")).await.unwrap();
    assert_eq!(answer.status(), 503);
    assert!(answer.json::<Value>().await.unwrap()["detail"].as_str().unwrap().contains("ferrotype up"));

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 1024]).await;
        }
    });
    let broken = edge(&format!("http://{address}")).await;
    assert_eq!(reqwest::get(format!("{broken}/v1/me")).await.unwrap().status(), 502);
}

#[tokio::test]
async fn the_edge_answers_for_itself_outside_of_v1() {
    let edge = edge("http://127.0.0.1:9").await;
    let get = async |path: &str| {
        let answer = reqwest::get(format!("{edge}{path}")).await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let (status, home) = get("/").await;
    assert_eq!(status, 200);
    assert!(home.contains("ferrotype render") && home.contains("/v1"), "{home}");
    let (status, health) = get(super::HEALTH).await;
    assert_eq!(
        (status, serde_json::from_str::<Value>(&health).unwrap()["state"].as_str()),
        (200, Some("/somewhere"))
    );
    assert_eq!(get("/v1x").await.0, 404);
    assert_eq!(get("/favicon.ico").await.0, 404);
}
