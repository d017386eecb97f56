//! Reading JSON from outside, with errors that point at the field.

use fault::{Fault, Kind};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

/// Reads a request body. Not JSON is 400; JSON that does not fit is 422 with a pointer. Nothing at all counts as `{}`,
/// so that the answer names the first field that is missing.
pub fn body<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    let bytes = if bytes.trim_ascii().is_empty() { b"{}" } else { bytes };
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = serde_path_to_error::deserialize(&mut reader).map_err(|error| refuse(&error))?;
    reader.end().map_err(|error| not_json(&error))?;
    Ok(read)
}

/// Reads the parameters of a query string; each may be given once.
pub fn query<T: DeserializeOwned>(pairs: &[(String, String)]) -> Result<T, Fault> {
    let mut object = serde_json::Map::new();
    for (name, value) in pairs {
        if object.insert(name.clone(), Value::String(value.clone())).is_some() {
            return Err(Fault::invalid(pointer_to(name), format!("`{name}` is given twice; send it once")));
        }
    }
    serde_path_to_error::deserialize(Value::Object(object)).map_err(|error| refuse(&error))
}

/// Reads an envelope of our own. What does not fit is a rejection, because the same payload will never fit.
pub fn payload<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let detail = format!("The payload does not fit at `{}`: {}", error.path(), error.inner());
        Fault::new(Kind::Malformed, "payload", detail)
    })
}

fn refuse(error: &serde_path_to_error::Error<serde_json::Error>) -> Fault {
    use serde_json::error::Category;
    let inner = error.inner();
    if matches!(inner.classify(), Category::Syntax | Category::Eof) {
        return not_json(inner);
    }
    let message = without_position(&inner.to_string());
    let fault = Fault::invalid(pointer(error.path(), &message), message.clone());
    match expected_values(&message) {
        Some(values) => fault.allowed(values),
        None => fault,
    }
}

fn not_json(error: &serde_json::Error) -> Fault {
    let detail = format!("The body is not JSON: {error}. Send one JSON object.");
    Fault::new(Kind::Malformed, "not-json", detail)
}

fn pointer(path: &serde_path_to_error::Path, message: &str) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&pointer_to(&index.to_string())),
            Segment::Map { key } => pointer.push_str(&pointer_to(key)),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    // For a field that is missing or unknown serde's path ends at the object around it.
    let named = ["missing field `", "unknown field `", "duplicate field `"]
        .into_iter()
        .find_map(|words| message.strip_prefix(words)?.split('`').next());
    if let Some(field) = named {
        let last = pointer_to(field);
        if !pointer.ends_with(&last) {
            pointer.push_str(&last);
        }
    }
    pointer
}

/// A JSON pointer to one field (RFC 6901: `~` and `/` are escaped).
fn pointer_to(field: &str) -> String {
    format!("/{}", field.replace('~', "~0").replace('/', "~1"))
}

fn without_position(message: &str) -> String {
    message.rsplit_once(" at line ").map_or(message, |(words, _)| words).to_owned()
}

/// The values that serde lists in its own words, as a list for programs.
fn expected_values(message: &str) -> Option<Vec<String>> {
    let list = message.strip_prefix("unknown variant ")?.split_once("expected ")?.1;
    Some(list.split('`').skip(1).step_by(2).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests;
