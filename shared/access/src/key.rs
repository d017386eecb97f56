//! The text of an access key: `ft_<stage>_<8 id><32 secret><6 checksum>`, all but the prefix in base 62.
//!
//! The form follows GitHub's tokens ("Behind GitHub's new authentication token formats", GitHub Engineering, April 2021): a
//! prefix that scanners of leaked secrets can look for without false finds, and a CRC32 of all that stands before it, by which a
//! typing error is seen without asking anybody. A scanner's pattern is `ft_(dev|prod)_[0-9A-Za-z]{46}`.

use std::fmt;
use std::str::FromStr;

use contract::port::Ids;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use store::{Digest, KeyName};

use crate::base62;
use crate::deployment::Deployment;

const ID: usize = 8;
const SECRET: usize = 32;
const CHECKSUM: usize = 6;

/// The public name of an access key: `key_` and the eight characters that its text begins with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; ID]);

/// An access key with its secret. Only [`AccessKey::reveal`] gives the secret away; `Debug` does not.
pub struct AccessKey {
    deployment: Deployment,
    id: KeyId,
    secret: [u8; SECRET],
}

/// Why a text is no access key. Says nothing of the text itself, so that it may be logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    /// It begins otherwise.
    #[error("an access key begins with `ft_dev_` or `ft_prod_`")]
    Prefix,
    /// It is too long or too short.
    #[error("an access key has {} characters after its prefix", ID + SECRET + CHECKSUM)]
    Length,
    /// It has a character that no key has.
    #[error("an access key has only letters and digits after its prefix")]
    Character,
    /// Its end does not fit what stands before.
    #[error("the checksum does not match: a character is wrong")]
    Checksum,
}

impl AccessKey {
    /// A new key.
    pub fn fresh(deployment: Deployment, ids: &dyn Ids) -> Self {
        Self { deployment, id: KeyId(base62::random(ids)), secret: base62::random(ids) }
    }

    /// Reads a key and checks its checksum. Whether anybody ever made it is for the table to say.
    pub fn parse(text: &str) -> Result<Self, BadKey> {
        let after = |deployment: Deployment| text.strip_prefix(&prefix(deployment));
        let read = |deployment| after(deployment).map(|body| (deployment, body.as_bytes()));
        let (deployment, body) = Deployment::ALL.into_iter().find_map(read).ok_or(BadKey::Prefix)?;
        let (id, rest) = body.split_first_chunk::<ID>().ok_or(BadKey::Length)?;
        let (secret, checksum) = rest.split_first_chunk::<SECRET>().ok_or(BadKey::Length)?;
        if checksum.len() != CHECKSUM {
            return Err(BadKey::Length);
        }
        if !body.iter().all(|byte| base62::is_digit(*byte)) {
            return Err(BadKey::Character);
        }
        let key = Self { deployment, id: KeyId(*id), secret: *secret };
        if key.checksum() == checksum { Ok(key) } else { Err(BadKey::Checksum) }
    }

    /// The whole text, to be shown once.
    pub fn reveal(&self) -> String {
        let mut text = self.checked();
        text.extend(self.checksum().map(char::from));
        text
    }

    /// Its public name.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// What is kept of the secret.
    pub(crate) fn digest(&self) -> Digest {
        Digest::of(self.secret)
    }

    fn checksum(&self) -> [u8; CHECKSUM] {
        base62::six_digits(crc32fast::hash(self.checked().as_bytes()))
    }

    /// What the checksum is of.
    fn checked(&self) -> String {
        let characters = self.id.0.into_iter().chain(self.secret).map(char::from);
        prefix(self.deployment).chars().chain(characters).collect()
    }
}

fn prefix(deployment: Deployment) -> String {
    format!("ft_{}_", deployment.word())
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccessKey({}, secret not shown)", self.id)
    }
}

impl KeyId {
    /// The name under which the table has it.
    pub(crate) fn name(self) -> KeyName {
        // `key_` and eight letters or digits are a name by the rules of `KeyName`.
        KeyName::parse(&self.to_string()).expect("an id is a name")
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("key_")?;
        self.0.iter().try_for_each(|byte| write!(f, "{}", char::from(*byte)))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for KeyId {
    type Err = NotAKeyId;

    fn from_str(text: &str) -> Result<Self, NotAKeyId> {
        let body = text.strip_prefix("key_").ok_or(NotAKeyId)?;
        let body: [u8; ID] = body.as_bytes().try_into().map_err(|_| NotAKeyId)?;
        if body.iter().all(|byte| base62::is_digit(*byte)) { Ok(Self(body)) } else { Err(NotAKeyId) }
    }
}

/// A text that is no key's public name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a key's id: `key_` and {} letters or digits", ID)]
pub struct NotAKeyId;

impl Serialize for KeyId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for KeyId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for KeyId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "KeyId".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^key_[0-9A-Za-z]{8}$" })
    }
}

#[cfg(test)]
mod tests;
