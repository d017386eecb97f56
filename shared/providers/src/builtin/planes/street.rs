//! A street in one-point perspective: façades, pavement, lamps, and a floor that shines when it is wet.

use super::Backdrop;
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::intent::Weather;
use crate::builtin::math::{exp, lerp, smooth, unit};
use crate::builtin::noise::Noise;
use crate::builtin::outline::Outline;
use crate::builtin::scene::{Scene, Stand};

/// The street's geometry: the eye is one unit above the road, walls stand `half` to each side.
#[derive(Clone, Copy)]
struct View {
    vanish: (f32, f32),
    half: f32,
}

impl View {
    /// A point `x` to the right, `y` up and `z` ahead.
    fn at(self, x: f32, y: f32, z: f32) -> (f32, f32) {
        (self.vanish.0 + x * self.half / z, self.vanish.1 + (1.0 - self.vanish.1) * (1.0 - y) / z)
    }
}

/// One wall plane of a house front.
struct Front {
    side: f32,
    near: f32,
    far: f32,
    tall: f32,
    paint: Rgb,
    /// Windows per unit along and up.
    rhythm: (f32, f32),
    key: i32,
}

/// Paints the street and gives the subject's place in the middle of it.
pub(in crate::builtin) fn paint(canvas: &mut Canvas, scene: &Scene<'_>) -> Stand {
    let vanish = (scene.aspect * 0.5 - scene.side * 0.06 * scene.aspect, scene.horizon.min(0.66));
    let view = View { vanish, half: 0.46 * scene.aspect.max(0.7) };
    let end: Backdrop = crate::builtin::subjects::skyline;
    end(canvas, scene);
    let noise = scene.noise("street");
    floor(canvas, scene, view, noise);
    let mut fronts = fronts(scene);
    fronts.sort_by(|a, b| b.far.total_cmp(&a.far));
    for front in &fronts {
        wall(canvas, scene, view, front, noise);
    }
    lamps(canvas, scene, view);
    if is_wet(scene) {
        shine(canvas, scene, view, noise);
    }
    Stand {
        u: lerp(vanish.0, scene.focus, 0.45),
        v: lerp(view.vanish.1, 1.0, 0.62),
        size: scene.length(0.47) * scene.zoom(),
    }
}

fn is_wet(scene: &Scene<'_>) -> bool {
    matches!(scene.intent.weather, Weather::Rain | Weather::Storm) || scene.is_dark()
}

fn fronts(scene: &Scene<'_>) -> Vec<Front> {
    let mut chance = scene.chance("fronts");
    let paints = [0xb88a6a, 0x9c6a58, 0xc8b492, 0x7e868c, 0xa8a090, 0x8c5a4c, 0xb098a0];
    let mut fronts = Vec::new();
    for side in [-1.0_f32, 1.0] {
        let mut near = 0.55;
        while near < 16.0 {
            let far = near * chance.range(1.28, 1.6);
            fronts.push(Front {
                side,
                near,
                far,
                tall: chance.range(2.1, 4.6) + 0.06 * near,
                paint: Rgb::hex(paints[chance.index(paints.len())]),
                rhythm: (chance.range(2.2, 3.4) / (far - near).sqrt(), chance.range(1.9, 2.6)),
                key: (chance.bits() & 0xffff) as i32,
            });
            near = far;
        }
    }
    fronts
}

fn wall(canvas: &mut Canvas, scene: &Scene<'_>, view: View, front: &Front, noise: Noise) {
    let x = front.side;
    let outline = Outline::polygon(&[
        view.at(x, 0.0, front.near),
        view.at(x, front.tall, front.near),
        view.at(x, front.tall, front.far),
        view.at(x, 0.0, front.far),
    ]);
    let lit = unit(0.5 - 0.5 * x * -scene.side);
    canvas.fill(&outline, |u, v| {
        let z = (view.half / (u - view.vanish.0).abs().max(1e-4)).clamp(front.near, front.far);
        let y = 1.0 - (v - view.vanish.1) * z / (1.0 - view.vanish.1);
        let worn = 0.9 + 0.2 * noise.fbm(z * 9.0, y * 4.0, 3);
        let cornice = if y > front.tall - 0.12 { 1.25 } else { 1.0 };
        let low = smooth(0.0, 0.5, y) * 0.3 + 0.7;
        let normal = [-x * 0.9, 0.05, 0.25 + 0.3 * lit];
        let stone = scene.light.on(front.paint * (worn * cornice * low), normal);
        let colour = window(scene, front, z, y).map_or(stone, |glass| glass);
        scene.light.through(colour, unit(0.055 * z))
    });
}

/// The pane at a point of a front, or nothing between windows.
fn window(scene: &Scene<'_>, front: &Front, z: f32, y: f32) -> Option<Rgb> {
    let along = (z - front.near) * front.rhythm.0 * 2.0;
    let up = y * front.rhythm.1;
    let (fx, fy) = (along - along.floor(), up - up.floor());
    let shop = up < 1.0;
    let inside = if shop {
        (0.10..0.90).contains(&fx) && (0.12..0.80).contains(&fy)
    } else {
        (0.28..0.72).contains(&fx) && (0.22..0.80).contains(&fy)
    };
    if !inside || y > front.tall - 0.15 {
        return None;
    }
    let cell = Noise::new(front.key as u64).cell(along.floor() as i32, up.floor() as i32);
    let on = cell < if shop { 0.85 } else { 0.42 };
    let day = scene.light.sky(0.6) * 0.35 + Rgb::hex(0x1a2028) * 0.5;
    let glow = scene.light.lamp * if shop { 1.35 } else { 0.75 + 0.6 * cell };
    let dark = day * 0.5;
    Some(if on { day.over(glow, unit(scene.light.lamps)) } else { day.over(dark, unit(scene.light.lamps)) })
}

fn floor(canvas: &mut Canvas, scene: &Scene<'_>, view: View, noise: Noise) {
    let (_, h) = view.vanish;
    canvas.cover(h, 1.0, |u, v| {
        let z = (1.0 - h) / (v - h).max(1e-4);
        let x = (u - view.vanish.0) * z / view.half;
        let kerb = smooth(0.62, 0.64, x.abs());
        let grit = noise.fbm(x * 9.0, z * 9.0, 4);
        let setts = noise.cell((x * 26.0).floor() as i32, (z * 16.0).floor() as i32);
        let road = Rgb::hex(0x44454a).mix(Rgb::hex(0x787674), unit(0.35 + 0.4 * grit + 0.25 * (setts - 0.5)));
        let pavement = Rgb::hex(0x868078) * (0.9 + 0.15 * grit);
        let stone = road.over(pavement, kerb);
        let snowy = if scene.is_wintry() { stone.mix(Rgb::hex(0xe6ecf2), 0.35 + 0.4 * kerb) } else { stone };
        let lit = scene.light.on(snowy, [0.0, 0.95, 0.3]);
        Some((scene.light.through(lit, unit(0.05 * z)), 1.0))
    });
}

fn lamps(canvas: &mut Canvas, scene: &Scene<'_>, view: View) {
    let iron = scene.light.on(Rgb::hex(0x2c2c30), [0.3, 0.2, 0.8]);
    for z in [9.0_f32, 5.4, 3.3, 2.0, 1.25] {
        for x in [-0.66_f32, 0.66] {
            let (foot, top) = (view.at(x, 0.0, z), view.at(x, 1.9, z));
            let width = 0.018 / z;
            let pole = scene.light.through(iron, unit(0.055 * z));
            canvas.fill(&Outline::taper(foot, top, width * 1.5, width), |_, _| pole);
            let glass = Outline::ellipse(top, 0.026 / z, 0.032 / z);
            let glow = Rgb::hex(0xd8d8d0)
                .lit(scene.light.ambient)
                .over(scene.light.lamp * 2.2, unit(scene.light.lamps));
            canvas.fill(&glass, |_, _| glow);
            if scene.is_dark() {
                canvas.glow(top, 0.42 / z, scene.light.lamp * 0.8);
                canvas.glow((foot.0, foot.1), 0.30 / z, scene.light.lamp * 0.16);
            }
        }
    }
}

/// Mirrors the walls in the wet floor, each about its own foot.
fn shine(canvas: &mut Canvas, scene: &Scene<'_>, view: View, noise: Noise) {
    let above = canvas.clone();
    let (_, h) = view.vanish;
    let wet = if matches!(scene.intent.weather, Weather::Rain | Weather::Storm) { 0.75 } else { 0.34 };
    canvas.each(h, 1.0, |u, v, pixel| {
        let contact = (h + (1.0 - h) * (u - view.vanish.0).abs() / view.half).min(1.0);
        let away = v - contact;
        if away <= 0.0 {
            return;
        }
        let near = (v - h) / (1.0 - h);
        let ripple = 0.02 * near * noise.fbm(u * 26.0 / (near + 0.2), v * 60.0 / (near + 0.2), 3);
        let mirrored = above.sample(u + ripple, contact - away * 0.95 + ripple);
        let puddle = smooth(-0.35, 0.35, noise.fbm(u * 5.0 / (near + 0.15), v * 14.0 / (near + 0.15), 3));
        *pixel = pixel.over(mirrored * 0.9, unit(wet * (0.45 + 0.55 * puddle) * exp(-away * 0.7)));
    });
}
