//! The address by which a user of this function is known.

use access::identity::Subject;
use fault::Fault;

/// Who vouches for the e-mails that are told here: nobody but the administrator who tells them.
pub(super) const ISSUER: &str = "urn:ferrotype:bootstrap";

/// An e-mail address in small letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Email(String);

impl Email {
    /// The most characters (RFC 5321, section 4.5.3.1.3, less the angle brackets).
    const MAX_CHARS: usize = 254;

    /// Reads an address: something before one `@`, and a host after it. Whether it exists only a letter would show.
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        let text = text.trim().to_lowercase();
        let plain = |character: char| !character.is_whitespace() && !character.is_control();
        let fits = match text.split_once('@') {
            Some((name, host)) => !name.is_empty() && name.chars().all(plain) && is_host(host),
            None => false,
        };
        if fits && text.chars().count() <= Self::MAX_CHARS {
            return Ok(Self(text));
        }
        let detail =
            "This is no e-mail address. Send one such as owner@example.com, of at most 254 characters.";
        Err(Fault::invalid("/email", detail))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// The sign-in that this address stands for.
    pub(super) fn subject(&self) -> Subject {
        Subject::new(ISSUER, &self.0)
    }
}

/// Labels of letters, digits and hyphens, with dots between. A host without a dot is one of this network.
fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty() && label.chars().all(|character| character.is_alphanumeric() || character == '-')
    };
    host.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_in_any_case() {
        let email = Email::parse(" Ada.Lovelace+art@Example.COM ").unwrap();
        assert_eq!(email.as_str(), "ada.lovelace+art@example.com");
        assert_eq!(email.subject(), Email::parse("ada.lovelace+art@example.com").unwrap().subject());
        assert!(Email::parse("me@localhost").is_ok());
    }

    #[test]
    fn what_is_no_address_is_named() {
        let long = format!("{}@example.com", "x".repeat(250));
        let bad = [
            "",
            "owner",
            "@example.com",
            "a@",
            "a@b@c",
            "a b@c",
            "a@b..c",
            "a@b c",
            "a\u{0}@b",
            "a@.b",
            "a@b\n.c",
            &long,
        ];
        for text in bad {
            let problem = Email::parse(text).unwrap_err().problem("r");
            assert_eq!((problem.status, problem.pointer.as_deref()), (422, Some("/email")), "{text:?}");
        }
    }
}
