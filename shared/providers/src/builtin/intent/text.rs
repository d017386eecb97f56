//! A prompt as words: folded for look-up, with their place in the original kept.

use std::ops::Range;

/// Words past this many do not change the picture; a prompt is a sentence, not a book.
const MOST_WORDS: usize = 400;

/// One word of a prompt.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    /// Lower case, accents removed.
    pub(super) folded: String,
    /// Byte range in the prompt.
    pub(super) span: Range<usize>,
    /// A comma, full stop or other break stands before it.
    pub(super) after_break: bool,
}

/// The words of a prompt.
pub(super) fn words(prompt: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    let mut broken = false;
    for (at, c) in prompt.char_indices().chain([(prompt.len(), ' ')]) {
        if is_part(c) {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            words.push(Word { folded: fold(&prompt[from..at]), span: from..at, after_break: broken });
            broken = false;
        }
        if words.len() == MOST_WORDS {
            break;
        }
        broken |= ",.;:!?()|\n–—、。，".contains(c);
    }
    words
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '#' || c == '%'
}

/// Lower case without the accents of European languages; other scripts pass unchanged.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ą' => folded.push('a'),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => folded.push('e'),
            'ì' | 'í' | 'î' | 'ï' => folded.push('i'),
            'ñ' | 'ń' => folded.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => folded.push('o'),
            'ù' | 'ú' | 'û' | 'ü' | 'ů' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ś' | 'š' => folded.push('s'),
            'ź' | 'ż' | 'ž' => folded.push('z'),
            'ł' => folded.push('l'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            other => folded.push(other),
        }
    }
    folded
}

/// The forms under which a word is looked up: as written, then without an English plural ending.
pub(super) fn forms(word: &str) -> impl Iterator<Item = String> + '_ {
    let irregular = IRREGULAR.iter().find(|(plural, _)| *plural == word).map(|(_, one)| (*one).to_owned());
    let ies = word.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let es = word.strip_suffix("es").filter(|stem| stem.len() > 2).map(str::to_owned);
    let s = word.strip_suffix('s').filter(|stem| stem.len() > 2).map(str::to_owned);
    [Some(word.to_owned()), irregular, ies, s, es].into_iter().flatten()
}

const IRREGULAR: &[(&str, &str)] = &[
    ("children", "child"),
    ("men", "man"),
    ("women", "woman"),
    ("people", "person"),
    ("wolves", "wolf"),
    ("leaves", "leaf"),
    ("geese", "goose"),
    ("loaves", "loaf"),
];
