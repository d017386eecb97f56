//! How parts of drawings are transformed by their styles, in words that the engine knows.
//!
//! Inside of a drawing it knows `transform` in the plane, about a point of the view box. What else CSS has (the properties
//! `translate`, `rotate` and `scale`, functions in space, `transform-box: fill-box`) is written as that.
//! Source: CSS Transforms Module Level 2, 5 and 12; Level 1, 7.

use std::fmt::Write as _;

use kurbo::{BezPath, Rect, Shape as _};
use takumi_core::geometry::PathCommand;
use takumi_core::path_data::PathData;

use super::attribute;
use super::lengths::{both, number, points};
use crate::layout::transform::flatten;
use crate::{Element, Tag};

/// The declarations that say the same of `tag` to the engine, to follow its own.
pub(super) fn placed(tag: &Tag) -> String {
    let declared = |wanted: &str| {
        let found = tag.style.iter().rfind(|(name, _)| name == wanted).map(|(_, value)| value.trim());
        found.filter(|value| *value != "none")
    };
    let mut css = String::new();
    let own = declared("transform");
    let moved = [("translate", ", "), ("rotate", " "), ("scale", ", ")].map(|(name, comma)| {
        let parts: Vec<&str> = declared(name)?.split_whitespace().collect();
        let function = format!("{name}({})", parts.join(comma));
        Some(with_both(&function).unwrap_or(function))
    });
    let flat = own.and_then(|own| {
        let whole = with_both(own);
        flatten(whole.as_deref().unwrap_or(own)).map(|flat| flat.css).or(whole)
    });
    let alone = own.is_some() || attribute(tag, "transform").is_none();
    if alone && (flat.is_some() || moved.iter().any(Option::is_some)) {
        let own = flat.as_deref().or(own).filter(|own| *own != "none").map(str::to_owned);
        let functions: Vec<String> = moved.into_iter().chain([own]).flatten().collect();
        let functions = if functions.is_empty() { "none".to_owned() } else { functions.join(" ") };
        _ = write!(css, "transform:{functions};");
    }
    let boxed = declared("transform-box").or_else(|| attribute(tag, "transform-box"));
    if matches!(boxed, Some("fill-box" | "content-box"))
        && let Some(around) = extent(tag)
        && let Some((x, y)) =
            origin(declared("transform-origin").or_else(|| attribute(tag, "transform-origin")), around)
    {
        _ = write!(css, "transform-origin:{x}px {y}px;");
    }
    css
}

/// Functions in which each `translate()` has both of its lengths, which the engine wants; nothing where they have them.
fn with_both(functions: &str) -> Option<String> {
    const NAME: &str = "translate(";
    let mut out = String::new();
    let mut rest = functions;
    while let Some(start) = rest.find(NAME).map(|start| start + NAME.len()) {
        let end = start + rest[start..].find(')')?;
        let second =
            if rest[start..end].contains(',') || rest[start..end].contains('(') { "" } else { ", 0" };
        out.push_str(&rest[..end]);
        out.push_str(second);
        rest = &rest[end..];
    }
    out.push_str(rest);
    (out != functions).then_some(out)
}

/// The point that a `transform-origin` names in a box; its corner where none is given, as of everything in a drawing.
fn origin(text: Option<&str>, around: Rect) -> Option<(f64, f64)> {
    let Some(text) = text else { return Some((around.x0, around.y0)) };
    let mut parts: Vec<&str> = text.split_whitespace().take(2).collect();
    if parts.len() == 1 {
        parts.push("center");
    }
    if matches!(parts[0], "top" | "bottom") || matches!(parts[1], "left" | "right") {
        parts.swap(0, 1);
    }
    let at = |text: &str, start: f64, size: f64| {
        Some(match text {
            "left" | "top" => start,
            "center" => start + size / 2.0,
            "right" | "bottom" => start + size,
            _ => match text.strip_suffix('%') {
                Some(part) => start + size * part.parse::<f64>().ok()? / 100.0,
                None => start + text.strip_suffix("px").unwrap_or(text).parse::<f64>().ok()?,
            },
        })
    };
    Some((at(parts[0], around.x0, around.width())?, at(parts[1], around.y0, around.height())?))
}

/// The box around what an element fills; nothing where that is known only once it is laid out.
fn extent(tag: &Tag) -> Option<Rect> {
    let or_zero = |name| number(tag, name).unwrap_or(0.0);
    let round = |(rx, ry): (f64, f64)| {
        let (x, y) = (or_zero("cx"), or_zero("cy"));
        Rect::new(x - rx, y - ry, x + rx, y + ry)
    };
    Some(match tag.name.as_str() {
        "rect" | "image" => {
            let (x, y) = (or_zero("x"), or_zero("y"));
            Rect::new(x, y, x + number(tag, "width")?, y + number(tag, "height")?)
        }
        "circle" => round((number(tag, "r")?, number(tag, "r")?)),
        "ellipse" => round(both(number(tag, "rx"), number(tag, "ry"))),
        "line" => Rect::from_points((or_zero("x1"), or_zero("y1")), (or_zero("x2"), or_zero("y2"))),
        "polyline" | "polygon" => {
            let points = points(attribute(tag, "points")?);
            let all = points.iter().map(|at| Rect::from_points(*at, *at));
            all.reduce(|all, one| all.union(one))?
        }
        "path" => path(&PathData::parse(attribute(tag, "d")?).0).bounding_box(),
        "g" => {
            let mut all: Option<Rect> = None;
            for child in &tag.children {
                let Element::Tag(child) = child else { continue };
                if matches!(child.name.as_str(), "defs" | "title" | "desc" | "style") {
                    continue;
                }
                let still = |name: &str| matches!(name, "transform" | "translate" | "rotate" | "scale");
                if child.style.iter().any(|(name, _)| still(name)) || attribute(child, "transform").is_some()
                {
                    return None;
                }
                let one = extent(child)?;
                all = Some(all.map_or(one, |all| all.union(one)));
            }
            all?
        }
        _ => return None,
    })
}

fn path(commands: &[PathCommand]) -> BezPath {
    let to = |point: &takumi_core::geometry::Point<f32>| (f64::from(point.x), f64::from(point.y));
    let mut path = BezPath::new();
    for command in commands {
        match command {
            PathCommand::MoveTo(end) => path.move_to(to(end)),
            // A path begins with a point.
            _ if path.elements().is_empty() => {}
            PathCommand::LineTo(end) => path.line_to(to(end)),
            PathCommand::QuadTo(middle, end) => path.quad_to(to(middle), to(end)),
            PathCommand::CubicTo(one, two, end) => path.curve_to(to(one), to(two), to(end)),
            PathCommand::Close => path.close_path(),
        }
    }
    path
}

#[cfg(test)]
mod tests;
