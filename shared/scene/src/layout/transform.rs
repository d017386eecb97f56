//! Transforms in space become what they look like from the front.
//!
//! The layout engine drops a transform that has one function in space, all of it. Without a perspective, a page is projected
//! along its depth: each such function is then exactly one of the plane, or none.
//! Source: CSS Transforms Module Level 2, 12 (the functions) and 6.1 (the projection).

mod space;

/// A transform in the plane.
#[derive(Debug, PartialEq)]
pub(super) struct Flat {
    /// The functions, as CSS.
    pub(super) css: String,
    /// Whether something of it cannot be drawn: a perspective.
    pub(super) lost: bool,
}

/// A `transform` without functions in space, or nothing if it has none to begin with.
pub(super) fn flatten(css: &str) -> Option<Flat> {
    if !["3d(", "Z(", "X(", "Y(", "perspective(", "translate("].iter().any(|mark| css.contains(mark)) {
        return None;
    }
    if let Some(flat) = turned_twice(css) {
        return Some(flat);
    }
    let mut flat = Flat { css: String::new(), lost: false };
    let mut changed = false;
    let mut rest = css;
    while let Some(open) = rest.find('(') {
        let close = open + rest[open..].find(')').filter(|end| !rest[open + 1..open + end].contains('('))?;
        let (name, arguments) = (rest[..open].trim(), &rest[open + 1..close]);
        let plane = in_plane(name, arguments, &mut flat.lost);
        changed |= plane.is_some();
        let function = plane.unwrap_or_else(|| format!("{name}({arguments})"));
        if !function.is_empty() {
            flat.css.push_str(if flat.css.is_empty() { "" } else { " " });
            flat.css.push_str(&function);
        }
        rest = &rest[close + 1..];
    }
    if flat.css.is_empty() {
        flat.css.push_str("none");
    }
    changed.then_some(flat)
}

/// A transform that turns into depth, and then turns again or moves there: what each of its functions looks like is not enough.
fn turned_twice(css: &str) -> Option<Flat> {
    let mut functions = Vec::new();
    let mut rest = css;
    while let Some((name, after)) = rest.split_once('(') {
        let (arguments, after) = after.split_once(')')?;
        functions.push((name.trim(), arguments.split(',').map(str::trim).collect::<Vec<_>>()));
        rest = after;
    }
    let turns = |name: &str| matches!(name, "rotateX" | "rotateY" | "rotate3d");
    let first = functions.iter().position(|(name, _)| turns(name))?;
    let again =
        |name: &str| turns(name) || matches!(name, "translateZ" | "translate3d" | "scaleZ" | "scale3d");
    if !functions[first + 1..].iter().any(|(name, _)| again(name)) {
        return None;
    }
    let count = functions.len();
    functions.retain(|(name, _)| *name != "perspective");
    Some(Flat { css: space::project(&functions)?, lost: functions.len() < count })
}

/// What a function in space looks like from the front; nothing for one of the plane.
fn in_plane(name: &str, arguments: &str, lost: &mut bool) -> Option<String> {
    let parts: Vec<&str> = arguments.split(',').map(str::trim).collect();
    let number = |index: usize| parts.get(index).and_then(|part| part.parse::<f64>().ok());
    Some(match (name, parts.as_slice()) {
        // The engine wants both lengths; where one is given the other is nothing (CSS Transforms 1, 12).
        ("translate", [x]) => format!("translate({x}, 0)"),
        ("translate3d", [x, y, _]) => format!("translate({x}, {y})"),
        ("translateZ" | "scaleZ", _) => String::new(),
        ("scale3d", [x, y, _]) => format!("scale({x}, {y})"),
        ("rotateZ", [angle]) => format!("rotate({angle})"),
        ("rotateX", [angle]) => format!("scaleY({})", radians(angle)?.cos()),
        ("rotateY", [angle]) => format!("scaleX({})", radians(angle)?.cos()),
        ("rotate3d", [_, _, _, angle]) => {
            let axis = [number(0)?, number(1)?, number(2)?];
            // An axis without a length turns nothing.
            if axis.iter().all(|part| *part == 0.0) {
                String::new()
            } else {
                space::rotation(axis, radians(angle)?)?
            }
        }
        ("matrix3d", _) if parts.len() == 16 => {
            let at = [0, 1, 4, 5, 12, 13].map(number);
            *lost |= [3, 7, 11].iter().any(|index| number(*index) != Some(0.0));
            let at: Vec<String> =
                at.into_iter().map(|part| part.map(|part| part.to_string())).collect::<Option<_>>()?;
            format!("matrix({})", at.join(", "))
        }
        ("perspective", [distance]) => {
            *lost |= *distance != "none";
            String::new()
        }
        _ => return None,
    })
}

/// An angle of CSS in radians.
fn radians(css: &str) -> Option<f64> {
    let units = [
        ("deg", 1_f64.to_radians()),
        ("grad", 0.9_f64.to_radians()),
        ("rad", 1.0),
        ("turn", std::f64::consts::TAU),
    ];
    for (unit, size) in units {
        if let Some(number) = css.strip_suffix(unit) {
            return number.trim().parse::<f64>().ok().map(|number| number * size);
        }
    }
    css.parse::<f64>().ok().filter(|number| *number == 0.0)
}

#[cfg(test)]
mod tests;
