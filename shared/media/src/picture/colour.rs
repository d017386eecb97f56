//! Colours of other spaces, brought to sRGB.

use moxcms::{ColorProfile, DataColorSpace, Layout, ParsingOptions, TransformOptions};

use super::canvas::{Canvas, Ink};
use super::profile::pruned;
use crate::decode::MAX_PROFILE;

/// The canvas in sRGB. A profile that cannot be used, or that is of another kind than the pixels, is left out, as browsers
/// do: the picture is then taken for sRGB, and inks for those of a plain printer.
pub(super) fn to_srgb(canvas: Canvas, profile: Option<&[u8]>) -> Canvas {
    let canvas = match profile.and_then(|profile| converted(&canvas, profile)) {
        Some(data) => {
            let ink = if canvas.ink == Ink::Cmyk { Ink::Rgb } else { canvas.ink };
            Canvas { ink, data, ..canvas }
        }
        None => canvas,
    };
    if canvas.ink != Ink::Cmyk {
        return canvas;
    }
    let data = canvas.data.as_chunks::<4>().0.iter().flat_map(|inks| plain(*inks)).collect();
    Canvas { ink: Ink::Rgb, data, ..canvas }
}

/// What is left of white light after three inks and black.
fn plain([cyan, magenta, yellow, black]: [u8; 4]) -> [u8; 3] {
    [cyan, magenta, yellow].map(|ink| {
        let light = u32::from(255 - ink) * u32::from(255 - black);
        u8::try_from((light + 127) / 255).unwrap_or(u8::MAX)
    })
}

fn converted(canvas: &Canvas, profile: &[u8]) -> Option<Vec<u8>> {
    let limits = ParsingOptions {
        max_profile_size: MAX_PROFILE,
        max_allowed_clut_size: MAX_PROFILE,
        ..Default::default()
    };
    let profile = ColorProfile::new_from_slice_with_options(&pruned(profile), limits).ok()?;
    let (from, to, space) = match canvas.ink {
        Ink::Rgb => (Layout::Rgb, Layout::Rgb, DataColorSpace::Rgb),
        Ink::Rgba => (Layout::Rgba, Layout::Rgba, DataColorSpace::Rgb),
        Ink::Cmyk => (Layout::Rgba, Layout::Rgb, DataColorSpace::Cmyk),
    };
    if profile.color_space != space {
        return None;
    }
    let srgb = ColorProfile::new_srgb();
    let transform = profile.create_transform_8bit(from, &srgb, to, TransformOptions::default()).ok()?;
    let pixels = canvas.width as usize * canvas.height as usize;
    let mut data = vec![0; pixels * if to == Layout::Rgb { 3 } else { 4 }];
    transform.transform(&canvas.data, &mut data).ok()?;
    Some(data)
}
