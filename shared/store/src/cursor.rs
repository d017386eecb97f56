//! Where a list goes on. A cursor names a place within a list of the caller's own, never a partition, so a forged one
//! leads nowhere that its bearer could not read anyway.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fault::Fault;

use crate::Digest;

/// The text that a client sends back to get the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(String);

/// How much of the digest guards against a cursor of another list.
const TAG: usize = 8;

impl Cursor {
    /// The cursor that goes on after `sort` in the list called `list`.
    pub(crate) fn after(list: &str, sort: &str) -> Self {
        let tag = &Digest::of(format!("{list}\0{sort}")).as_str()[..TAG].to_owned();
        Self(URL_SAFE_NO_PAD.encode(format!("{tag}{sort}")))
    }

    /// Reads a cursor of the list called `list`.
    pub(crate) fn place(text: &str, list: &str) -> Result<String, Fault> {
        let decoded = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let sort = decoded.as_deref().and_then(|text| text.split_at_checked(TAG)).map(|(_, sort)| sort);
        match sort {
            Some(sort) if Self::after(list, sort).0 == text => Ok(sort.to_owned()),
            _ => Err(Fault::invalid(
                "/cursor",
                "This is no cursor of this list. Send the `next_cursor` of the page before, or none to begin anew.",
            )),
        }
    }

    /// The text.
    pub fn into_text(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_place_in_its_own_list_only() {
        let cursor = Cursor::after("jobs", "rnd_1").into_text();
        assert_eq!(Cursor::place(&cursor, "jobs").unwrap(), "rnd_1");
        assert_eq!(
            Cursor::place(&cursor, "ledger").unwrap_err().problem("").pointer.as_deref(),
            Some("/cursor")
        );
        assert!(!String::from_utf8_lossy(&URL_SAFE_NO_PAD.decode(&cursor).unwrap()).contains('#'));
    }

    #[test]
    fn a_forged_cursor_is_refused() {
        let forged = URL_SAFE_NO_PAD.encode("00000000JOB#wsp_other#rnd_1");
        for text in ["", "x", "%%%", "AAAA", "🦀", forged.as_str(), &"A".repeat(10_000)] {
            assert!(Cursor::place(text, "jobs").is_err(), "{text}");
        }
    }
}
