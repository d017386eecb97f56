//! The header that makes a browser save a file under a name (RFC 6266).

use std::fmt::Write as _;

use contract::port::Show;

/// The header for a link; none where nothing is asked.
pub(super) fn header(show: Show<'_>) -> Option<String> {
    match show {
        Show::AsItIs => None,
        Show::Inline(name) => Some(named("inline", name)),
        Show::Attachment(name) => Some(named("attachment", name)),
    }
}

/// What a browser is to do, with a name. The name cannot end the header, name a folder, or be lost on an old client: the plain
/// parameter holds what is left of it in ASCII, and `filename*` (RFC 8187) the whole of it when that is more.
fn named(what: &str, name: &str) -> String {
    let name: String = name.chars().filter(|letter| !letter.is_control()).map(without_folder).collect();
    let name = match name.trim().trim_start_matches('.') {
        "" => "download",
        name => name,
    };
    let plain: String = name.chars().map(plain).collect();
    let mut header = format!("{what}; filename=\"{plain}\"");
    if plain != name {
        header.push_str("; filename*=UTF-8''");
        for byte in name.bytes() {
            encode(byte, &mut header);
        }
    }
    header
}

fn without_folder(letter: char) -> char {
    if matches!(letter, '/' | '\\') { '_' } else { letter }
}

/// What every client reads alike inside quotes. A `%` is decoded by some (RFC 6266, appendix D).
fn plain(letter: char) -> char {
    match letter {
        '"' | '%' => '_',
        ' '..='~' => letter,
        _ => '_',
    }
}

/// `attr-char` of RFC 8187, section 3.2.1, as it is; everything else as `%XX`.
fn encode(byte: u8, into: &mut String) {
    if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
        into.push(char::from(byte));
    } else {
        // Writing to a string cannot fail.
        let _ = write!(into, "%{byte:02X}");
    }
}

#[cfg(test)]
mod tests;
