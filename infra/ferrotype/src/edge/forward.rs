//! What a proxy changes in a message, and nothing else (RFC 9110, section 7.6).

use std::net::SocketAddr;

use http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// Headers that belong to one connection and not to the message.
const HOP_BY_HOP: [HeaderName; 7] = [
    header::CONNECTION,
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];
const KEEP_ALIVE: HeaderName = HeaderName::from_static("keep-alive");
const PROXY_CONNECTION: HeaderName = HeaderName::from_static("proxy-connection");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const FORWARDED_PORT: HeaderName = HeaderName::from_static("x-forwarded-port");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Drops what belongs to the connection, including what the `Connection` header itself names.
pub(super) fn drop_hop_by_hop(headers: &mut HeaderMap) {
    let named = headers.get_all(header::CONNECTION).iter().filter_map(|value| value.to_str().ok());
    let named: Vec<HeaderName> =
        named.flat_map(|list| list.split(',')).filter_map(|name| name.trim().parse().ok()).collect();
    for name in HOP_BY_HOP.iter().chain([&KEEP_ALIVE, &PROXY_CONNECTION]).chain(&named) {
        headers.remove(name);
    }
}

/// Says who asked, and for which host; then names the host that the engine answers to.
pub(super) fn readdress(headers: &mut HeaderMap, peer: SocketAddr, host: &HeaderValue) {
    let original = headers.insert(header::HOST, host.clone());
    if let Some(original) = original {
        let port =
            original.to_str().ok().and_then(|host| host.rsplit_once(':')).map_or("80", |(_, port)| port);
        if let Ok(port) = port.parse() {
            headers.insert(FORWARDED_PORT, port);
        }
        headers.insert(FORWARDED_HOST, original);
    }
    headers.insert(FORWARDED_PROTO, HeaderValue::from_static("http"));
    let before = headers.get_all(&FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok());
    let chain = before.map(str::to_owned).chain([peer.ip().to_string()]).collect::<Vec<_>>().join(", ");
    if let Ok(chain) = chain.parse() {
        headers.insert(FORWARDED_FOR, chain);
    }
}

#[cfg(test)]
mod tests;
