//! Where the horizon lies when the prompt does not say.

use super::kinds::{Composition, Family, Setting, Subject};

/// Horizons outside these shares of the height would leave no sky or no ground to paint.
const LIMITS: (f32, f32) = (0.15, 0.85);

/// The horizon as a share of the height from the top.
pub(super) fn horizon(
    subject: Subject,
    setting: Setting,
    composition: Composition,
    asked: Option<f32>,
) -> f32 {
    let framed = asked.unwrap_or_else(|| match composition {
        Composition::Aerial => 0.24,
        Composition::LowAngle => 0.80,
        Composition::Symmetrical => 0.52,
        _ => natural(subject, setting),
    });
    framed.clamp(LIMITS.0, LIMITS.1)
}

/// Tall subjects want sky, wide ones want ground: the proportions that landscape painters use.
fn natural(subject: Subject, setting: Setting) -> f32 {
    match (subject.family(), setting) {
        (_, Setting::Sky | Setting::Space) => 0.84,
        (Family::StillLife, _) => 0.62,
        (Family::Sea, _) => 0.42,
        (Family::City, _) => 0.68,
        (Family::Tower | Family::Mountain, _) => 0.66,
        (Family::Forest, _) => 0.64,
        (Family::Person | Family::Animal, _) => 0.58,
        _ => 0.60,
    }
}
