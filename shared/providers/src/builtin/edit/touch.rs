//! Changes of a picture of which only the pixels are known.

use std::io::Cursor;

use image::imageops::FilterType;
use image::{DynamicImage, ImageReader, Limits};

use super::clauses::Change;
use super::tone::{self, Tone};
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::{Lab, Rgb, decode};
use crate::builtin::intent::{self, Hour, Intent, Mood, Season, Style, Weather};
use crate::builtin::math::{lerp, smooth, unit};
use crate::builtin::palette::grade;
use crate::builtin::scene::Scene;
use crate::builtin::{planes, styles};

/// A file is read up to these sides, and may take this much memory while it is.
const MAX_SIDE: u32 = 16_384;
const MAX_ALLOC: u64 = 256 * 1024 * 1024;

/// The picture in a file, cut to the wanted shape about its middle and scaled to the wanted size.
pub(super) fn open(bytes: &[u8], width: u32, height: u32) -> Result<Canvas, String> {
    let unreadable = |error: &dyn std::fmt::Display| format!("the picture to change cannot be read: {error}");
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|error| unreadable(&error))?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_ALLOC);
    reader.limits(limits);
    let picture: DynamicImage = reader.decode().map_err(|error| unreadable(&error))?;
    let fitted = picture.resize_to_fill(width, height, FilterType::Triangle).to_rgb8();
    let light: Vec<f32> = (0..=255_u8).map(|level| decode(f32::from(level) / 255.0)).collect();
    let mut canvas = Canvas::new(width, height);
    for (to, from) in canvas.pixels_mut().iter_mut().zip(fitted.pixels()) {
        let [r, g, b] = from.0.map(|level| light[usize::from(level)]);
        *to = Rgb { r, g, b };
    }
    Ok(canvas)
}

/// Makes every change in turn; gives the intent that the changes amount to.
pub(super) fn apply(canvas: &mut Canvas, changes: &[Change], seed: u64) -> Result<Intent, String> {
    let mut intent = intent::parse("", None);
    for change in changes {
        match change {
            Change::Hour(hour) => {
                intent.hour = *hour;
                light(canvas, *hour)?;
            }
            Change::Weather(weather) => {
                intent.weather = *weather;
                air(canvas, &intent, seed)?;
            }
            Change::Season(season) => {
                intent.season = *season;
                leaves(canvas, *season)?;
            }
            Change::Mood(mood) => feeling(canvas, *mood)?,
            Change::Style(style) => {
                intent.style = *style;
                if *style != Style::Photographic {
                    styles::apply(canvas, &Scene::new(&intent, canvas, seed));
                }
            }
            Change::Palette(swatches) => {
                intent.palette.swatches.clone_from(swatches);
                grade(canvas, &intent.palette);
            }
            Change::Tone(tone) => tone::apply(canvas, *tone),
            Change::Setting(_)
            | Change::Framing(_)
            | Change::Own(..)
            | Change::Remove(_)
            | Change::Replace(..)
            | Change::Add(..) => {
                return Err("Rules do not know what this picture shows, so they can change its light, colours, season, \
                            weather and manner, and no single thing in it. A picture that `builtin` painted can be \
                            changed in its parts; for this one choose a model that edits."
                    .to_owned());
            }
        }
    }
    Ok(intent)
}

/// Another hour: less light, in that hour's colour. Light that the picture lacks cannot be made.
fn light(canvas: &mut Canvas, hour: Hour) -> Result<(), String> {
    let (level, dark, bright) = match hour {
        Hour::Night => (0.42, (0.000, -0.045), (-0.005, -0.020)),
        Hour::Dusk => (0.66, (0.010, -0.035), (0.020, 0.015)),
        Hour::Sunset => (0.86, (0.020, -0.015), (0.035, 0.060)),
        Hour::Golden => (0.95, (0.008, 0.010), (0.018, 0.050)),
        Hour::Dawn => (0.90, (0.012, -0.020), (0.025, 0.025)),
        Hour::Morning => (1.0, (0.000, -0.005), (0.004, 0.018)),
        Hour::Day | Hour::Noon | Hour::Afternoon => {
            return Err(format!(
                "Rules cannot give a picture the light of {hour}: they can only take light away or tint it."
            ));
        }
    };
    tone::each(canvas, |lab| {
        let t = smooth(0.2, 0.85, lab.l);
        let (a, b) = (lerp(dark.0, bright.0, t), lerp(dark.1, bright.1, t));
        let grey = if hour == Hour::Night { 0.6 } else { 0.9 };
        Lab {
            l: lab.l * level,
            a: lab.a * grey + a * unit(lab.l * 4.0),
            b: lab.b * grey + b * unit(lab.l * 4.0),
        }
    });
    Ok(())
}

/// What falls or drifts between the viewer and the picture.
fn air(canvas: &mut Canvas, intent: &Intent, seed: u64) -> Result<(), String> {
    match intent.weather {
        Weather::Fog | Weather::Rain | Weather::Storm | Weather::Snow => {
            let dull = if intent.weather == Weather::Fog { 0.75 } else { 0.6 };
            tone::each(canvas, |lab| lab.saturated(dull));
            if intent.weather == Weather::Snow {
                leaves(canvas, Season::Winter)?;
            }
            let scene = Scene::new(intent, canvas, seed);
            planes::weather::paint(canvas, &scene);
        }
        Weather::Overcast | Weather::Cloudy => {
            tone::each(canvas, |lab| lab.saturated(0.65).at(0.5 + (lab.l - 0.5) * 0.85));
        }
        Weather::Clear | Weather::Wind => {
            return Err(
                "Rules cannot take weather out of a picture of which they know only the pixels.".to_owned()
            );
        }
    }
    Ok(())
}

/// A season's tint: what is green turns, the rest stays.
fn leaves(canvas: &mut Canvas, season: Season) -> Result<(), String> {
    let green = |lab: Lab| smooth(0.02, 0.09, -lab.a + 0.25 * lab.b) * smooth(-0.02, 0.03, lab.b);
    let turned: fn(Lab) -> Lab = match season {
        Season::Autumn => |lab| Lab { l: lab.l * 1.02, a: 0.045 + 0.3 * lab.b, b: lab.b.max(0.05) * 1.15 },
        Season::Winter => |lab| Lab { l: lerp(lab.l, 0.95, 0.6), a: -0.003, b: -0.012 },
        Season::Spring => |lab| Lab { l: lab.l + 0.05, a: lab.a * 1.15, b: lab.b * 1.2 },
        Season::Summer => |lab| lab.saturated(1.2),
        Season::Unstated => return Err("The instruction names no season.".to_owned()),
    };
    tone::each(canvas, |lab| lab.mix(turned(lab), green(lab)));
    Ok(())
}

fn feeling(canvas: &mut Canvas, mood: Mood) -> Result<(), String> {
    let tones: &[Tone] = match mood {
        Mood::Calm => &[Tone::LessContrast],
        Mood::Dramatic | Mood::Epic => &[Tone::MoreContrast, Tone::Darker],
        Mood::Joyful => &[Tone::Vivid, Tone::Brighter],
        Mood::Melancholy => &[Tone::Muted, Tone::Cooler],
        Mood::Romantic | Mood::Cosy => &[Tone::Warmer],
        Mood::Mysterious => &[Tone::Darker, Tone::Cooler],
        Mood::Neutral => return Err("The instruction names no mood.".to_owned()),
    };
    for tone in tones {
        tone::apply(canvas, *tone);
    }
    Ok(())
}
