//! React's style objects and properties as CSS and as HTML.

use std::cmp::Ordering;

/// Numbers of these properties have no unit. From the CSS specifications; React keeps the same list.
const UNITLESS: &[&str] = &[
    "animationIterationCount",
    "aspectRatio",
    "borderImageOutset",
    "borderImageSlice",
    "borderImageWidth",
    "boxFlex",
    "boxFlexGroup",
    "boxOrdinalGroup",
    "columnCount",
    "columns",
    "fillOpacity",
    "flex",
    "flexGrow",
    "flexNegative",
    "flexOrder",
    "flexPositive",
    "flexShrink",
    "floodOpacity",
    "fontWeight",
    "gridArea",
    "gridColumn",
    "gridColumnEnd",
    "gridColumnSpan",
    "gridColumnStart",
    "gridRow",
    "gridRowEnd",
    "gridRowSpan",
    "gridRowStart",
    "lineClamp",
    "lineHeight",
    "opacity",
    "order",
    "orphans",
    "scale",
    "stopOpacity",
    "strokeDasharray",
    "strokeDashoffset",
    "strokeMiterlimit",
    "strokeOpacity",
    "strokeWidth",
    "tabSize",
    "widows",
    "zIndex",
    "zoom",
];

/// SVG attributes that keep their capitals. All others are written with hyphens.
const CAPITALS: &[&str] = &[
    "attributeName",
    "baseFrequency",
    "baseProfile",
    "calcMode",
    "clipPathUnits",
    "diffuseConstant",
    "edgeMode",
    "filterUnits",
    "glyphRef",
    "gradientTransform",
    "gradientUnits",
    "kernelMatrix",
    "kernelUnitLength",
    "keyPoints",
    "keySplines",
    "keyTimes",
    "lengthAdjust",
    "limitingConeAngle",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "maskContentUnits",
    "maskUnits",
    "numOctaves",
    "pathLength",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "pointsAtX",
    "pointsAtY",
    "pointsAtZ",
    "preserveAlpha",
    "preserveAspectRatio",
    "primitiveUnits",
    "refX",
    "refY",
    "repeatCount",
    "repeatDur",
    "requiredExtensions",
    "requiredFeatures",
    "specularConstant",
    "specularExponent",
    "spreadMethod",
    "startOffset",
    "stdDeviation",
    "stitchTiles",
    "surfaceScale",
    "systemLanguage",
    "tableValues",
    "targetX",
    "targetY",
    "textLength",
    "viewBox",
    "xChannelSelector",
    "yChannelSelector",
    "zoomAndPan",
];

/// HTML attributes whose names are one word in HTML and several in React.
const JOINED: &[&str] = &[
    "alt",
    "autoPlay",
    "colSpan",
    "crossOrigin",
    "dateTime",
    "hFlip",
    "vFlip",
    "maxLength",
    "playsInline",
    "readOnly",
    "rowSpan",
    "srcSet",
    "tabIndex",
    "referrerPolicy",
    "fetchPriority",
];

type Style = Vec<(String, String)>;

/// Adds a style whose value is text.
pub(super) fn push_text(style: &mut Style, name: &str, value: &str) {
    let value = value.trim();
    if !value.is_empty() {
        put(style, name, rounded(value));
    }
}

/// Adds a style whose value is a number.
pub(super) fn push_number(style: &mut Style, name: &str, value: &str) {
    let Some(number) = value.parse::<f64>().ok().filter(|number| number.is_finite()) else { return };
    let mut value = decimal(number);
    if value != "0" && !name.starts_with("--") && !UNITLESS.contains(&unprefixed(name)) {
        value.push_str("px");
    }
    put(style, name, value);
}

fn put(style: &mut Style, name: &str, value: String) {
    let name = kebab(name);
    // A name that is written twice, once before and once after a spread, counts once, the last time.
    style.push((name, value));
}

/// The name without a browser's prefix, beginning small.
fn unprefixed(name: &str) -> &str {
    match name.strip_prefix("Webkit").or_else(|| name.strip_prefix("Moz")) {
        Some("LineClamp") => "lineClamp",
        Some("BoxFlex") => "boxFlex",
        Some("Flex") => "flex",
        _ => name,
    }
}

/// `backgroundColor` is `background-color`, `WebkitMask` is `-webkit-mask`; custom properties keep their names.
fn kebab(name: &str) -> String {
    if name.starts_with("--") {
        return name.to_owned();
    }
    let mut kebab = String::with_capacity(name.len() + 4);
    if name.starts_with("ms") && name[2..].starts_with(|next: char| next.is_ascii_uppercase()) {
        kebab.push('-');
    }
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
    }
    kebab
}

/// The name of an attribute in HTML or SVG.
pub(super) fn attribute(name: &str) -> String {
    match name {
        "htmlFor" => "for".to_owned(),
        "xlinkHref" => "href".to_owned(),
        _ if !name.contains(|letter: char| letter.is_ascii_uppercase()) || CAPITALS.contains(&name) => {
            name.to_owned()
        }
        _ if JOINED.contains(&name) => name.to_ascii_lowercase(),
        _ => kebab(name),
    }
}

/// A number with at most four decimals and no needless ones.
///
/// Finer steps cannot be seen, and frames that differ in them only would not be known as the same.
pub(super) fn decimal(number: f64) -> String {
    let rounded = (number * 10_000.0).round() / 10_000.0;
    // Minus nothing is nothing.
    if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() }
}

/// A text in which every number has at most four decimals. What is quoted or a `url(…)` stays as it is.
pub(super) fn rounded(text: &str) -> String {
    if !is_long(text) || text.contains(['"', '\'']) || text.contains("url(") {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() || (at > 0 && is_word(bytes[at - 1])) {
            at += 1;
            continue;
        }
        let end = number_end(bytes, at);
        if let (Some(digits), true) = (text.get(at..end), end - at > 5 || bytes[at..end].contains(&b'e'))
            && let Ok(number) = digits.parse::<f64>()
            && (digits.contains('.') || digits.contains('e'))
        {
            out.push_str(&text[copied..at]);
            match settling(&text[..at], &text[end..], number) {
                Some(nearest) => out.push_str(nearest),
                None => out.push_str(&decimal(number)),
            }
            copied = end;
        }
        at = end;
    }
    out.push_str(&text[copied..]);
    out
}

/// What stands for a number that four decimals would make into no scale and no turn at all, between `before` and `after`.
///
/// A spring that settles is never quite there, and that can be seen: a box that is scaled or turned, however little, begins
/// on a whole pixel, and one that is not keeps its fraction. The nearest that the layout engine tells from nothing (one
/// millionth) moves what is a thousand pixels away by a hundredth of one.
fn settling(before: &str, after: &str, number: f64) -> Option<&'static str> {
    let (function, _) = before.rsplit_once('(')?;
    let is = |names: &[&str]| names.iter().any(|name| function.ends_with(name));
    if is(&["scale", "scaleX", "scaleY", "scale3d"]) && decimal(number) == "1" {
        return match number.total_cmp(&1.0) {
            Ordering::Greater => Some("1.00001"),
            Ordering::Less => Some("0.99999"),
            Ordering::Equal => None,
        };
    }
    let turns = is(&["rotate", "rotateZ", "skew", "skewX", "skewY"]) && after.starts_with("deg");
    (turns && number > 0.0 && decimal(number) == "0").then_some("0.0001")
}

/// Whether a text may have a number with more than four decimals or with an exponent.
fn is_long(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.windows(6).any(|run| run[0] == b'.' && run[1..].iter().all(u8::is_ascii_digit))
        || bytes.windows(3).any(|run| {
            run[0].is_ascii_digit() && run[1] == b'e' && matches!(run[2], b'-' | b'+' | b'0'..=b'9')
        })
}

/// What may stand before a digit within a word: `#1e3050`, `h1`.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'#' | b'_' | b'.')
}

fn number_end(bytes: &[u8], start: usize) -> usize {
    let digits = |from: usize| from + bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = digits(start);
    if bytes.get(end) == Some(&b'.') {
        end = digits(end + 1);
    }
    if bytes.get(end) == Some(&b'e') {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'-' | b'+')));
        let exponent = digits(end + 1 + sign);
        if exponent > end + 1 + sign {
            end = exponent;
        }
    }
    end
}

#[cfg(test)]
mod tests;
