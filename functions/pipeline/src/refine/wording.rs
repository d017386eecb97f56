//! The rules by which words are refined.
//!
//! Prompts of tools and of people in a hurry have three faults that a painter cannot help: they talk to it ("please draw me"), they
//! list settings (`view=NE; material=brick`), and they point at a picture that it does not see ("like the photo"). The first is cut,
//! the second said as a phrase, the third replaced by what the picture shows. All other words stay as they are, in their order.

use media::Analysis;
use media::analysis::Horizon;

use super::Refined;

/// Ways of talking to the painter, at the beginning of a prompt. Longer ones first, because each is cut as it is found.
const ADDRESS: [&str; 15] = [
    "can you",
    "could you",
    "i would like",
    "i want",
    "please",
    "generate",
    "create",
    "render",
    "draw",
    "paint",
    "make",
    "show",
    "give",
    "an image of",
    "a picture of",
];
/// What follows such a way and says nothing either.
const FILLER: [&str; 4] = ["me", "us", "an image of", "a picture of"];
/// Praise of a picture that is not made yet. It tells a model nothing that it can do.
const PRAISE: [&str; 12] = [
    "4k",
    "8k",
    "uhd",
    "ultra hd",
    "hd",
    "masterpiece",
    "best quality",
    "high quality",
    "award winning",
    "award-winning",
    "highly detailed",
    "trending on artstation",
];
/// Phrases that point at a reference.
const POINTING: [&str; 15] = [
    "like the reference image",
    "like the reference",
    "like the photo",
    "like the picture",
    "like the image",
    "as in the reference",
    "as in the image",
    "as in the picture",
    "as shown",
    "same colours as the reference",
    "same colors as the reference",
    "in this style",
    "in the same style",
    "with these colours",
    "with these colors",
];
/// How many of a reference's colours are named.
const COLOURS: usize = 4;

/// How many bytes of changes are told: a prompt may have thousands of them, and what was done is kept in the table.
const TOLD: usize = 8_000;

/// `words` refined with what a reference shows, when there is one.
pub(super) fn refine(words: &str, reference: Option<&Analysis>) -> Refined {
    let mut changes = Vec::new();
    let mut phrases = Vec::new();
    for phrase in words.split([',', ';', '\n']).map(str::trim).filter(|phrase| !phrase.is_empty()) {
        let first = phrases.is_empty();
        phrases.extend(phrase_of(phrase, first, reference.is_some(), &mut changes));
    }
    let mut kept: Vec<String> = Vec::new();
    for phrase in phrases {
        if kept.iter().any(|before| before.eq_ignore_ascii_case(&phrase)) {
            changes.push(format!("`{phrase}` is said once."));
        } else {
            kept.push(phrase);
        }
    }
    if kept.is_empty() {
        // Nothing but manners: they are all that there is to paint from.
        kept.push(words.trim().to_owned());
        changes.clear();
    }
    if let Some(reference) = reference {
        kept.extend(shown(reference, words, &mut changes));
    }
    let mut bytes = 0;
    changes.retain(|change| {
        bytes += change.len();
        bytes <= TOLD
    });
    Refined { prompt: kept.join(", "), changes }
}

/// One phrase as it is kept; `None` when nothing of it is.
fn phrase_of(phrase: &str, first: bool, shown: bool, changes: &mut Vec<String>) -> Option<String> {
    let mut text = phrase.split_whitespace().collect::<Vec<_>>().join(" ");
    if first {
        let rest = without_address(&text).to_owned();
        if rest != text {
            let cut = text.len() - rest.len();
            changes.push(format!("`{}` is said to nobody.", text[..cut].trim()));
            text = rest;
        }
    }
    if PRAISE.iter().any(|praise| text.eq_ignore_ascii_case(praise)) {
        changes.push(format!("`{text}` tells a model nothing that it can do."));
        return None;
    }
    if let Some(said) = setting(&text) {
        changes.push(format!("`{text}` is said in words."));
        text = said;
    }
    // Without a reference to look at, pointing at it is all that is known of it, and stays.
    for pointing in POINTING.iter().filter(|_| shown) {
        if let Some(at) = find(&text, pointing) {
            changes.push(format!("`{pointing}` is replaced by what the reference shows."));
            text = format!("{}{}", text[..at].trim_end(), &text[at + pointing.len()..]);
        }
    }
    let text = text.trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// What is left of `text` once it talks to nobody.
fn without_address(text: &str) -> &str {
    let mut rest = text;
    let mut cut = false;
    while let Some(said) = ADDRESS.iter().find_map(|address| after(rest, address)) {
        (rest, cut) = (said, true);
        while let Some(said) = FILLER.iter().find_map(|filler| after(rest, filler)) {
            rest = said;
        }
    }
    // "Make a wish" alone would leave nothing to paint.
    if cut && !rest.is_empty() { rest } else { text }
}

/// The words after `lead`, when `text` begins with it as whole words.
fn after<'a>(text: &'a str, lead: &str) -> Option<&'a str> {
    let start = text.get(..lead.len())?;
    let rest = text.get(lead.len()..)?;
    let whole = rest.is_empty() || rest.starts_with([' ', ':']);
    (start.eq_ignore_ascii_case(lead) && whole).then(|| rest.trim_start_matches([' ', ':']))
}

/// `view=NE` and `view: NE` as a phrase: the name and its value, without marks.
fn setting(text: &str) -> Option<String> {
    let (name, value) = text.split_once(['=', ':'])?;
    let (name, value) = (name.trim(), value.trim());
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    // A time (10:30) or a shape (16:9) is no setting.
    let is_word = name.chars().any(char::is_alphabetic);
    (is_name && is_word && !value.is_empty()).then(|| format!("{} {value}", name.replace(['_', '-'], " ")))
}

/// Where `part` stands in `text` as whole words, whatever the case; a byte index of both.
fn find(text: &str, part: &str) -> Option<usize> {
    let bound = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.char_indices().map(|(at, _)| at).find(|at| {
        let (before, rest) = text.split_at(*at);
        rest.get(..part.len()).is_some_and(|start| start.eq_ignore_ascii_case(part))
            && bound(before.chars().next_back())
            && bound(rest[part.len()..].chars().next())
    })
}

/// What the reference shows, in phrases, where the words say nothing of it.
fn shown(reference: &Analysis, words: &str, changes: &mut Vec<String>) -> Vec<String> {
    let mut phrases = Vec::new();
    let manner = manner(&reference.style);
    if !manner.is_empty() {
        phrases.push(manner.join(", "));
    }
    if !words.contains('#') {
        let colours: Vec<_> =
            reference.palette.iter().take(COLOURS).map(|swatch| swatch.hex.as_str()).collect();
        if !colours.is_empty() {
            phrases.push(format!("in the colours {}", colours.join(" ")));
        }
    }
    let horizon = reference.horizon.filter(|horizon| horizon.confidence >= Horizon::SURE);
    if let Some(horizon) = horizon.filter(|_| find(words, "horizon").is_none()) {
        phrases.push(format!("horizon at {:.0}%", 100.0 * horizon.at));
    }
    changes.extend(phrases.iter().map(|phrase| format!("The reference shows `{phrase}`.")));
    phrases
}

/// The words of a style code (`lo-key.warm.soft.flat`, see `media::Analysis::style`) that a painter can follow.
pub(crate) fn manner(code: &str) -> Vec<&'static str> {
    let word = |part: &str| match part {
        "lo-key" => Some("low-key light"),
        "hi-key" => Some("high-key light"),
        "cool" => Some("cool tones"),
        "warm" => Some("warm tones"),
        "mono" => Some("almost without colour"),
        "muted" => Some("muted colours"),
        "vivid" => Some("vivid colours"),
        _ => None,
    };
    code.split('.').filter_map(word).collect()
}
