//! Refusals of the API (RFC 9457), and how they read.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::edge::ENGINE_DOWN;
use crate::ui;

/// A problem document with what the command knows about it.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The document as it came.
    pub(crate) document: Value,
    members: Members,
    retry_after: Option<u64>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Members {
    title: String,
    detail: String,
    code: String,
    pointer: Option<String>,
    request_id: Option<String>,
    limit: Option<Limit>,
    allowed: Vec<Value>,
}

/// A limit with its figures.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Limit {
    /// Its name.
    id: String,
    level: String,
    cap: i64,
    held: i64,
    spent: i64,
    needed: i64,
    resets_at: Option<String>,
    /// Whether the request fits; only a dry run says so.
    pub(crate) fits: Option<bool>,
}

impl Problem {
    /// Reads a document; `retry_after` is the header's, in seconds.
    pub(crate) fn from_document(status: u16, document: Value, retry_after: Option<u64>) -> Self {
        let members = Members::deserialize(&document).unwrap_or_default();
        Self { status, document, members, retry_after }
    }

    /// A body that is no problem document: something else than Ferrotype answered, or stands in between.
    pub(crate) fn foreign(status: u16, body: &str) -> Self {
        let reason = http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
        let start: String = body.trim().chars().take(200).collect();
        let detail = format!("The answer is not one of Ferrotype's: {start}");
        Self::from_document(
            status,
            json!({"title": reason.unwrap_or("Error"), "status": status, "detail": detail}),
            None,
        )
    }

    /// `Too many requests (429 lane-full)`.
    pub(crate) fn headline(&self) -> String {
        let title = if self.members.title.is_empty() { "The API refused" } else { &self.members.title };
        format!("{title} ({})", format!("{} {}", self.status, self.members.code).trim_end())
    }

    /// The machine-readable code.
    pub(crate) fn code(&self) -> &str {
        &self.members.code
    }

    /// The lines below the headline.
    pub(crate) fn details(&self) -> Vec<String> {
        let Members { detail, pointer, request_id, limit, allowed, .. } = &self.members;
        let mut lines = Vec::new();
        lines.extend((!detail.is_empty()).then(|| detail.clone()));
        lines.extend(pointer.as_ref().map(|pointer| format!("at {pointer}")));
        lines.extend((!allowed.is_empty()).then(|| format!("allowed: {}", words(allowed))));
        lines.extend(limit.as_ref().map(|limit| limit.line(self.status == 402)));
        lines.extend(request_id.as_ref().map(|id| format!("request {id}")));
        lines
    }

    /// What to do next, when the sort of refusal tells.
    pub(crate) fn advice(&self) -> Option<String> {
        let wait = self.retry_after.map(|seconds| format!("try again in {seconds} s"));
        let command = |verb: &str| format!("`{}`", ui::command(verb));
        let advice = match self.status {
            401 => format!("check the key: {} shows the local one", command("env")),
            402 => format!(
                "{} shows what is left; running renders give back what they do not use",
                command("credits")
            ),
            403 => {
                format!("use a key with the scope that this needs: {} shows each key's", command("keys list"))
            }
            404 => {
                format!("check the id: {} and {} show yours", command("renders list"), command("keys list"))
            }
            410 if self.code() == "cursor-expired" => {
                format!(
                    "read the renders anew with {}, then begin at {}",
                    command("renders list"),
                    command("events")
                )
            }
            400 | 413 | 422 => "correct the request and run it again".into(),
            429 => {
                format!("{}, or wait until running work ends", wait.as_deref().unwrap_or("try again later"))
            }
            503 if self.code() == ENGINE_DOWN => format!("start it with {}", command("up")),
            503 => format!("{}; nothing was written", wait.as_deref().unwrap_or("try again in a moment")),
            500.. => {
                format!("{} shows what the functions say about this request", command("logs --since 5m"))
            }
            _ => return None,
        };
        Some(advice)
    }
}

impl Limit {
    /// Whether its figures are money. Lanes and quotas count things.
    pub(crate) fn is_money(&self) -> bool {
        !matches!(self.level.as_str(), "lane" | "quota")
    }

    /// The figures.
    pub(crate) fn line(&self, money: bool) -> String {
        let Self { id, level, cap, held, spent, needed, resets_at, .. } = self;
        let figure = |amount: &i64| if money { ui::credits(*amount) } else { amount.to_string() };
        let figures = [("cap", cap), ("held", held), ("spent", spent), ("needed", needed)];
        let figures = figures.map(|(name, amount)| format!("{name} {}", figure(amount))).join(", ");
        let resets = resets_at.as_ref().map_or(String::new(), |time| format!(", resets {}", ui::clock(time)));
        format!("limit {} of this {level}: {figures}{resets}", id.to_lowercase())
    }
}

fn words(values: &[Value]) -> String {
    let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    values.iter().map(word).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
