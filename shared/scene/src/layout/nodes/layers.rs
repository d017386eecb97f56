//! Backgrounds whose layers end in different boxes: the engine has one box for all of them.
//!
//! Borders with a gradient are made so: a plain layer up to the border, and a gradient below it as far as the border reaches.

use crate::{Element, Tag};

/// A tag whose upper layers, which end at its border, are a box of their own inside of it and below all else.
pub(super) fn apart(tag: &Tag) -> Option<Tag> {
    let layers = layers(tag)?;
    let is_inner = |(_, ends): &(String, &str)| *ends != "border-box";
    let count = layers.iter().take_while(|layer| is_inner(layer)).count();
    if count == 0 || count == layers.len() || layers[count..].iter().any(is_inner) {
        return None;
    }
    let join = |layers: &[(String, &str)]| {
        layers.iter().map(|(layer, _)| layer.as_str()).collect::<Vec<_>>().join(", ")
    };
    let inner = [
        ("position", "absolute".to_owned()),
        ("inset", "0".to_owned()),
        ("z-index", "-1".to_owned()),
        ("border-radius", radius(tag)),
        ("background", join(&layers[..count])),
    ];
    let inner = Tag {
        name: "div".to_owned(),
        style: inner.map(|(name, value)| (name.to_owned(), value)).to_vec(),
        ..Tag::default()
    };
    let mut style: Vec<_> = tag.style.iter().filter(|(name, _)| !is_background(name)).cloned().collect();
    let mut declare = |name: &str, value: String| style.push((name.to_owned(), value));
    declare("background", join(&layers[count..]));
    declare("background-origin", "border-box".to_owned());
    declare("background-clip", "border-box".to_owned());
    declare("isolation", "isolate".to_owned());
    if declared(tag, "position").is_none() {
        declare("position", "relative".to_owned());
    }
    let children = std::iter::once(Element::Tag(inner)).chain(tag.children.iter().cloned()).collect();
    Some(Tag { style, children, ..tag.clone() })
}

fn is_background(name: &str) -> bool {
    matches!(name, "background" | "background-image" | "background-clip" | "background-origin")
}

fn declared<'t>(tag: &'t Tag, wanted: &str) -> Option<&'t str> {
    tag.style.iter().rfind(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
}

/// The layers without their boxes, and the box that each ends with.
fn layers(tag: &Tag) -> Option<Vec<(String, &str)>> {
    if let Some(clips) = declared(tag, "background-clip") {
        let images = declared(tag, "background-image").or_else(|| declared(tag, "background"))?;
        let (images, clips) = (parts(images, ','), parts(clips, ','));
        let all_known = clips.len() > 1 && clips.iter().all(|clip| is_box(clip));
        return (all_known && images.len() == clips.len())
            .then(|| images.into_iter().map(str::to_owned).zip(clips).collect());
    }
    let value = declared(tag, "background").filter(|value| value.contains("-box"))?;
    Some(parts(value, ',').into_iter().map(layer).collect())
}

/// A layer of the short form: where one box is given, it is for both, where the picture begins and where it ends.
fn layer(text: &str) -> (String, &str) {
    let (boxes, rest): (Vec<&str>, Vec<&str>) = parts(text, ' ').into_iter().partition(|word| is_box(word));
    (rest.join(" "), boxes.last().copied().unwrap_or("border-box"))
}

fn is_box(word: &str) -> bool {
    matches!(word, "padding-box" | "border-box")
}

/// The parts of a value between separators that stand outside of brackets.
fn parts(value: &str, separator: char) -> Vec<&str> {
    let mut depth = 0_usize;
    let outside = |letter: char| {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        letter == separator && depth == 0
    };
    value.split(outside).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The radius of what is inside of the border.
fn radius(tag: &Tag) -> String {
    let pixels = |word: &str| word.strip_suffix("px").and_then(|number| number.parse::<f64>().ok());
    let border = declared(tag, "border-width").or_else(|| declared(tag, "border")).unwrap_or_default();
    let width = border.split_whitespace().find_map(pixels).unwrap_or(0.0);
    let inner = |word: &str| {
        pixels(word).map_or_else(|| word.to_owned(), |radius| format!("{}px", (radius - width).max(0.0)))
    };
    let radius = declared(tag, "border-radius").unwrap_or("0");
    radius.split_whitespace().map(inner).collect::<Vec<_>>().join(" ")
}
