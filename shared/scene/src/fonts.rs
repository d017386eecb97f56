//! The fonts that are in the binary, and which of them a text needs.

use takumi_core::Fonts;
use takumi_core::resources::font::{FontOverride, FontResource};

use crate::{Element, Tag};

mod files;
mod names;

use files::{FACES, Face};
pub(crate) use names::bundled;

/// The families that there are, by the names that scenes call them.
pub const FAMILIES: [&str; 3] = ["Inter", "Source Serif 4", "JetBrains Mono"];

/// Characters that come with files of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subset {
    /// What English and its neighbours are written in.
    Latin,
    /// More letters with marks.
    LatinExt,
    Vietnamese,
    Greek,
    Cyrillic,
    CyrillicExt,
    Hebrew,
    Arabic,
    Devanagari,
    Thai,
    /// Arrows, mathematical signs, boxes, stars and the like.
    Symbols,
    /// Pictures in colour. Read after [`Self::Symbols`]: some symbols are in both, and are a picture only on demand.
    Emoji,
}

/// The fonts that have been read: those of [`Subset::Latin`], and the others once a text needs them.
///
/// Reading one takes a millisecond or more, and most scenes need no other.
pub(crate) struct FontCase {
    fonts: Fonts,
    read: Vec<Subset>,
}

impl FontCase {
    pub(crate) fn new() -> Self {
        let mut case = Self { fonts: Fonts::default(), read: Vec::new() };
        case.read(Subset::Latin);
        case
    }

    pub(crate) fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// How many subsets have been read: another number is another set of fonts.
    pub(crate) fn count(&self) -> usize {
        self.read.len()
    }

    /// Reads what the texts of a frame need.
    pub(crate) fn open_for(&mut self, elements: &[Element]) {
        for element in elements {
            match element {
                Element::Text(text) => self.open_for_text(text),
                Element::Tag(Tag { children, attributes, .. }) => {
                    for (_, value) in attributes {
                        self.open_for_text(value);
                    }
                    self.open_for(children);
                }
            }
        }
    }

    fn open_for_text(&mut self, text: &str) {
        if text.is_ascii() {
            return;
        }
        for char in text.chars() {
            if let Some(subset) = subset_of(char)
                && !self.read.contains(&subset)
            {
                // The fonts are asked in the order in which they were read, which must not depend on the frames.
                if subset == Subset::Emoji {
                    self.read(Subset::Symbols);
                }
                self.read(subset);
            }
        }
    }

    fn read(&mut self, subset: Subset) {
        if self.read.contains(&subset) {
            return;
        }
        self.read.push(subset);
        for Face { bytes, family, generic, last, .. } in FACES.iter().filter(|face| face.subset == subset) {
            let name = FontOverride { family_name: Some((*family).into()), ..FontOverride::default() };
            let mut font = FontResource::new(*bytes).override_info(name);
            if let Some(generic) = generic {
                font = font.generic_family(*generic);
            }
            if *last {
                font = font.last_resort();
            }
            // A test reads every file: none of them is refused.
            _ = self.fonts.register(font);
        }
    }
}

/// The same for signs that are no letters.
fn symbols_of(char: u32) -> Option<Subset> {
    Some(match char {
        // What makes emoji of signs, and `COLOURED` of `fonts/symbols.py`: emoji without being asked to be.
        0x200d
        | 0x20e3
        | 0x3030
        | 0x303d
        | 0x3297
        | 0x3299
        | 0xfe0f
        | 0x1f000..=0x1faff
        | 0x231a..=0x231b
        | 0x23e9..=0x23ec
        | 0x23f0
        | 0x23f3
        | 0x25fd..=0x25fe
        | 0x2614..=0x2615
        | 0x2648..=0x2653
        | 0x267f
        | 0x2693
        | 0x26a1
        | 0x26aa..=0x26ab
        | 0x26bd..=0x26be
        | 0x26c4..=0x26c5
        | 0x26ce
        | 0x26d4
        | 0x26ea
        | 0x26f2..=0x26f3
        | 0x26f5
        | 0x26fa
        | 0x26fd
        | 0x2705
        | 0x270a..=0x270b
        | 0x2728
        | 0x274c
        | 0x274e
        | 0x2753..=0x2755
        | 0x2757
        | 0x2795..=0x2797
        | 0x27b0
        | 0x27bf
        | 0x2b1b..=0x2b1c
        | 0x2b50
        | 0x2b55 => Subset::Emoji,
        // What every text family has with its Latin letters.
        0x2013..=0x2014
        | 0x2018..=0x201a
        | 0x201c..=0x201e
        | 0x2022
        | 0x2026
        | 0x2032..=0x2033
        | 0x2039..=0x203a
        | 0x2044
        | 0x2122
        | 0x2191
        | 0x2193
        | 0x2212 => return None,
        0x2010..=0x205e
        | 0x2070..=0x209f
        | 0x2100..=0x23ff
        | 0x2460..=0x27ff
        | 0x2900..=0x2935
        | 0x2b00..=0x2b5f => Subset::Symbols,
        _ => return None,
    })
}

/// The subset that has a character beyond Latin. The ranges are those of Fontsource's style sheets.
fn subset_of(char: char) -> Option<Subset> {
    Some(match u32::from(char) {
        0x1ea0..=0x1ef9 | 0x0102..=0x0103 | 0x0110..=0x0111 | 0x01a0..=0x01a1 | 0x01af..=0x01b0 | 0x20ab => {
            Subset::Vietnamese
        }
        0x0100..=0x02ba
        | 0x02bd..=0x02ff
        | 0x1d00..=0x1eff
        | 0x2020
        | 0x2113
        | 0x20a0..=0x20c0
        | 0x2c60..=0x2c7f
        | 0xa720..=0xa7ff => Subset::LatinExt,
        0x0370..=0x03ff => Subset::Greek,
        0x0400..=0x045f | 0x0490..=0x0491 | 0x04b0..=0x04b1 | 0x2116 => Subset::Cyrillic,
        0x0460..=0x052f | 0x1c80..=0x1c8a | 0x2de0..=0x2dff | 0xa640..=0xa69f => Subset::CyrillicExt,
        0x0590..=0x05ff | 0xfb1d..=0xfb4f => Subset::Hebrew,
        0x0600..=0x06ff | 0x0750..=0x077f | 0x08a0..=0x08ff | 0xfb50..=0xfdff | 0xfe70..=0xfeff => {
            Subset::Arabic
        }
        0x0900..=0x097f | 0xa8e0..=0xa8ff => Subset::Devanagari,
        0x0e00..=0x0e7f => Subset::Thai,
        other => return symbols_of(other),
    })
}

#[cfg(test)]
mod tests;
