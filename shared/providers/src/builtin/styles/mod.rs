//! How a picture is made: photographed, or translated into a medium.

mod blueprint;
mod field;
mod ink;
mod neon;
mod oil;
mod pixels;
mod poster;
pub(super) mod swatches;
mod watercolour;

use super::canvas::Canvas;
use super::intent::Style;
use super::palette::{grade, settle, touch};
use super::scene::Scene;
use super::{bands, finish, horizon, silhouette};

/// Finishes a painted scene in the intent's style.
pub(super) fn apply(canvas: &mut Canvas, scene: &Scene<'_>) {
    let style = scene.intent.style;
    if matches!(style, Style::Photographic | Style::Neon | Style::Oil) {
        finish::bloom(canvas, 0.75, 0.35);
    }
    finish::tone(canvas);
    horizon::part(canvas, scene, 1.0);
    grade(canvas, &scene.intent.palette);
    // Neon paints with level lines of light.
    if style != Style::Neon {
        bands::soften(canvas);
    }
    silhouette::part(canvas);
    match style {
        Style::Photographic => {
            finish::vignette(canvas, 0.3);
            finish::grain(canvas, scene.noise("grain"), 0.05);
        }
        Style::Watercolour => watercolour::apply(canvas, scene),
        Style::Ink => ink::apply(canvas, scene),
        Style::Blueprint => blueprint::apply(canvas, scene),
        Style::PixelArt => pixels::apply(canvas, scene),
        Style::Poster => poster::apply(canvas, scene),
        Style::Oil => oil::apply(canvas, scene),
        Style::Neon => neon::apply(canvas, scene),
    }
    // Ink and blueprint are their own two colours.
    if !matches!(style, Style::Ink | Style::Blueprint) {
        // First in whole, so that the palette is settled on a picture that is parted already and little is left to do.
        horizon::part(canvas, scene, 1.0);
        settle(canvas, &scene.intent.palette);
        touch(canvas, &scene.intent.palette);
        horizon::part(canvas, scene, 0.75);
        horizon::line(canvas, scene);
    }
}
