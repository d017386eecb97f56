//! The one HTTP client that all SDK clients share, and whom it trusts.

use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_runtime_api::client::http::SharedHttpClient;

/// The roots to which every public AWS endpoint chains (Amazon Root CA 1 to 4 and Starfield Services Root CA G2, from
/// <https://www.amazontrust.com/repository/>). Reading these five instead of the machine's 150 takes the scan of the
/// system's store out of a cold start, and a root that somebody else adds to the machine is not believed.
const AMAZON_ROOTS: &str = include_str!("http/amazon-trust-services.pem");

/// Whose certificates are believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// Amazon's alone.
    Amazon,
    /// Those of the machine: for a TLS endpoint that is not Amazon's, and for the regions of China, which have their own.
    Machine,
}

/// Whom to trust for calls to `endpoint`, or to AWS itself in `region`.
pub(super) fn trust(region: Option<&str>, endpoint: Option<&str>) -> Trust {
    let machine = match endpoint {
        Some(endpoint) => endpoint.starts_with("https:"),
        None => region.is_some_and(|region| region.starts_with("cn-")),
    };
    if machine { Trust::Machine } else { Trust::Amazon }
}

/// The client.
pub(super) fn client(trust: Trust) -> SharedHttpClient {
    let store = match trust {
        Trust::Amazon => TrustStore::empty().with_pem_certificate(AMAZON_ROOTS),
        Trust::Machine => TrustStore::default(),
    };
    let tls = TlsContext::builder().with_trust_store(store).build();
    // Building a context only gathers its parts; a test reads the certificates. Were it to fail, no other trust would do.
    let tls = tls.expect("a context of nothing but a trust store is complete");
    Builder::new().tls_provider(Provider::Rustls(CryptoMode::AwsLc)).tls_context(tls).build_https()
}

#[cfg(test)]
mod tests;
