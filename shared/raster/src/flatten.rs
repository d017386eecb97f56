//! A picture with transparency put on an opaque ground.

/// Composites straight-alpha RGBA over `ground` in place and makes it opaque.
///
/// Each channel is `round((c * a + g * (255 - a)) / 255)`.
pub(crate) fn flatten(rgba: &mut [u8], ground: [u8; 3]) {
    for pixel in rgba.as_chunks_mut::<4>().0 {
        let alpha = u32::from(pixel[3]);
        if alpha == 255 {
            continue;
        }
        for (channel, below) in pixel.iter_mut().zip(ground) {
            let sum = u32::from(*channel) * alpha + u32::from(below) * (255 - alpha);
            // At most 255 * 255, so the quotient fits a byte.
            *channel = ((sum + 127) / 255).min(255) as u8;
        }
        pixel[3] = 255;
    }
}
