//! What fonts are called elsewhere.

use std::borrow::Cow;

/// Names of system fonts, by the kind of bundled font that is taken instead.
///
/// A page names the fonts of its author's machine. A browser on another one takes what looks alike, and so do we.
const SYSTEM: [(&str, &[&str]); 3] = [
    (
        "sans-serif",
        &[
            "-apple-system",
            "arial",
            "blinkmacsystemfont",
            "cantarell",
            "dejavu sans",
            "helvetica",
            "helvetica neue",
            "liberation sans",
            "lucida grande",
            "roboto",
            "segoe ui",
            "sf pro",
            "sf pro display",
            "sf pro text",
            "system-ui",
            "tahoma",
            "trebuchet ms",
            "ubuntu",
            "ui-rounded",
            "ui-sans-serif",
            "verdana",
        ],
    ),
    (
        "serif",
        &[
            "baskerville",
            "cambria",
            "charter",
            "dejavu serif",
            "garamond",
            "georgia",
            "liberation serif",
            "new york",
            "palatino",
            "times",
            "times new roman",
            "ui-serif",
        ],
    ),
    (
        "monospace",
        &[
            "andale mono",
            "cascadia code",
            "cascadia mono",
            "consolas",
            "courier",
            "courier new",
            "dejavu sans mono",
            "liberation mono",
            "lucida console",
            "menlo",
            "monaco",
            "sf mono",
            "sfmono-regular",
            "ui-monospace",
        ],
    ),
];

/// A list of families (`font-family`), or a shorthand that ends with one (`font`), in which bundled fonts stand for
/// those of systems.
pub(crate) fn bundled(list: &str) -> Cow<'_, str> {
    if !list.split(',').any(|part| stand_in(part).is_some()) {
        return Cow::Borrowed(list);
    }
    let parts: Vec<_> = list
        .split(',')
        .map(|part| match stand_in(part) {
            Some((before, generic)) => format!("{before}{generic}"),
            None => part.to_owned(),
        })
        .collect();
    Cow::Owned(parts.join(","))
}

/// The kind of font that stands for the family at the end of `part`, and what is before the family.
///
/// In a shorthand a size is before the first family: `italic 16px/1.5 "Segoe UI"`.
fn stand_in(part: &str) -> Option<(&str, &'static str)> {
    let text = part.trim_end();
    if let Some(open) = text.strip_suffix(['"', '\'']) {
        let quote = &text[open.len()..];
        let start = open.rfind(quote)?;
        return Some((&text[..start], generic(&open[start + 1..])?));
    }
    // The longest name that begins after a size: a number is in no name without quotes.
    let start = text
        .rfind(|c: char| c.is_ascii_digit() || c == '%' || c == '/')
        .map_or(0, |digit| text[digit..].find(' ').map_or(text.len(), |space| digit + space));
    let name = text[start..].trim_start();
    Some((&text[..text.len() - name.len()], generic(name)?))
}

fn generic(name: &str) -> Option<&'static str> {
    let name = name.trim();
    SYSTEM
        .iter()
        .find(|(_, names)| names.iter().any(|known| known.eq_ignore_ascii_case(name)))
        .map(|(generic, _)| *generic)
}
