//! Classes of Tailwind that the engine does not know.

use std::borrow::Cow;

use crate::{Element, Tag};

/// Classes in words that the engine knows: gradients have the name that they got in version 4, and a ring is an outline.
pub(super) fn current(classes: &str) -> Cow<'_, str> {
    if !classes.contains("bg-gradient-to-") && !classes.contains("ring") {
        return classes.into();
    }
    classes.split_whitespace().map(word).collect::<Vec<_>>().join(" ").into()
}

fn word(class: &str) -> Cow<'_, str> {
    if let Some(direction) = class.strip_prefix("bg-gradient-to-") {
        return format!("bg-linear-to-{direction}").into();
    }
    match class.strip_prefix("ring") {
        Some("") => "outline-solid outline-3".into(),
        Some(rest) if rest.starts_with("-offset-") => format!("outline{rest}").into(),
        Some(rest) if rest.starts_with('-') && rest != "-inset" => {
            format!("outline-solid outline{rest}").into()
        }
        _ => class.into(),
    }
}

/// The children of a tag whose classes set them apart (`space-x-4`), with the margins that do so.
pub(super) fn apart(tag: &Tag) -> Option<Vec<Element>> {
    if !tag.class.contains("space-") {
        return None;
    }
    let margins: Vec<_> = tag.class.split_whitespace().filter_map(margin).collect();
    let mut is_first = true;
    let child = |element: &Element| {
        let Element::Tag(child) = element else { return element.clone() };
        if std::mem::take(&mut is_first) {
            return element.clone();
        }
        let style = margins.iter().chain(&child.style).cloned().collect();
        Element::Tag(Tag { style, ..child.clone() })
    };
    Some(tag.children.iter().map(child).collect())
}

/// The margin of each child but the first: steps of a quarter of a letter's height, `px`, or a length in brackets.
fn margin(class: &str) -> Option<(String, String)> {
    let (side, size) = class
        .strip_prefix("space-x-")
        .map(|size| ("margin-left", size))
        .or_else(|| class.strip_prefix("space-y-").map(|size| ("margin-top", size)))?;
    let length = match size.strip_prefix('[').and_then(|size| size.strip_suffix(']')) {
        Some(length) => length.to_owned(),
        None if size == "px" => "1px".to_owned(),
        None => format!("{}rem", size.parse::<f64>().ok()? / 4.0),
    };
    Some((side.to_owned(), length))
}
