//! `ferrotype env`: the local cloud's address and key for a shell.

use anyhow::Result;
use serde_json::json;

use crate::context::Context;

pub(super) fn run(context: &Context) -> Result<()> {
    let stored = context.stored()?;
    let (url, key) = (&stored.url, &stored.key.secret);
    let text = format!("export FERROTYPE_URL={}\nexport FERROTYPE_KEY={}", quoted(url), quoted(key));
    context.ui.answer(&json!({"url": url, "key": key}), &text)
}

/// In single quotes a shell changes nothing; a single quote itself is put between two such strings.
fn quoted(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./:".contains(&byte);
    if text.bytes().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests;
