//! Reads what `js/render.js` writes: tokens with the character U+0001 between them.
//!
//! `< name` opens a tag and `>` closes it. After the name: `s name text` and `n name number` are styles, `c classes`,
//! `a name value` an attribute. `t text` is text. `@ id src position volume rate looped start` is a sound, `! code message`
//! a warning, and `? limit message` all that there is when a limit was reached.

use serde::Deserialize;

use super::css;
use crate::{Element, Frame, Meta, Problem, Sound, Tag, Warning};

const BETWEEN: char = '\u{1}';

/// Reads a frame.
pub(super) fn read(text: &str, n: u32) -> Result<Frame, Problem> {
    let mut reader = Reader { tokens: text.split(BETWEEN), open: Vec::new(), frame: Frame::default() };
    if text.is_empty() {
        return Ok(reader.frame);
    }
    while let Some(token) = reader.tokens.next() {
        match reader.token(token) {
            Some(Said::Thing) => {}
            Some(Said::Limit { limit, message }) => {
                return Err(Problem::Limit { limit, frame: Some(n), message });
            }
            None => return Err(garbled(n)),
        }
    }
    if reader.open.is_empty() { Ok(reader.frame) } else { Err(garbled(n)) }
}

/// Only code that changes the language's own functions gets here.
fn garbled(n: u32) -> Problem {
    Problem::Threw {
        at: None,
        frame: Some(n),
        message: "The elements of the frame cannot be read: do not change built-in objects such as Array.prototype, and \
                  leave control characters out of texts"
            .to_owned(),
    }
}

/// What a token and those that belong to it said.
enum Said {
    /// Something of the frame.
    Thing,
    /// That a limit was reached.
    Limit { limit: String, message: String },
}

struct Reader<'t> {
    tokens: std::str::Split<'t, char>,
    open: Vec<Tag>,
    frame: Frame,
}

impl Reader<'_> {
    /// Reads one thing, if it can be read.
    fn token(&mut self, token: &str) -> Option<Said> {
        match token {
            "<" => {
                let name = self.tokens.next()?.to_owned();
                self.open.push(Tag { name, ..Tag::default() });
            }
            ">" => {
                let tag = self.open.pop()?;
                self.put(Element::Tag(tag));
            }
            "t" => {
                let text = self.tokens.next()?.to_owned();
                self.put(Element::Text(text));
            }
            "s" => {
                let (name, value) = (self.tokens.next()?, self.tokens.next()?);
                css::push_text(&mut self.open.last_mut()?.style, name, value);
            }
            "n" => {
                let (name, value) = (self.tokens.next()?, self.tokens.next()?);
                css::push_number(&mut self.open.last_mut()?.style, name, value);
            }
            "c" => {
                let classes = self.tokens.next()?;
                let tag = self.open.last_mut()?;
                if !tag.class.is_empty() {
                    tag.class.push(' ');
                }
                tag.class.push_str(classes);
            }
            "a" => {
                let (name, value) = (self.tokens.next()?, self.tokens.next()?);
                self.open.last_mut()?.attributes.push((css::attribute(name), css::rounded(value)));
            }
            "@" => {
                let sound = self.sound()?;
                self.frame.sounds.push(sound);
            }
            "!" => {
                let (code, message) = (self.tokens.next()?, self.tokens.next()?);
                self.frame.warnings.push(Warning::new(code, message));
            }
            "?" => {
                let (limit, message) = (self.tokens.next()?.to_owned(), self.tokens.next()?.to_owned());
                return Some(Said::Limit { limit, message });
            }
            _ => return None,
        }
        Some(Said::Thing)
    }

    fn put(&mut self, element: Element) {
        match self.open.last_mut() {
            Some(tag) => tag.children.push(element),
            None => self.frame.elements.push(element),
        }
    }

    fn sound(&mut self) -> Option<Sound> {
        let mut next = || self.tokens.next();
        Some(Sound {
            id: next()?.to_owned(),
            src: next()?.to_owned(),
            position: next()?.parse().ok()?,
            volume: next()?.parse().ok()?,
            rate: next()?.parse().ok()?,
            looped: next()? == "1",
            start: next()?.parse().ok()?,
        })
    }
}

/// Reads what `open` in `js/host.js` returns.
pub(super) fn meta(text: &str) -> (Meta, Vec<Warning>) {
    #[derive(Deserialize, Default)]
    struct Opened {
        #[serde(flatten)]
        meta: Meta,
        warnings: Vec<String>,
    }
    let opened: Opened = serde_json::from_str(text).unwrap_or_default();
    let warnings = opened.warnings.chunks_exact(3).filter(|told| told[0] == "!");
    (opened.meta, warnings.map(|told| Warning::new(told[1].as_str(), told[2].as_str())).collect())
}
