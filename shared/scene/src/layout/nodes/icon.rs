//! Icons as markup.

use std::fmt::Write as _;

use super::attribute;
use super::drawing::Escaped;
use crate::icons::Icon;
use crate::{Problem, Tag};

/// An icon as `@iconify/react` draws it: one em tall unless it is told otherwise, in the colour of the text.
pub(super) fn icon_markup(tag: &Tag) -> Result<String, Problem> {
    let icon = crate::icons::icon(attribute(tag, "icon").unwrap_or_default()).map_err(Problem::from)?;
    let turns = attribute(tag, "rotate").and_then(|turns| turns.parse::<u8>().ok()).unwrap_or(0);
    let flips = (attribute(tag, "hflip").is_some(), attribute(tag, "vflip").is_some());
    let place = placement(&icon, flips, turns);
    let turned = turns % 2 == 1;
    let (across, down) = if turned { (icon.height, icon.width) } else { (icon.width, icon.height) };
    let mut markup = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    let sides = sides(attribute(tag, "width"), attribute(tag, "height"), (across.into(), down.into()));
    for (name, side) in ["width", "height"].into_iter().zip(sides) {
        if !matches!(side.as_str(), "unset" | "none" | "undefined") {
            _ = write!(markup, " {name}=\"{}\"", Escaped(&side));
        }
    }
    for (name, value) in own_attributes(tag) {
        _ = write!(markup, " {name}=\"{}\"", Escaped(value));
    }
    _ = write!(markup, " viewBox=\"0 0 {across} {down}\">");
    if place.is_empty() {
        markup.push_str(&icon.body);
    } else {
        _ = write!(markup, "<g transform=\"{place}\">{}</g>", icon.body);
    }
    markup.push_str("</svg>");
    Ok(markup)
}

/// The attributes that the drawing itself has, such as `stroke-width`.
pub(super) fn own_attributes(tag: &Tag) -> impl Iterator<Item = (&str, &str)> {
    const DRAWN: [&str; 9] = [
        "fill",
        "fill-opacity",
        "opacity",
        "stroke",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-opacity",
        "stroke-width",
        "preserveAspectRatio",
    ];
    let attributes = tag.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    attributes.filter(|(name, _)| DRAWN.contains(name))
}

/// How an icon is flipped and then turned by quarters, as a transform of its view box.
fn placement(icon: &Icon, flips: (bool, bool), turns: u8) -> String {
    let (width, height) = (icon.width, icon.height);
    let (flip, turns) = match flips {
        // Both are half a turn.
        (true, true) => (None, turns + 2),
        (true, false) => (Some(format!("translate({width} 0) scale(-1 1)")), turns),
        (false, true) => (Some(format!("translate(0 {height}) scale(1 -1)")), turns),
        (false, false) => (None, turns),
    };
    let turn = match turns % 4 {
        1 => Some(format!("rotate(90 {0} {0})", height / 2.0)),
        2 => Some(format!("rotate(180 {} {})", width / 2.0, height / 2.0)),
        3 => Some(format!("rotate(-90 {0} {0})", width / 2.0)),
        _ => None,
    };
    [turn, flip].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Width and height. One of the two is enough: the other follows the icon's proportions.
fn sides(width: Option<&str>, height: Option<&str>, (across, down): (f64, f64)) -> [String; 2] {
    let own = |side: &str, natural: f64| if side == "auto" { natural.to_string() } else { side.to_owned() };
    match (width, height) {
        (Some(width), Some(height)) => [own(width, across), own(height, down)],
        (Some(width), None) => {
            let width = own(width, across);
            let height = scaled(&width, down / across).unwrap_or_else(|| width.clone());
            [width, height]
        }
        (None, height) => {
            let height = own(height.unwrap_or("1em"), down);
            [scaled(&height, across / down).unwrap_or_else(|| height.clone()), height]
        }
    }
}

/// A size times a ratio, in hundredths that are rounded up.
fn scaled(size: &str, ratio: f64) -> Option<String> {
    let digits = size.find(|c: char| c.is_ascii_alphabetic() || c == '%').unwrap_or(size.len());
    let number = size[..digits].trim().parse::<f64>().ok()?;
    // Without the last digits of a product, which are noise.
    let hundredths = (number * ratio * 100.0 - 1e-6).ceil();
    Some(format!("{}{}", hundredths / 100.0, &size[digits..]))
}
