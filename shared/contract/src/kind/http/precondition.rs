//! What a write says about the version that it changes (RFC 9110, section 13.1).

use ::http::HeaderMap;
use ::http::header::{IF_MATCH, IF_NONE_MATCH};
use fault::{Fault, Kind};

/// Which version a client believes to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precondition {
    /// `If-Match: "7"`: this one.
    Version(u64),
    /// `If-None-Match: *`: none.
    Absent,
}

impl Precondition {
    /// The precondition of a write, if it has one. 400 for one that cannot be read: more than one ETag, a weak one, `*` where it
    /// would mean "whatever is there", or a text that is no ETag of ours.
    pub fn of(headers: &HeaderMap) -> Result<Option<Self>, Fault> {
        match (headers.get(IF_MATCH), headers.get(IF_NONE_MATCH)) {
            (None, None) => Ok(None),
            (Some(tag), None) => {
                tag.to_str().ok().and_then(version).map(Self::Version).map(Some).ok_or_else(|| {
                    bad("Send `If-Match` with one ETag, as it was answered: `If-Match: \"7\"`.")
                })
            }
            (None, Some(tag)) if tag == "*" => Ok(Some(Self::Absent)),
            (None, Some(_)) => {
                Err(bad("A write takes `If-None-Match: *` alone: it is done when nothing is there."))
            }
            (Some(_), Some(_)) => {
                Err(bad("`If-Match` and `If-None-Match` contradict each other; send one of them."))
            }
        }
    }

    /// The version that a write is made to, if it names one; for what can be written only when it is there.
    pub fn version(headers: &HeaderMap) -> Result<Option<u64>, Fault> {
        match Self::of(headers)? {
            None => Ok(None),
            Some(Self::Version(version)) => Ok(Some(version)),
            Some(Self::Absent) => Err(bad("This changes what is there: send `If-Match` with its ETag.")),
        }
    }

    /// The version that a write must name: 428 when it names none.
    pub fn required_version(headers: &HeaderMap) -> Result<u64, Fault> {
        Self::version(headers)?.ok_or_else(|| {
            missing("Send `If-Match` with the ETag of the version that you have read, so that nobody's change is lost.")
        })
    }

    /// The precondition that a write must have: 428 when it has none.
    pub fn required(headers: &HeaderMap) -> Result<Self, Fault> {
        Self::of(headers)?.ok_or_else(|| {
            missing(
                "Send `If-Match` with the ETag of the version that you have read, or `If-None-Match: *` when nothing was there.",
            )
        })
    }
}

/// The number in `"7"`.
fn version(tag: &str) -> Option<u64> {
    let digits = tag.trim().strip_prefix('"')?.strip_suffix('"')?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

fn bad(detail: &str) -> Fault {
    Fault::new(Kind::Malformed, "precondition", detail)
}

fn missing(detail: &str) -> Fault {
    Fault::new(Kind::Unconditional, "precondition-required", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn a_write_names_a_version_or_nothing_at_all() {
        assert_eq!(Precondition::of(&headers(&[])).unwrap(), None);
        let seven = headers(&[("if-match", "\"7\"")]);
        assert_eq!(Precondition::of(&seven).unwrap(), Some(Precondition::Version(7)));
        assert_eq!(Precondition::required_version(&seven).unwrap(), 7);
        let none = headers(&[("if-none-match", "*")]);
        assert_eq!(Precondition::required(&none).unwrap(), Precondition::Absent);
        assert_eq!(Precondition::version(&none).unwrap_err().code(), "precondition");
    }

    #[test]
    fn what_names_no_version_is_refused_with_words() {
        for tag in
            ["7", "*", "W/\"7\"", "\"7\", \"8\"", "\"seven\"", "\"-1\"", "\"\"", "\"99999999999999999999\""]
        {
            let fault = Precondition::of(&headers(&[("if-match", tag)])).unwrap_err();
            assert_eq!((fault.kind().status(), fault.code()), (400, "precondition"), "{tag}");
        }
        let both = headers(&[("if-match", "\"7\""), ("if-none-match", "*")]);
        assert_eq!(Precondition::of(&both).unwrap_err().code(), "precondition");
        let missing = Precondition::required(&headers(&[])).unwrap_err();
        assert_eq!((missing.kind().status(), missing.code()), (428, "precondition-required"));
    }
}
