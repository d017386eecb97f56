//! What was thrown, in words and as a place in the source.

use rquickjs::{Coerced, FromJs, Value};

use crate::Module;

/// The longest message that is handed on, in characters.
const LONGEST_MESSAGE: usize = 2_000;

/// The first place in the scene's own code that a stack names.
pub(super) fn place(stack: &str, module: &Module) -> Option<(u32, u32)> {
    stack.lines().find_map(|line| {
        let at = line.rfind("scene:")?;
        // `(scene:3:7)`, or `at scene:3:7`; never the end of another name.
        let before = line[..at].chars().next_back();
        if !matches!(before, None | Some('(' | ' ')) {
            return None;
        }
        let mut numbers = line[at + 6..].trim_end_matches(')').split(':').map(str::parse::<u32>);
        let row = numbers.next()?.ok()?;
        let column = numbers.next().and_then(Result::ok).unwrap_or(1);
        module.place(row, column)
    })
}

/// A value that is no error, in words.
pub(super) fn shown(value: &Value<'_>) -> String {
    if value.is_null() || value.is_undefined() {
        return value.type_name().to_owned();
    }
    let words = Coerced::<String>::from_js(value.ctx(), value.clone());
    // Its own code may throw again, and what that throws must not stay behind.
    let words = if let Ok(Coerced(words)) = words {
        words
    } else {
        value.ctx().catch();
        "an object that cannot be shown".to_owned()
    };
    words.chars().take(200).collect()
}

/// A message with what to do about it, where its words say what it is.
pub(super) fn hinted(message: String) -> String {
    let message: String = if message.len() > LONGEST_MESSAGE {
        message.chars().take(LONGEST_MESSAGE).collect()
    } else {
        message
    };
    let hint = message
        .strip_suffix(" is not defined")
        .and_then(|rest| rest.rsplit(['\'', ' ']).find(|word| !word.is_empty()))
        .and_then(crate::compile::missing);
    hint.map_or_else(|| message.clone(), |hint| format!("{message}. {hint}"))
}
