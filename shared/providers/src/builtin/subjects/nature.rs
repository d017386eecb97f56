//! Mountains, trees, breakers and the open country itself.

use super::flight;
use crate::builtin::canvas::{Canvas, below};
use crate::builtin::colour::Rgb;
use crate::builtin::intent::{Season, Setting};
use crate::builtin::math::{bell, lerp, sin, smooth, unit};
use crate::builtin::noise::Noise;
use crate::builtin::planes::ridge::unit3;
use crate::builtin::planes::trees::{self, Plant};
use crate::builtin::planes::{ground, water};
use crate::builtin::scene::{Scene, Stand};

/// A great mountain's measures.
struct Peak {
    base: f32,
    rise: f32,
    reach: f32,
    volcano: bool,
    noise: Noise,
}

/// Paints one great peak at the horizon, with lower ones beside it.
pub(super) fn peak(canvas: &mut Canvas, scene: &Scene<'_>) {
    let volcano = ["volcano", "fuji", "etna", "vesuvius"].iter().any(|word| scene.says(word));
    let rise = scene.horizon * 0.74 * scene.zoom().min(1.15);
    let reach = rise * if volcano { 1.75 } else { 1.45 };
    let peak = Peak { base: scene.horizon + 0.006, rise, reach, volcano, noise: scene.noise("peak") };
    let pixel = canvas.pixel();
    let line: Vec<f32> = (0..canvas.width()).map(|x| peak.crest(scene, (x as f32 + 0.5) * pixel)).collect();
    let top = line.iter().copied().fold(1.0_f32, f32::min);
    canvas.cover(top - pixel, scene.horizon + 0.06, |u, v| {
        let cover = below(line[((u / pixel) as usize).min(line.len() - 1)], v, pixel);
        (cover > 0.0).then(|| (peak.surface(scene, u, v), cover))
    });
    if scene.says("volcano") {
        super::smoke(canvas, scene, (scene.focus, peak.base - rise * 0.98), 0.05, 2.0);
    }
}

impl Peak {
    fn crest(&self, scene: &Scene<'_>, u: f32) -> f32 {
        let away = (u - scene.focus) / self.reach;
        if self.volcano {
            // A cone of ash lies at a steady slope and flattens towards its foot.
            let cone = (1.0 - away.abs()).max(0.0);
            let height = (cone * cone * 0.85 + 0.15 * cone).min(0.80 + 0.012 * self.noise.at(u * 50.0, 2.0));
            return self.base
                - self.rise * (height * 1.2 + 0.02 * self.noise.fbm(u * 9.0, 5.0, 4) * (1.0 - cone));
        }
        let shoulder =
            0.55 * bell(0.62, 0.24, away) + 0.42 * bell(-0.70, 0.28, away) + 0.26 * bell(-0.30, 0.16, away);
        let body = (1.0 - away.abs() * 1.25).max(0.0).max(shoulder);
        let crags = self.noise.fbm(u * 7.0, 5.0, 6) * 0.10 * smooth(0.0, 0.3, body) * lerp(1.0, 0.6, body);
        self.base - self.rise * (body + crags)
    }

    /// A lit and a shaded flank along a winding ridge, gullies that fan out from the top, snow by altitude.
    fn surface(&self, scene: &Scene<'_>, u: f32, v: f32) -> Rgb {
        let n = self.noise;
        let altitude = (self.base - v) / self.rise;
        let low = (1.0 - altitude).max(0.0);
        let ridge = scene.focus + self.reach * low * (0.16 * n.at(altitude * 5.0, 3.0) - 0.06 * scene.side);
        let fan = (u - scene.focus) / (low + 0.10);
        let gully = n.ridged(fan * 3.0 / self.rise + 0.4 * n.at(u * 5.0, v * 5.0), altitude * 2.2, 5) - 0.5;
        let step =
            n.ridged((fan + 0.012) * 3.0 / self.rise + 0.4 * n.at(u * 5.0, v * 5.0), altitude * 2.2, 5) - 0.5;
        let rough = n.fbm(u * 26.0, v * 26.0, 4);
        let flank = smooth(-0.05, 0.05, (u - ridge) + 0.03 * rough) * 2.0 - 1.0;
        let normal = unit3([0.62 * flank + 5.0 * (gully - step) + 0.18 * rough, 0.42, 0.62]);
        let stone =
            scene.own(0, 0x424450).mix(scene.own(0, 0x9a908a), unit(0.45 + 0.6 * gully + 0.3 * rough));
        let line = if scene.is_wintry() {
            0.10
        } else if self.volcano {
            0.66
        } else {
            0.48
        };
        let white = smooth(line - 0.05, line + 0.10, altitude + 0.30 * gully + 0.10 * rough);
        let ground = stone.over(Rgb::hex(0xf0f4fa), white);
        scene.light.through(scene.light.on(ground, normal), 0.36 + 0.40 * low * low)
    }
}

/// Paints a single great tree.
pub(in crate::builtin) fn tree(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let scene = &blossoming(scene);
    let mut chance = scene.chance("tree");
    let plant = Plant { u: stand.u, v: stand.v, tall: stand.size * 1.32, depth: 0.04 };
    ground::shadow(canvas, scene, (plant.u, plant.v), plant.tall * 0.34, plant.tall * 0.3);
    if ["pine", "fir", "spruce", "cypress", "christmas"].iter().any(|word| scene.says(word)) {
        trees::conifer(canvas, scene, plant, &mut chance);
    } else {
        trees::broadleaf(canvas, scene, plant, &mut chance);
    }
    if let Some((_, bright)) = scene.leaves {
        petals(canvas, scene, plant, bright);
    }
}

/// The scene with the leaf colours of the tree that the words name.
fn blossoming<'a>(scene: &Scene<'a>) -> Scene<'a> {
    let known: [(&str, u32, u32); 5] = [
        ("cherry", 0xc86a8c, 0xfcd4de),
        ("blossom", 0xc86a8c, 0xfcd4de),
        ("maple", 0x8a221a, 0xea622a),
        ("olive", 0x4a5a44, 0xa8b088),
        ("willow", 0x4a6a2c, 0xb8c85c),
    ];
    let own = scene.intent.palette.own().first().map(|lab| (lab.at(lab.l * 0.55).rgb(), lab.rgb()));
    let named = known
        .iter()
        .find(|(word, ..)| scene.says(word))
        .map(|(_, dark, bright)| (Rgb::hex(*dark), Rgb::hex(*bright)));
    let mut blossoming = scene.clone();
    blossoming.leaves = own.or(named);
    blossoming
}

/// Fallen petals or leaves below a tree.
fn petals(canvas: &mut Canvas, scene: &Scene<'_>, plant: Plant, colour: Rgb) {
    let mut chance = scene.chance("petals");
    let lit = scene.light.on(colour, [0.0, 0.9, 0.4]);
    canvas.next_shape();
    for _ in 0..160 {
        let spread = chance.range(-1.0, 1.0) * chance.unit();
        let at = (plant.u + spread * plant.tall * 0.6, plant.v + chance.range(-0.005, 0.06));
        let size = plant.tall * chance.range(0.004, 0.008);
        canvas.dab(at, (size * 1.5, size * 0.6), (1.0, 0.0), lit, 0.9);
    }
}

/// Paints a group of trees where a forest is asked for in open country.
pub(in crate::builtin) fn grove(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    if scene.place == Setting::Forest {
        return;
    }
    let mut chance = scene.chance("grove");
    let evergreen = scene.is_wintry() || scene.intent.season != Season::Autumn && chance.chance(0.5);
    let mut plants: Vec<Plant> = (0..22)
        .map(|_| {
            let near = chance.unit();
            Plant {
                u: stand.u + scene.length(0.75) * chance.range(-1.0, 1.0),
                v: stand.v + 0.05 * near,
                tall: stand.size * lerp(0.55, 0.95, near) * chance.range(0.85, 1.15),
                depth: lerp(0.5, 0.12, near),
            }
        })
        .collect();
    plants.sort_by(|a, b| a.v.total_cmp(&b.v));
    for plant in plants {
        if evergreen {
            trees::conifer(canvas, scene, plant, &mut chance);
        } else {
            trees::broadleaf(canvas, scene, plant, &mut chance);
        }
    }
}

/// Paints breakers that roll towards the viewer.
pub(in crate::builtin) fn breakers(canvas: &mut Canvas, scene: &Scene<'_>) {
    flight::flock(canvas, scene, 5);
    let swell = water::Swell::sea(scene);
    let noise = scene.noise("breakers");
    let foam = scene.light.ambient * 1.0 + scene.light.key * 0.42 + scene.light.haze * 0.10;
    let deep =
        scene.light.sky(0.75).mix(Rgb::hex(0x0c4856), 0.55).lit(scene.light.ambient + Rgb::WHITE * 0.25);
    let clear = scene.light.on(scene.own(0, 0x48a8a0), [scene.side * 0.5, 0.5, 0.5]);
    for wave in 0..4_u8 {
        let near = (f32::from(wave) + 0.6) / 4.2;
        let base = lerp(scene.horizon, 1.0, near * near * 0.5 + near * 0.48);
        let tall = lerp(0.012, 0.115, near * near) * (0.45 + 0.75 * swell.height.min(1.6));
        let phase = f32::from(wave) * 2.3 + scene.focus * 3.0;
        canvas.cover(base - tall * 1.5, (base + tall * 1.3).min(1.0), |u, v| {
            let hump = 0.62
                + 0.38 * sin(u * lerp(9.0, 2.6, near) + phase)
                + 0.22 * noise.fbm(u * 5.0, f32::from(wave), 3);
            let crest = base - tall * hump.max(0.0);
            let t = (v - crest) / (tall * 1.25);
            if !(0.0..1.0).contains(&t) {
                return None;
            }
            let streak = noise.fbm(u * 7.0 / (near + 0.3), t * 2.6 + 4.0 * near, 4);
            // Thin water at the crest glows; the trough is dark.
            let body = clear.over(deep, smooth(0.02, 0.55, t + 0.18 * streak));
            let breaking = smooth(0.35, 0.95, hump);
            let torn = noise.fbm(u * 26.0 / (near + 0.35), v * 40.0, 4);
            let lip = breaking * smooth(0.34, 0.02, t + 0.22 * torn);
            let lace =
                0.6 * smooth(0.10, 0.0, noise.fbm(u * 9.0, v * 22.0, 3).abs()) * smooth(0.25, 0.9, t) * near;
            let cover = smooth(0.0, 0.03, t) * smooth(1.0, 0.55, t);
            Some((body.over(foam, unit(lip + lace * breaking)), cover))
        });
    }
}

/// Paints birds, which give an open landscape its scale.
pub(in crate::builtin) fn landscape(canvas: &mut Canvas, scene: &Scene<'_>) {
    if !scene.is_dark() {
        flight::flock(canvas, scene, 6);
    }
}
