//! Colours that a prompt asks for.

mod cube;
mod grade;
mod names;
mod settle;

pub(super) use grade::grade;
pub(super) use settle::{settle, touch};

use super::colour::{Lab, Rgb};

/// Whose colour a swatch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The whole picture's: light, air and land take it.
    Scene,
    /// The subject's own: "a red boat".
    Subject,
    /// Another thing's: "with a red balloon".
    Detail,
}

/// One colour of a palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swatch {
    /// The word or code by which it was asked for.
    pub name: String,
    /// Eight-bit sRGB.
    pub rgb: [u8; 3],
    /// Whose it is.
    pub role: Role,
}

/// Swatches in the order in which the prompt names them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Palette {
    /// At most [`Palette::MOST`]; no two of one colour.
    pub swatches: Vec<Swatch>,
}

impl Palette {
    /// More swatches than this would average out to grey.
    pub const MOST: usize = 12;

    pub(super) fn add(&mut self, swatch: Swatch) {
        let known = self.swatches.iter().any(|other| other.rgb == swatch.rgb);
        if !known && self.swatches.len() < Self::MOST {
            self.swatches.push(swatch);
        }
    }

    /// True when the prompt names no colour.
    pub fn is_empty(&self) -> bool {
        self.swatches.is_empty()
    }

    /// The picture's colours, darkest first.
    pub(super) fn scene(&self) -> Vec<Lab> {
        let mut labs: Vec<Lab> = self.of(Role::Scene).collect();
        labs.sort_by(|a, b| a.l.total_cmp(&b.l));
        labs
    }

    /// The subject's own colours, as named.
    pub(super) fn own(&self) -> Vec<Lab> {
        self.of(Role::Subject).collect()
    }

    fn of(&self, role: Role) -> impl Iterator<Item = Lab> + '_ {
        self.swatches.iter().filter(move |swatch| swatch.role == role).map(Swatch::lab)
    }
}

impl Swatch {
    pub(super) fn lab(&self) -> Lab {
        let [r, g, b] = self.rgb.map(u32::from);
        Rgb::hex(r << 16 | g << 8 | b).lab()
    }
}
