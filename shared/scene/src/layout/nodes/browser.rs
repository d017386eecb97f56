//! What a browser gives elements beyond what the engine gives them.
//!
//! Source: HTML Living Standard, 15 "Rendering", and Chromium's `html.css`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use takumi_core::layout::node::Node;
use takumi_core::style::{Style, StyleDeclarationBlock};

use super::{field, is_text};
use crate::layout::styles::with_fonts;
use crate::{Element, Tag};

const RULE: &str = "display:block;margin:0.5em auto;border:1px inset #808080";
const CONTROL: &str = "margin:0;color:#000;font-style:normal;font-weight:normal;font-size:13.333333px;line-height:normal;\
    letter-spacing:0;word-spacing:0;text-transform:none;text-indent:0;text-shadow:none";
const BUTTON: &str = "padding:1px 6px;border:2px outset #767676;background-color:#efefef;text-align:center";
/// A field as Chromium draws it, in as much room as its border of two pixels has.
const FIELD: &str =
    "padding:2px 3px;border:1px solid #767676;background-color:#fff;text-align:start;display:inline-block";
/// Lists in lists.
const INNER: &str = "display:block;margin:0;padding-inline-start:40px;list-style-type:";
/// Elements that flow in a line.
const INLINE: [&str; 14] =
    ["span", "b", "strong", "i", "em", "a", "u", "s", "small", "mark", "code", "label", "sub", "sup"];
/// What the engine does to boxes alone.
const EFFECTS: [&str; 9] = [
    "filter",
    "backdrop-filter",
    "-webkit-backdrop-filter",
    "clip-path",
    "mask",
    "mask-image",
    "-webkit-mask",
    "-webkit-mask-image",
    "mix-blend-mode",
];
/// Attributes that decide where a box is, and the elements that have them.
const PLACING: [(&str, &[&str]); 3] = [
    ("td th", &["colspan", "rowspan"]),
    ("ol li", &["start", "value", "reversed", "type"]),
    ("col colgroup", &["span"]),
];

static CONTROL_FONT: LazyLock<String> = LazyLock::new(|| with_fonts("font-family", "Arial").into_owned());

/// What is declared of a tag before its own style, with so many lists around it, where the engine does not know it.
pub(super) fn declared(tag: &Tag, lists: usize) -> Option<String> {
    Some(match tag.name.as_str() {
        "hr" => RULE.to_owned(),
        "button" => {
            // What is in a button stands in its middle. Several pieces flow as one; where it is as high as they are that is the same.
            let is_one = tag.children.len() == 1 || tag.children.iter().all(is_text);
            let display = if is_one {
                "display:inline-flex;align-items:center;justify-content:center"
            } else {
                "display:inline-block"
            };
            format!("{CONTROL};{BUTTON};font-family:{};{display}", *CONTROL_FONT)
        }
        "input" if field::has_text(tag) => format!("{CONTROL};{FIELD};font-family:{}", *CONTROL_FONT),
        "ol" if lists > 0 => format!("{INNER}decimal"),
        "ul" | "menu" if lists > 0 => format!("{INNER}{}", if lists == 1 { "circle" } else { "square" }),
        _ => return None,
    })
}

/// A node with these declarations instead of those that the engine gives its tag.
pub(super) fn with_declared(node: Node, css: &str) -> Node {
    node.with_preset(Style::from(StyleDeclarationBlock::parse_loosy(css)))
}

/// A quotation, in its marks.
pub(super) fn quoted(tag: &Tag) -> Option<Tag> {
    let mark = |mark: &str| std::iter::once(Element::Text(mark.to_owned()));
    (tag.name == "q").then(|| {
        let children = mark("\u{201C}").chain(tag.children.iter().cloned()).chain(mark("\u{201D}"));
        Tag { children: children.collect(), ..tag.clone() }
    })
}

/// Whether it says of itself that it is not to be seen.
pub(super) fn is_hidden(tag: &Tag) -> bool {
    tag.attributes.iter().any(|(name, _)| name == "hidden")
        && tag.style.iter().all(|(name, _)| name != "display")
}

/// The style of a tag that flows in a line, as that of a box, where it has an effect that the engine gives boxes alone.
pub(super) fn boxed(tag: &Tag) -> Option<Vec<(String, String)>> {
    let declares = |names: &[&str]| tag.style.iter().any(|(name, _)| names.contains(&name.as_str()));
    let flows = INLINE.contains(&tag.name.as_str()) && tag.class.is_empty() && !declares(&["display"]);
    (flows && declares(&EFFECTS)).then(|| {
        let display = ("display".to_owned(), "inline-block".to_owned());
        std::iter::once(display).chain(tag.style.iter().cloned()).collect()
    })
}

/// A node with the attributes of its tag that decide where it or its parts are.
pub(super) fn placed(node: Node, tag: &Tag) -> Node {
    let known = |names: &str| names.split(' ').any(|name| name == tag.name);
    let Some((_, names)) = PLACING.iter().find(|(tags, _)| known(tags)) else { return node };
    let attributes: BTreeMap<Box<str>, Box<str>> = tag
        .attributes
        .iter()
        .filter(|(name, _)| names.contains(&name.as_str()))
        .map(|(name, value)| (name.as_str().into(), value.as_str().into()))
        .collect();
    if attributes.is_empty() { node } else { node.with_attributes(attributes) }
}
