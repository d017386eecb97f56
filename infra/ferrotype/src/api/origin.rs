//! Where an API is: scheme, host and port. Paths begin with `/v1`.

use std::fmt;
use std::net::IpAddr;

use anyhow::Result;
use reqwest::Url;

use crate::failure::Failure;

/// An origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin(Url);

impl Origin {
    /// Reads an origin; a trailing `/` or `/v1` is forgiven, since both get copied along.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let wrong = |why: String| Failure::usage(format!("{text} is no address of an API: {why}"));
        let url = Url::parse(text).map_err(|error| wrong(error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            return Err(wrong("it must begin with https:// or http://".into()).into());
        }
        if !matches!(url.path().trim_end_matches('/'), "" | "/v1") || url.query().is_some() {
            return Err(wrong("give the origin alone; paths begin with /v1".into()).into());
        }
        let mut origin = url;
        origin.set_path("/");
        origin.set_fragment(None);
        Ok(Self(origin))
    }

    /// The address of a path, which begins with `/`.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{self}{path}")
    }

    /// Whether it is on this machine, where no proxy may stand between.
    pub(crate) fn is_local(&self) -> bool {
        let host = self.0.host_str().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let named = host == "localhost" || host.ends_with(".localhost");
        named || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests;
