//! A lighthouse with its keeper's house, and its beam after dark.

use super::surface::{lit_window, rounded};
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::math::{bell, exp, lerp, smooth, unit};
use crate::builtin::outline::Outline;
use crate::builtin::scene::{Scene, Stand};

/// Half the width of the tower at its foot and under the gallery, as shares of its height.
const FOOT: f32 = 0.105;
const NECK: f32 = 0.062;
/// Where the tower ends and the lantern begins, as a share of the height.
const GALLERY: f32 = 0.80;

/// Paints the lighthouse.
pub(in crate::builtin) fn paint(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let lamp = (stand.u, stand.v - stand.size * 0.868);
    if scene.is_dark() {
        beam(canvas, scene, lamp, stand.size);
    }
    cottage(canvas, scene, stand);
    tower(canvas, scene, stand);
    lantern(canvas, scene, stand, lamp);
}

fn half_width(t: f32) -> f32 {
    // A slight flare at the foot, as masonry towers have.
    lerp(FOOT, NECK, t / GALLERY) + 0.03 * exp(-t * 16.0)
}

fn tower(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let Stand { u, v, size } = stand;
    let edge = |sign: f32| {
        (0..=16_u8).map(move |step| {
            let t = GALLERY * f32::from(step) / 16.0;
            (u + sign * half_width(t) * size, v - t * size)
        })
    };
    let right: Vec<_> = edge(1.0).collect();
    let outline: Vec<_> = edge(-1.0).chain(right.into_iter().rev()).collect();
    let noise = scene.noise("masonry");
    let white = scene.own(1, 0xf3eee2);
    let stripe = scene.own(0, 0xb8322a);
    canvas.fill(&Outline::polygon(&outline), |x, y| {
        let t = (v - y) / size;
        let across = (x - u) / (half_width(t) * size);
        // Bands follow the round of the tower: they sag a little in the middle.
        let sag = 0.012 * (1.0 - across * across);
        let band = ((t + sag) / GALLERY * 5.0).floor() as i32;
        let paint = if band % 2 == 1 { stripe } else { white };
        let worn = 0.93 + 0.10 * noise.fbm(x * 60.0, y * 25.0, 3);
        let streak = 0.06 * smooth(0.1, 0.6, noise.fbm(x * 90.0, y * 5.0, 2));
        rounded(scene, paint * (worn - streak), across)
    });
    windows(canvas, scene, stand);
}

fn windows(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    for (t, turn) in [(0.18, -0.1), (0.38, 0.22), (0.58, -0.06)] {
        let half = half_width(t) * stand.size;
        let (w, h) = (0.20 * half, 0.036 * stand.size);
        let (x, y) = (stand.u + turn * half, stand.v - t * stand.size);
        let frame = Outline::rect(x - w * 0.8, y - h * 0.15, w * 1.6, h * 1.25);
        canvas.fill(&frame, |_, _| rounded(scene, Rgb::hex(0x6a645c), turn));
        let pane = Outline::rect(x - w / 2.0, y, w, h);
        let glass = lit_window(scene, 0.85);
        canvas.fill(&pane, |_, _| glass);
    }
    let (w, h) = (0.034 * stand.size, 0.082 * stand.size);
    let door = Outline::polygon(&[
        (stand.u - w / 2.0, stand.v),
        (stand.u - w / 2.0, stand.v - h * 0.8),
        (stand.u - w * 0.25, stand.v - h),
        (stand.u + w * 0.25, stand.v - h),
        (stand.u + w / 2.0, stand.v - h * 0.8),
        (stand.u + w / 2.0, stand.v),
    ]);
    canvas.fill(&door, |_, _| rounded(scene, Rgb::hex(0x5a3a2a), 0.0));
}

fn lantern(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand, lamp: (f32, f32)) {
    let Stand { u, v, size } = stand;
    let iron = Rgb::hex(0x2e3036);
    let dome = scene.own(0, 0x9c2b26);
    let at = |t: f32| v - t * size;
    let slab = |half: f32, low: f32, high: f32| {
        Outline::polygon(&[
            (u - half * size, at(low)),
            (u + half * size, at(low)),
            (u + half * size, at(high)),
            (u - half * size, at(high)),
        ])
    };
    let across = |x: f32, half: f32| (x - u) / (half * size);
    // Corbel, gallery and rail.
    let corbel = [(NECK, GALLERY - 0.035), (0.088, GALLERY), (-0.088, GALLERY), (-NECK, GALLERY - 0.035)];
    let corbel: Vec<_> = corbel.iter().map(|(x, t)| (u + x * size, at(*t))).collect();
    canvas
        .fill(&Outline::polygon(&corbel), |x, _| rounded(scene, Rgb::hex(0xcfc8ba), across(x, 0.088)) * 0.8);
    canvas.fill(&slab(0.096, GALLERY, GALLERY + 0.012), |x, _| rounded(scene, iron * 1.6, across(x, 0.096)));
    let mut rail = Outline::default();
    for post in -5_i8..=5 {
        let x = u + f32::from(post) * 0.0184 * size;
        rail.add_polygon(&[
            (x - 0.0016 * size, at(GALLERY)),
            (x + 0.0016 * size, at(GALLERY)),
            (x + 0.0016 * size, at(GALLERY + 0.045)),
            (x - 0.0016 * size, at(GALLERY + 0.045)),
        ]);
    }
    let glass_light = glass(scene);
    canvas.fill(&slab(0.046, GALLERY + 0.012, 0.925), |x, y| {
        let middle = bell(0.0, 0.75, across(x, 0.046)) * bell(lamp.1, 0.06 * size, y);
        glass_light * (0.45 + 1.1 * middle)
    });
    for bar in -2_i8..=2 {
        let x = u + f32::from(bar) * 0.0225 * size;
        canvas.fill(&Outline::rect(x - 0.0019 * size, at(0.925), 0.0038 * size, 0.113 * size), |_, _| {
            iron * 0.7
        });
    }
    canvas.fill(&rail, |x, _| rounded(scene, iron, across(x, 0.1)));
    canvas.fill(&slab(0.096, GALLERY + 0.043, GALLERY + 0.048), |x, _| rounded(scene, iron, across(x, 0.1)));
    canvas.fill(&slab(0.056, 0.922, 0.936), |x, _| rounded(scene, dome, across(x, 0.056)));
    let roof: Vec<_> = [
        (-0.053, 0.935),
        (-0.040, 0.958),
        (-0.018, 0.975),
        (0.0, 0.980),
        (0.018, 0.975),
        (0.040, 0.958),
        (0.053, 0.935),
    ]
    .iter()
    .map(|(x, t)| (u + x * size, at(*t)))
    .collect();
    canvas.fill(&Outline::polygon(&roof), |x, _| rounded(scene, dome, across(x, 0.053)));
    canvas.fill(&Outline::ellipse((u, at(0.985)), 0.010 * size, 0.010 * size), |x, _| {
        rounded(scene, dome, across(x, 0.01))
    });
    canvas
        .fill(&Outline::taper((u, at(0.99)), (u, at(1.035)), 0.005 * size, 0.002 * size), |_, _| iron * 0.6);
    if scene.is_dark() {
        canvas.glow(lamp, 0.07 * size, Rgb::WHITE * 2.2 + scene.light.lamp * 3.0);
        canvas.glow(lamp, 0.55 * size, scene.light.lamp * 0.85);
    }
}

fn glass(scene: &Scene<'_>) -> Rgb {
    let day = scene.light.sky(0.4) * 0.6 + Rgb::hex(0x3a4a50) * 0.3;
    day.over(scene.light.lamp * 1.6 + Rgb::WHITE * 0.4, unit(scene.light.lamps))
}

/// Two cones of light: the long one towards the open sky, the short one away from it.
fn beam(canvas: &mut Canvas, scene: &Scene<'_>, lamp: (f32, f32), size: f32) {
    let light = scene.light.lamp.over(Rgb::WHITE, 0.35);
    let noise = scene.noise("beam");
    for (direction, reach, power) in [(scene.side, 1.9, 0.50), (-scene.side, 0.9, 0.30)] {
        let rise = if direction * scene.side > 0.0 { -0.085 } else { 0.06 };
        let length = reach * scene.aspect.max(0.8);
        let end = (lamp.0 + direction * length, lamp.1 + rise * length);
        let spread = 0.075 * length;
        let cone = Outline::taper(lamp, end, 0.035 * size, 2.0 * spread);
        canvas.shine(&cone, |u, v| {
            let along = ((u - lamp.0) / (direction * length)).max(0.0);
            let axis = lerp(lamp.1, end.1, along);
            let half = lerp(0.017 * size, spread, along);
            let off = (v - axis).abs() / half;
            let soft = smooth(1.0, 0.15, off);
            let dust = 0.82 + 0.28 * noise.fbm(u * 5.0, v * 9.0, 3);
            light * (power * soft * dust * exp(-along * 3.4) / (1.0 + 2.2 * along))
        });
    }
}

/// The keeper's house, on the landward side.
fn cottage(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let s = stand.size;
    let away = -scene.side;
    let near = stand.u + away * 0.135 * s;
    let (w, wall, roof) = (0.27 * s, 0.085 * s, 0.075 * s);
    let base = stand.v + 0.006;
    let far = near + away * w;
    let (left, right) = (near.min(far), near.max(far));
    let noise = scene.noise("cottage");
    let body = Outline::rect(left, base - wall, right - left, wall + 0.01);
    let plaster = Rgb::hex(0xe9e2d3);
    canvas.fill(&body, |x, y| {
        let grit = 0.95 + 0.1 * noise.fbm(x * 70.0, y * 70.0, 2);
        let shade = 1.0 - 0.25 * smooth(base - wall + 0.012 * s, base - wall, y);
        scene.light.on(plaster * (grit * shade), [scene.side * 0.25, 0.1, 0.95])
    });
    let over = 0.012 * s;
    let tiles = Outline::polygon(&[
        (left - over, base - wall + 0.004 * s),
        (right + over, base - wall + 0.004 * s),
        (right - 0.03 * s, base - wall - roof),
        (left + 0.03 * s, base - wall - roof),
    ]);
    canvas.fill(&tiles, |x, y| {
        let rows =
            0.92 + 0.08 * smooth(0.2, 0.5, ((y / (0.012 * s)) - (y / (0.012 * s)).floor() - 0.5).abs());
        let worn = 0.9 + 0.2 * noise.fbm(x * 50.0, y * 50.0, 3);
        scene.light.on(Rgb::hex(0x6e4a42) * (rows * worn), [scene.side * 0.3, 0.75, 0.55])
    });
    let chimney = Outline::rect(lerp(left, right, 0.62), base - wall - roof - 0.035 * s, 0.024 * s, 0.06 * s);
    canvas.fill(&chimney, |_, _| scene.light.on(Rgb::hex(0x865a4c), [scene.side * 0.5, 0.1, 0.8]));
    for (share, brightness) in [(0.2, 1.0), (0.5, 0.75), (0.8, 1.0)] {
        let x = lerp(left, right, share);
        let pane = Outline::rect(x - 0.013 * s, base - wall * 0.72, 0.026 * s, 0.036 * s);
        let glass = lit_window(scene, brightness);
        canvas.fill(&pane, |_, _| glass);
        if scene.is_dark() {
            canvas.glow((x, base - wall * 0.5), 0.07 * s, scene.light.lamp * 0.22);
        }
    }
}
