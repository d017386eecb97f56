//! A change of colours by table: worked out at the points of a lattice, and between them by interpolation.

use crate::builtin::colour::Rgb;
use crate::builtin::math::unit;

/// Cells along each side.
const CELLS: usize = 40;
const POINTS: usize = CELLS + 1;

/// What becomes of every colour. Points lie evenly by the square root of light, which is nearly even to the eye.
pub(super) struct Cube {
    roots: Vec<Rgb>,
}

impl Cube {
    /// The table of a change.
    pub(super) fn of(change: impl Fn(Rgb) -> Rgb) -> Self {
        let light = |at: usize| {
            let root = at as f32 / CELLS as f32;
            root * root
        };
        let roots = (0..POINTS * POINTS * POINTS).map(|at| {
            let (r, g, b) = (at / POINTS / POINTS, at / POINTS % POINTS, at % POINTS);
            root(change(Rgb { r: light(r), g: light(g), b: light(b) }))
        });
        Self { roots: roots.collect() }
    }

    /// What becomes of a colour; light beyond white counts as white's.
    pub(super) fn apply(&self, colour: Rgb) -> Rgb {
        let place = root(Rgb { r: unit(colour.r), g: unit(colour.g), b: unit(colour.b) }) * CELLS as f32;
        let low = |x: f32| (x as usize).min(CELLS - 1);
        let (r, g, b) = (low(place.r), low(place.g), low(place.b));
        let (fr, fg, fb) = (place.r - r as f32, place.g - g as f32, place.b - b as f32);
        let at = (r * POINTS + g) * POINTS + b;
        let edge = |at: usize| self.roots[at].over(self.roots[at + 1], fb);
        let face = |at: usize| edge(at).over(edge(at + POINTS), fg);
        let found = face(at).over(face(at + POINTS * POINTS), fr);
        found.lit(found)
    }
}

fn root(colour: Rgb) -> Rgb {
    Rgb { r: colour.r.sqrt(), g: colour.g.sqrt(), b: colour.b.sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_no_change_changes_nothing() {
        let cube = Cube::of(|colour| colour);
        for code in [0x000000, 0x010203, 0x123456, 0xc0ffee, 0xff0080, 0xffffff] {
            let (colour, found) = (Rgb::hex(code), cube.apply(Rgb::hex(code)));
            assert!(colour.lab().distance(found.lab()) < 1e-3, "{code:06x}: {found:?}");
        }
    }

    #[test]
    fn between_the_points_a_change_is_what_it_is_at_them() {
        let change = |colour: Rgb| {
            let lab = colour.lab();
            lab.at(0.2 + 0.6 * lab.l).saturated(0.7).rgb()
        };
        let cube = Cube::of(change);
        for code in [0x0b1a2c, 0x7f6e5d, 0xdd8833, 0x2e8b57] {
            let colour = Rgb::hex(code);
            assert!(cube.apply(colour).lab().distance(change(colour).lab()) < 4e-3, "{code:06x}");
        }
    }
}
