use http::HeaderMap;

use super::{drop_hop_by_hop, readdress};

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(*name, value.parse().unwrap());
    }
    headers
}

#[test]
fn what_belongs_to_the_connection_stays_there() {
    let mut headers = headers(&[
        ("connection", "keep-alive, X-Private"),
        ("x-private", "1"),
        ("keep-alive", "timeout=5"),
        ("transfer-encoding", "chunked"),
        ("authorization", "Bearer k"),
        ("accept", "a"),
        ("accept", "b"),
    ]);
    drop_hop_by_hop(&mut headers);
    let mut left: Vec<_> =
        headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
    left.sort_unstable();
    assert_eq!(left, [("accept", "a"), ("accept", "b"), ("authorization", "Bearer k")]);
}

#[test]
fn the_caller_is_told_to_the_other_side() {
    let mut headers = headers(&[
        ("host", "127.0.0.1:4000"),
        ("x-forwarded-for", "1.2.3.4"),
        ("x-forwarded-proto", "https"),
    ]);
    readdress(&mut headers, "127.0.0.1:5555".parse().unwrap(), &"api.localhost:9".parse().unwrap());
    assert_eq!(headers["host"], "api.localhost:9");
    assert_eq!(headers["x-forwarded-for"], "1.2.3.4, 127.0.0.1");
    assert_eq!(headers["x-forwarded-host"], "127.0.0.1:4000");
    assert_eq!(headers["x-forwarded-port"], "4000");
    assert_eq!(headers["x-forwarded-proto"], "http");
}
