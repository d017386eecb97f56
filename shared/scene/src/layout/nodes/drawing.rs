//! Drawings (`<svg>`) as markup.

use std::fmt::Write as _;

use super::attribute;
use super::lengths::{Lengths, scaled};
use super::places::placed;
use crate::layout::styles;
use crate::{Element, Tag};

/// How markup begins whose drawing is seen outside of its box too. The painter looks for it.
const OVERFLOWING: &str = "<svg overflow=\"visible\"";

/// A drawing as markup. The style of its root is the node's; those of its parts are attributes of theirs.
pub(super) fn svg_markup(tag: &Tag, lengths: &mut Lengths) -> String {
    let mut markup = String::from(if overflows(tag) { OVERFLOWING } else { "<svg" });
    for (name, value) in tag.attributes.iter().filter(|(name, _)| name != "overflow") {
        push_attribute(&mut markup, name, value);
    }
    markup.push('>');
    push_parts(&mut markup, tag, Dashes::default().of(tag), lengths);
    markup.push_str("</svg>");
    markup
}

/// Whether what reaches out of a drawing's box is seen.
fn overflows(tag: &Tag) -> bool {
    let declared = tag.style.iter().rfind(|(name, _)| name == "overflow");
    match declared {
        Some((_, value)) => value.starts_with("visible"),
        None => {
            tag.class.split_whitespace().any(|class| class == "overflow-visible")
                || attribute(tag, "overflow") == Some("visible")
        }
    }
}

/// The dashes that an element has or inherits, as text.
#[derive(Clone, Copy, Default)]
struct Dashes<'t> {
    array: Option<&'t str>,
    offset: Option<&'t str>,
}

impl<'t> Dashes<'t> {
    /// Those of `tag` inside of an element that has these.
    fn of(self, tag: &'t Tag) -> Self {
        let declared = |name| {
            let style = tag.style.iter().rfind(|(known, _)| known == name).map(|(_, value)| value.as_str());
            style.or_else(|| attribute(tag, name))
        };
        Self {
            array: declared("stroke-dasharray").or(self.array),
            offset: declared("stroke-dashoffset").or(self.offset),
        }
    }

    /// As declarations, for an element that says how long it wants to be taken for.
    fn measured(self, tag: &Tag, lengths: &mut Lengths) -> Option<String> {
        let array = self.array.filter(|array| *array != "none")?;
        let factor = lengths.factor(tag)?;
        let array = scaled(array, factor)?;
        let offset = self.offset.and_then(|offset| scaled(offset, factor));
        let offset = offset.map(|offset| format!("stroke-dashoffset:{offset};")).unwrap_or_default();
        Some(format!("stroke-dasharray:{array};{offset}"))
    }
}

/// What is in a drawing: its parts, or the markup that it was given as a text.
fn push_parts(markup: &mut String, tag: &Tag, dashes: Dashes<'_>, lengths: &mut Lengths) {
    if let Some(given) = attribute(tag, "inner-html") {
        markup.push_str(given);
    }
    for child in &tag.children {
        match child {
            Element::Text(text) => {
                _ = write!(markup, "{}", Escaped(text));
            }
            Element::Tag(part) => push_part(markup, part, dashes.of(part), lengths),
        }
    }
}

fn push_part(markup: &mut String, tag: &Tag, dashes: Dashes<'_>, lengths: &mut Lengths) {
    _ = write!(markup, "<{}", tag.name);
    push_attributes(markup, tag);
    if !tag.class.is_empty() {
        push_attribute(markup, "class", &tag.class);
    }
    let measured = dashes.measured(tag, lengths).unwrap_or_default();
    let placed = placed(tag);
    if !(tag.style.is_empty() && measured.is_empty() && placed.is_empty()) {
        markup.push_str(" style=\"");
        for (name, value) in &tag.style {
            _ = write!(markup, "{}:{};", Escaped(name), Escaped(&styles::with_fonts(name, value)));
        }
        markup.push_str(&measured);
        markup.push_str(&placed);
        markup.push('"');
    }
    markup.push('>');
    push_parts(markup, tag, dashes, lengths);
    _ = write!(markup, "</{}>", tag.name);
}

/// The attributes of a tag.
pub(super) fn push_attributes(markup: &mut String, tag: &Tag) {
    for (name, value) in &tag.attributes {
        push_attribute(markup, name, value);
    }
}

fn push_attribute(markup: &mut String, name: &str, value: &str) {
    if name != "inner-html" {
        _ = write!(markup, " {name}=\"{}\"", Escaped(&styles::with_fonts(name, value)));
    }
}

/// A text inside markup.
pub(super) struct Escaped<'t>(pub(super) &'t str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for char in self.0.chars() {
            match char {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}
