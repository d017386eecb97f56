//! How long the outlines of shapes are, for `pathLength`.
//!
//! An element with `pathLength` takes its outline for so long; its dashes are lengths of that measure
//! (<https://www.w3.org/TR/SVG2/paths.html#PathLengthAttribute>). The engine does not know it, so the dashes are scaled.

use std::collections::HashMap;
use std::f64::consts::TAU;

use kurbo::{CubicBez, Ellipse, ParamCurveArclen as _, Point, QuadBez, Shape as _};
use takumi_core::geometry::PathCommand;
use takumi_core::path_data::PathData;

use super::attribute;
use crate::Tag;

/// In units of the drawing: finer than a dash can be seen to be wrong by.
const ACCURACY: f64 = 0.001;

/// So many paths are kept with their lengths. Those that change are new in each frame.
const MOST: usize = 1_024;

/// The lengths of paths, measured once.
#[derive(Default)]
pub(super) struct Lengths {
    known: HashMap<String, f64>,
}

impl Lengths {
    /// What the dashes of an element are multiplied with; nothing where it does not say what it wants to be taken for, or
    /// where its own length is not known before it is laid out.
    pub(super) fn factor(&mut self, tag: &Tag) -> Option<f64> {
        let wanted = attribute(tag, "pathLength")?.trim().parse::<f64>().ok()?;
        let length = self.length(tag)?;
        (wanted > 0.0 && length > 0.0).then_some(length / wanted)
    }

    fn length(&mut self, tag: &Tag) -> Option<f64> {
        let number = |name| number(tag, name);
        let or_zero = |name| number(name).unwrap_or(0.0);
        match tag.name.as_str() {
            "path" => Some(self.path(attribute(tag, "d")?)),
            "line" => Some((or_zero("x2") - or_zero("x1")).hypot(or_zero("y2") - or_zero("y1"))),
            "polyline" => Some(through(&points(attribute(tag, "points")?), false)),
            "polygon" => Some(through(&points(attribute(tag, "points")?), true)),
            "circle" => Some(number("r")? * TAU),
            "ellipse" => {
                let (rx, ry) = both(number("rx"), number("ry"));
                Some(ellipse(rx, ry))
            }
            "rect" => {
                let (width, height) = (number("width")?, number("height")?);
                let (rx, ry) = both(number("rx"), number("ry"));
                let (rx, ry) = (rx.clamp(0.0, width / 2.0), ry.clamp(0.0, height / 2.0));
                Some(2.0 * (width + height) - 4.0 * (rx + ry) + ellipse(rx, ry))
            }
            _ => None,
        }
    }

    fn path(&mut self, d: &str) -> f64 {
        if let Some(known) = self.known.get(d) {
            return *known;
        }
        let length = outline(&PathData::parse(d).0);
        if self.known.len() >= MOST {
            self.known.clear();
        }
        self.known.insert(d.to_owned(), length);
        length
    }
}

/// A length of an element in units of the drawing, of its style or else its attribute; nothing for a part of another length.
pub(super) fn number(tag: &Tag, name: &str) -> Option<f64> {
    let style = tag.style.iter().rfind(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let text = style.or_else(|| attribute(tag, name))?.trim();
    text.strip_suffix("px").unwrap_or(text).parse().ok()
}

/// Two radii, of which one may stand for both.
pub(super) fn both(rx: Option<f64>, ry: Option<f64>) -> (f64, f64) {
    (rx.or(ry).unwrap_or(0.0), ry.or(rx).unwrap_or(0.0))
}

fn ellipse(rx: f64, ry: f64) -> f64 {
    Ellipse::new((0.0, 0.0), (rx, ry), 0.0).perimeter(ACCURACY)
}

/// The points of a list, up to what is none.
pub(super) fn points(text: &str) -> Vec<Point> {
    let numbers: Vec<f64> = text
        .split(|c: char| c == ',' || c.is_ascii_whitespace())
        .filter(|number| !number.is_empty())
        .map_while(|number| number.parse().ok())
        .collect();
    numbers.as_chunks::<2>().0.iter().map(|[x, y]| Point::new(*x, *y)).collect()
}

/// The length of a line through points.
fn through(points: &[Point], closed: bool) -> f64 {
    let open: f64 = points.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
    match (points.first(), points.last()) {
        (Some(first), Some(last)) if closed => open + last.distance(*first),
        _ => open,
    }
}

fn outline(commands: &[PathCommand]) -> f64 {
    let to = |point: &takumi_core::geometry::Point<f32>| Point::new(point.x.into(), point.y.into());
    let (mut start, mut at, mut length) = (Point::ZERO, Point::ZERO, 0.0);
    for command in commands {
        let end = match command {
            PathCommand::MoveTo(point) => {
                start = to(point);
                start
            }
            PathCommand::LineTo(point) => {
                length += at.distance(to(point));
                to(point)
            }
            PathCommand::QuadTo(middle, end) => {
                length += QuadBez::new(at, to(middle), to(end)).arclen(ACCURACY);
                to(end)
            }
            PathCommand::CubicTo(one, two, end) => {
                length += CubicBez::new(at, to(one), to(two), to(end)).arclen(ACCURACY);
                to(end)
            }
            PathCommand::Close => {
                length += at.distance(start);
                start
            }
        };
        at = end;
    }
    length
}

/// A list of lengths, each times `factor`; nothing where one of them is more than a number and a unit.
pub(super) fn scaled(list: &str, factor: f64) -> Option<String> {
    let parts = list.split(|c: char| c == ',' || c.is_ascii_whitespace()).filter(|part| !part.is_empty());
    let scaled = parts.map(|part| {
        let digits = part.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
        let number = digits.parse::<f64>().ok().filter(|number| number.is_finite())?;
        Some(format!("{}{}", number * factor, &part[digits.len()..]))
    });
    Some(scaled.collect::<Option<Vec<_>>>()?.join(" "))
}

#[cfg(test)]
mod tests;
