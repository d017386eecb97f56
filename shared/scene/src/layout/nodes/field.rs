//! Text fields, which show their value, or what they ask for.
//!
//! The engine shows the value of a field; what React calls it, and what a field asks for, it does not know.
//! Source: HTML Living Standard, 15.5 "Form controls", and Chromium's `html.css`.

use super::{is_text, text_of};
use crate::{Element, Tag};

/// Kinds of `<input>` in which no text stands.
const OTHERS: [&str; 10] =
    ["checkbox", "radio", "range", "color", "file", "hidden", "image", "button", "submit", "reset"];
/// The colour of what a field asks for.
const ASKED: &str = "#757575";

/// Whether text stands in it.
pub(super) fn has_text(tag: &Tag) -> bool {
    let is_line = || given(tag, "type").is_none_or(|kind| !OTHERS.contains(&kind));
    tag.name == "textarea" || tag.name == "input" && is_line()
}

/// A text field with what it shows as its value, and as its text.
pub(super) fn filled(tag: &Tag) -> Option<Tag> {
    has_text(tag).then(|| {
        let own = || tag.children.iter().any(is_text).then(|| text_of(&tag.children));
        let value = given(tag, "value").or_else(|| given(tag, "default-value"));
        let value = value.map(str::to_owned).or_else(own);
        let mut filled = tag.clone();
        if value.is_none() {
            // Values of some kinds are hidden or have a form. What is asked for has none.
            filled.attributes.retain(|(name, _)| name != "type");
            filled.style.push(("color".to_owned(), ASKED.to_owned()));
        }
        let text = value.or_else(|| given(tag, "placeholder").map(str::to_owned)).unwrap_or_default();
        filled.attributes.retain(|(name, _)| name != "value");
        filled.attributes.push(("value".to_owned(), text.clone()));
        filled.children = vec![Element::Text(text)];
        filled
    })
}

/// An attribute that is not empty.
fn given<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    super::attribute(tag, name).filter(|value| !value.is_empty())
}
