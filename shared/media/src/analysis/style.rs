//! The style code: four words for how a picture looks, that a prompt and a memory can carry.

use super::tones::Light;

/// What is known of the surface.
pub(super) struct Surface {
    /// The share of pixels on an edge.
    pub(super) edges: f32,
    /// The share of these that lie on a straight line.
    pub(super) straight: f32,
}

/// The code. The thresholds stand in the documentation of `Analysis::style`; they split 60 photographs and paintings of many
/// kinds into parts of which none is empty.
pub(super) fn code(light: &Light, surface: &Surface) -> String {
    let key = match light.lightness {
        l if l < 0.4 => "lo-key",
        l if l > 0.7 => "hi-key",
        _ => "mid-key",
    };
    let temperature = match light.warmth {
        w if w < -0.02 => "cool",
        w if w > 0.03 => "warm",
        _ => "neutral",
    };
    let colour = match light.chroma {
        c if c < 0.02 => "mono",
        c if c < 0.05 => "muted",
        c if c < 0.1 => "soft",
        _ => "vivid",
    };
    let texture = match surface {
        Surface { edges, .. } if *edges < 0.04 => "flat",
        Surface { straight, .. } if *straight > 0.5 => "lined",
        _ => "textured",
    };
    format!("{key}.{temperature}.{colour}.{texture}")
}
