//! Inside a forest: trunks in planes that fade into light, with the ground and shafts between.

use super::ground;
use super::trees::{self, Plant};
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::math::{cos, lerp, sin, smooth, unit};
use crate::builtin::outline::Outline;
use crate::builtin::random::Random;
use crate::builtin::scene::{Scene, Stand};

/// Paints the wood and the clearing in which a subject stands.
pub(in crate::builtin) fn paint(canvas: &mut Canvas, scene: &Scene<'_>) -> Stand {
    glade_light(canvas, scene);
    let conifers = scene.intent.season != crate::builtin::intent::Season::Autumn
        && (scene.is_wintry() || scene.chance("wood").chance(0.55));
    let h = scene.horizon;
    for plane in 0..4_u8 {
        let near = f32::from(plane) / 4.0;
        let depth = lerp(0.95, 0.12, near);
        wall(canvas, scene, plane, near, depth, conifers);
        if plane > 0 {
            shafts(canvas, scene, plane);
        }
    }
    ground::paint(canvas, scene, |_| h + 0.02);
    ground::road(canvas, scene, (scene.focus - scene.side * 0.04, h + 0.022), 0.34, false);
    litter(canvas, scene);
    Stand { u: scene.focus, v: lerp(h, 1.0, 0.34), size: scene.length(0.47) * scene.zoom() }
}

/// Brightness behind the trees, where the wood opens.
fn glade_light(canvas: &mut Canvas, scene: &Scene<'_>) {
    let light = scene.light.haze * 0.9 + scene.light.disc.light * 0.25;
    canvas.each(0.0, 1.0, |u, v, pixel| {
        let (du, dv) = (u - scene.focus, v - scene.horizon * 0.75);
        let far = (du * du * 0.8 + dv * dv).sqrt();
        *pixel = pixel.over(light, 0.55 * smooth(0.85, 0.0, far));
    });
}

/// One plane of trees with a gap at the middle.
fn wall(canvas: &mut Canvas, scene: &Scene<'_>, plane: u8, near: f32, depth: f32, conifers: bool) {
    let mut chance =
        Random::stream(scene.chance("wall").bits(), ["a", "b", "c", "d"][usize::from(plane.min(3))]);
    let count = (lerp(19.0, 8.0, near) * scene.aspect.max(0.6)) as usize;
    let gap = lerp(0.05, 0.36, near) * scene.aspect.min(1.0);
    let foot = lerp(scene.horizon + 0.03, lerp(scene.horizon, 1.0, 0.4), near * near);
    for _ in 0..count {
        let u = chance.range(-0.1, scene.aspect + 0.1);
        let off = u - scene.focus;
        let u = if off.abs() < gap { scene.focus + gap * off.signum() + off } else { u };
        let tall = lerp(0.55, 1.25, near) * chance.range(0.8, 1.2);
        let plant = Plant { u, v: foot + chance.range(-0.01, 0.03), tall, depth };
        if conifers {
            trees::conifer(canvas, scene, Plant { tall: tall * 0.95, ..plant }, &mut chance);
        } else {
            trunk(canvas, scene, plant, &mut chance);
        }
    }
    if !conifers {
        canopy(canvas, scene, near, depth, &mut chance);
    }
}

fn trunk(canvas: &mut Canvas, scene: &Scene<'_>, plant: Plant, chance: &mut Random) {
    let Plant { u, v, tall, depth } = plant;
    let wide = tall * chance.range(0.022, 0.040);
    let lean = chance.range(-0.05, 0.05);
    let noise = scene.noise("bark");
    let top = v - tall * 1.2;
    let points = [
        (u, v + 0.01, wide * 1.9),
        (u + lean * 0.1, v - tall * 0.05, wide * 1.15),
        (u + lean * 0.5, v - tall * 0.5, wide),
        (u + lean, top, wide * 0.7),
    ];
    canvas.fill(&Outline::ribbon(&points), |x, y| {
        let t = unit((v - y) / (tall * 1.2));
        let across = ((x - u - lean * t) / (wide * 0.55)).clamp(-1.0, 1.0);
        let rough = noise.fbm(x * 60.0, y * 9.0, 2);
        let bark = Rgb::hex(0x3a2c26).mix(Rgb::hex(0x86705c), unit(0.4 + 0.6 * rough));
        let lit =
            scene.light.on(bark, [across * 0.9 + 0.3 * rough, 0.1, (1.0 - across * across).max(0.0).sqrt()]);
        scene.light.through(lit, depth)
    });
}

/// Leaves overhead, thinner in the middle.
fn canopy(canvas: &mut Canvas, scene: &Scene<'_>, near: f32, depth: f32, chance: &mut Random) {
    let (dark, bright) = scene.foliage();
    canvas.next_shape();
    let count = (lerp(700.0, 420.0, near) * scene.aspect) as usize;
    for _ in 0..count {
        let u = chance.range(-0.05, scene.aspect + 0.05);
        let open = smooth(0.0, 0.7, (u - scene.focus).abs());
        let v = chance.unit() * chance.unit() * lerp(0.40, 0.62, open * near) + chance.range(-0.06, 0.04);
        let size = lerp(0.010, 0.026, near) * chance.range(0.6, 1.4);
        let leaf = dark.mix(bright, unit(chance.range(0.0, 0.75) + 0.3 * (1.0 - open)));
        let lit = scene.light.on(leaf, [scene.side * chance.range(-0.2, 0.9), 0.5, 0.4]);
        let turn = chance.range(0.0, std::f32::consts::PI);
        canvas.dab((u, v), (size, size * 0.6), (cos(turn), sin(turn)), scene.light.through(lit, depth), 0.9);
    }
}

/// Light that falls through the leaves.
fn shafts(canvas: &mut Canvas, scene: &Scene<'_>, plane: u8) {
    let mut chance = Random::stream(
        scene.chance("shafts").bits(),
        ["", "near", "middle", "far"][usize::from(plane.min(3))],
    );
    let strength = 0.03 + 0.03 * scene.light.disc.light.luma().min(1.5);
    for _ in 0..3 {
        let top = scene.focus + scene.side * chance.range(-0.1, 0.6);
        let foot = top - scene.side * chance.range(0.25, 0.5);
        let wide = chance.range(0.03, 0.10);
        let beam = Outline::taper((top, -0.05), (foot, scene.horizon + 0.15), wide, wide * 2.4);
        let light = scene.light.disc.light * strength;
        canvas.shine(&beam, |u, v| {
            let t = unit(v / (scene.horizon + 0.15));
            let axis = lerp(top, foot, t);
            let half = lerp(wide, wide * 2.4, t) * 0.5;
            let soft = smooth(1.0, 0.0, (u - axis).abs() / half);
            light * (soft * smooth(1.0, 0.5, t))
        });
    }
}

/// Fallen leaves, ferns and stones.
fn litter(canvas: &mut Canvas, scene: &Scene<'_>) {
    let mut chance = scene.chance("litter");
    let (dark, bright) = scene.foliage();
    canvas.next_shape();
    for _ in 0..(500.0 * scene.aspect) as usize {
        let near = chance.unit().sqrt();
        let (u, v) = (chance.range(0.0, scene.aspect), lerp(scene.horizon + 0.03, 1.0, near));
        let size = lerp(0.0012, 0.007, near);
        let leaf = dark.mix(bright, chance.range(0.1, 0.9)) * lerp(1.0, 0.75, near);
        let lit = scene.light.through(scene.light.on(leaf, [0.1, 0.9, 0.3]), 0.45 * (1.0 - near));
        canvas.dab((u, v), (size * 1.6, size * 0.7), (1.0, chance.range(-0.3, 0.3)), lit, 0.8);
    }
}
