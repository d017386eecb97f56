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
                self.read(subset);
            }
        }
    }

    fn read(&mut self, subset: Subset) {
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

/// The subset that has a character beyond Latin. The ranges are those of Fontsource's style sheets.
fn subset_of(char: char) -> Option<Subset> {
    Some(match u32::from(char) {
        0x1ea0..=0x1ef9 | 0x0102..=0x0103 | 0x0110..=0x0111 | 0x01a0..=0x01a1 | 0x01af..=0x01b0 | 0x20ab => {
            Subset::Vietnamese
        }
        0x0100..=0x02ba
        | 0x02bd..=0x02ff
        | 0x1d00..=0x1eff
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
        0x200d
        | 0x20e3
        | 0x231a..=0x23ff
        | 0x2600..=0x27bf
        | 0x2b00..=0x2bff
        | 0x3030
        | 0xfe0f
        | 0x1f000..=0x1faff => Subset::Emoji,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
