//! Several turns in space, one inside of the other, as the plane sees them.
//!
//! What a turn moves into depth, the next one may bring back: their matrices are multiplied in space, and projected at the end (CSS
//! Transforms Module Level 2, 6.1 and 13).

use std::fmt::Write as _;

use super::radians;

/// A linear map of space, row by row.
type Map = [[f64; 3]; 3];

const SAME: Map = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

/// Functions, as `(name, arguments)`, in words of the plane; nothing where one is not known here or turns everything edgewise.
pub(super) fn project(functions: &[(&str, Vec<&str>)]) -> Option<String> {
    let mut css = String::new();
    let mut map = SAME;
    for (name, arguments) in functions {
        match (*name, arguments.as_slice()) {
            ("translate" | "translateX", [x]) => moved(&mut css, &map, x, "0")?,
            ("translate", [x, y]) => moved(&mut css, &map, x, y)?,
            ("translateY", [y]) => moved(&mut css, &map, "0", y)?,
            ("translate3d", [x, y, z]) => {
                moved(&mut css, &map, x, y)?;
                deeper(&mut css, &map, z)?;
            }
            ("translateZ", [z]) => deeper(&mut css, &map, z)?,
            (name, arguments) => map = product(&map, &linear(name, arguments)?),
        }
    }
    _ = write!(css, "{}", matrix(&map));
    Some(css)
}

/// A rotation about an axis, as it is seen from the front.
pub(super) fn rotation(axis: [f64; 3], angle: f64) -> Option<String> {
    let map = about(unit(axis)?, angle);
    map.as_flattened().iter().all(|part| part.is_finite()).then(|| matrix(&map))
}

/// A move inside of what was turned.
fn moved(css: &mut String, map: &Map, x: &str, y: &str) -> Option<()> {
    let back = inverse(map)?;
    _ = write!(css, "{} translate({x}, {y}) {back} ", matrix(map));
    Some(())
}

/// A move in depth, which a turn before it brings into the plane.
fn deeper(css: &mut String, map: &Map, z: &str) -> Option<()> {
    let z = z.strip_suffix("px").unwrap_or(z).parse::<f64>().ok()?;
    _ = write!(css, "translate({}px, {}px) ", map[0][2] * z, map[1][2] * z);
    Some(())
}

fn linear(name: &str, arguments: &[&str]) -> Option<Map> {
    let number = |index: usize| arguments.get(index)?.parse::<f64>().ok();
    let angle = |index: usize| radians(arguments.get(index)?);
    let tangent = |index: usize| angle(index).map(f64::tan);
    Some(match (name, arguments.len()) {
        ("rotateX", 1) => about([1.0, 0.0, 0.0], angle(0)?),
        ("rotateY", 1) => about([0.0, 1.0, 0.0], angle(0)?),
        ("rotate" | "rotateZ", 1) => about([0.0, 0.0, 1.0], angle(0)?),
        ("rotate3d", 4) => about(unit([number(0)?, number(1)?, number(2)?])?, angle(3)?),
        ("scale", 1) => scaled(number(0)?, number(0)?, 1.0),
        ("scale", 2) => scaled(number(0)?, number(1)?, 1.0),
        ("scaleX", 1) => scaled(number(0)?, 1.0, 1.0),
        ("scaleY", 1) => scaled(1.0, number(0)?, 1.0),
        ("scaleZ", 1) => scaled(1.0, 1.0, number(0)?),
        ("scale3d", 3) => scaled(number(0)?, number(1)?, number(2)?),
        ("skewX", 1) => [[1.0, tangent(0)?, 0.0], SAME[1], SAME[2]],
        ("skewY", 1) => [SAME[0], [tangent(0)?, 1.0, 0.0], SAME[2]],
        ("skew", 2) => [[1.0, tangent(0)?, 0.0], [tangent(1)?, 1.0, 0.0], SAME[2]],
        _ => return None,
    })
}

fn scaled(x: f64, y: f64, z: f64) -> Map {
    [[x, 0.0, 0.0], [0.0, y, 0.0], [0.0, 0.0, z]]
}

fn unit(axis: [f64; 3]) -> Option<[f64; 3]> {
    let length = axis.iter().map(|part| part * part).sum::<f64>().sqrt();
    (length > 0.0 && length.is_finite()).then(|| axis.map(|part| part / length))
}

/// A turn about an axis of length one (13.1, "Mathematical description").
fn about([x, y, z]: [f64; 3], angle: f64) -> Map {
    let (sin, cos) = angle.sin_cos();
    let rest = 1.0 - cos;
    [
        [x * x * rest + cos, x * y * rest - z * sin, x * z * rest + y * sin],
        [x * y * rest + z * sin, y * y * rest + cos, y * z * rest - x * sin],
        [x * z * rest - y * sin, y * z * rest + x * sin, z * z * rest + cos],
    ]
}

fn product(one: &Map, other: &Map) -> Map {
    let cell = |row: usize, column: usize| (0..3).map(|at| one[row][at] * other[at][column]).sum();
    [0, 1, 2].map(|row| [0, 1, 2].map(|column| cell(row, column)))
}

/// A map as it is seen from the front.
fn matrix(map: &Map) -> String {
    format!("matrix({}, {}, {}, {}, 0, 0)", map[0][0], map[1][0], map[0][1], map[1][1])
}

/// What takes back a map of the plane; nothing where it leaves no area.
fn inverse(map: &Map) -> Option<String> {
    let [[a, c, _], [b, d, _], _] = *map;
    let size = a * d - b * c;
    (size.abs() > 1e-9)
        .then(|| format!("matrix({}, {}, {}, {}, 0, 0)", d / size, -b / size, -c / size, a / size))
}
