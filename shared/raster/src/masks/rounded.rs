//! Boxes with round corners: of each kind the smallest is made, and stretched to the size of the others.

use std::borrow::Cow;

use takumi_core::{
    geometry::{Point, Size},
    layout::border::BorderProperties,
    painter::FillShape,
    style::{Affine, BlurType},
};

use super::{FAR, Patch, soft::grain};
use crate::outline::Pen;

/// What is thinner, in pixels, is not seen; the scan converter does not bear what is almost nothing.
const LEAST: f32 = 1.0e-3;

/// An upright box with round corners, in pixels of the canvas.
pub(super) struct RoundedBox {
    border: BorderProperties,
    size: Size<f32>,
    left: f32,
    top: f32,
}

impl RoundedBox {
    /// `shape` under `transform`, if it is one: not turned or mirrored. Where it is scaled, so are its corners.
    pub(super) fn of(shape: &FillShape, transform: Affine) -> Option<Self> {
        let FillShape::RoundedRect { border, size, offset } = shape else { return None };
        let Affine { a, b, c, d, x, y } = transform;
        let upright = b == 0.0 && c == 0.0 && a > 0.0 && d > 0.0;
        let size = Size { width: size.width * a, height: size.height * d };
        let (least, most) = (size.width.min(size.height), size.width.max(size.height));
        if !upright || least < LEAST || most >= FAR {
            return None;
        }
        let mut border = *border;
        for radius in &mut border.radius.0 {
            (radius.x, radius.y) = (radius.x * a, radius.y * d);
        }
        Some(Self { border, size, left: x + a * offset.x, top: y + d * offset.y })
    }

    /// The box, blurred as a shadow of `blur`, at the least size from which every larger one can be stretched.
    pub(super) fn patch(&self, blur: f32) -> Patch<'static> {
        let [top_left, top_right, bottom_right, bottom_left] = self.border.radius.0;
        // Beyond the curves and what blurs in from the other side a box looks the same everywhere.
        let reach = if blur > 0.0 {
            BlurType::Shadow.extent(blur).ceil() + 2.0 + 2.0 * grain(blur) as f32
        } else {
            0.0
        };
        let Size { width, height } = self.size;
        let across =
            Stretch::of(width, top_left.x.max(bottom_left.x), top_right.x.max(bottom_right.x), reach);
        let down = Stretch::of(height, top_left.y.max(top_right.y), bottom_left.y.max(bottom_right.y), reach);
        let least = Size { width: across.least, height: down.least };
        let mut commands = Vec::with_capacity(BorderProperties::PATH_COMMANDS_AMOUNT);
        self.border.append_mask_commands(&mut commands, least, Point::ZERO);
        Patch {
            seam: Some((across.seam, down.seam)),
            more: (across.more, down.more),
            ..Patch::plain(
                Cow::Owned(commands),
                &Pen::NonZero,
                Affine::translation(self.left, self.top),
                blur,
            )
        }
    }
}

/// One axis of a box that can be stretched.
struct Stretch {
    least: f32,
    seam: i32,
    more: u32,
}

impl Stretch {
    fn of(size: f32, before: f32, after: f32, reach: f32) -> Self {
        let before = before.ceil() + reach;
        let least = before + after.ceil() + reach + 4.0 + size.fract();
        // Columns up to one after the curve's last have some of it, as the box may start inside of a pixel.
        let seam = (before as i32).saturating_add(2);
        let more = (size - least).round();
        if more < 1.0 || !more.is_finite() {
            return Self { least: size, seam: i32::MAX, more: 0 };
        }
        Self { least, seam, more: more as u32 }
    }
}
