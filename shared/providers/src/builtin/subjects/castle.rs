//! A castle.

use super::house::shade;
use super::masonry::{masonry, merlons, pane, shaft, spire};
use super::surface::wall;
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::figure::Frame;
use crate::builtin::planes::ground;
use crate::builtin::scene::{Scene, Stand};

/// Paints a castle: curtain wall, keep and round towers.
pub(in crate::builtin) fn castle(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let frame = Frame::facing_light(scene, stand, 1.05);
    ground::shadow(canvas, scene, (frame.u, frame.v), frame.size * 0.6, frame.size * 0.3);
    let (stone, tiles) = (scene.own(0, 0xb4a690), scene.own(1, 0x5c6a86));
    let noise = scene.noise("masonry");
    shaft(canvas, scene, frame, (0.05, 0.0), (0.10, 0.10), (0.2, 0.84), stone * 0.92);
    merlons(canvas, scene, frame, -0.055, 0.155, 0.84, stone * 0.92);
    spire(canvas, scene, frame, 0.05, 0.085, (0.85, 1.10), tiles);
    shaft(canvas, scene, frame, (-0.20, 0.0), (0.065, 0.065), (0.2, 0.62), stone * 0.95);
    spire(canvas, scene, frame, -0.20, 0.085, (0.615, 0.88), tiles);
    shaft(canvas, scene, frame, (0.27, 0.0), (0.06, 0.06), (0.2, 0.56), stone * 0.95);
    spire(canvas, scene, frame, 0.27, 0.08, (0.555, 0.80), tiles);
    let face = wall(scene, stone, 0.25 * scene.side);
    shade(canvas, frame, &[(-0.44, 0.0), (-0.44, 0.34), (0.44, 0.34), (0.44, 0.0)], |x, y| {
        face * masonry(noise, x, y)
    });
    merlons(canvas, scene, frame, -0.44, 0.44, 0.34, stone);
    for x in [-0.44, 0.44] {
        shaft(canvas, scene, frame, (x, 0.0), (0.105, 0.095), (-0.01, 0.50), stone);
        merlons(canvas, scene, frame, x - 0.1, x + 0.1, 0.50, stone);
        pane(canvas, scene, frame, x, 0.32, 0.016, 0.07);
    }
    frame.plain(
        canvas,
        &[
            (-0.075, 0.0),
            (-0.075, 0.13),
            (-0.05, 0.185),
            (0.0, 0.205),
            (0.05, 0.185),
            (0.075, 0.13),
            (0.075, 0.0),
        ],
        Rgb::hex(0x141010),
    );
    for (x, y) in [
        (-0.28, 0.18),
        (-0.16, 0.18),
        (0.16, 0.18),
        (0.28, 0.18),
        (0.03, 0.58),
        (0.08, 0.70),
        (-0.2, 0.50),
        (0.27, 0.46),
    ] {
        pane(canvas, scene, frame, x, y, 0.014, 0.06);
    }
    let pole = Rgb::hex(0x4a3c30);
    frame.panel(canvas, scene, &[(0.046, 1.08), (0.046, 1.22), (0.054, 1.22), (0.054, 1.08)], pole, 0.0);
    frame.panel(canvas, scene, &[(0.05, 1.22), (0.05, 1.16), (-0.10, 1.185)], scene.accent(0xc83a30), 0.2);
}
