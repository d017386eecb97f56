//! Lakes, rivers, beaches and the open sea.

use super::ridge::{self, Ridge};
use super::trees::{self, Plant};
use super::water::{self, Swell};
use super::{Backdrop, ground};
use crate::builtin::canvas::{Canvas, below};
use crate::builtin::colour::Rgb;
use crate::builtin::intent::{Family, Setting, Subject};
use crate::builtin::math::{bell, lerp, smooth, unit};
use crate::builtin::scene::{Scene, Stand};

/// Paints water and its shores and gives the subject's place: afloat, or on the near shore.
pub(in crate::builtin) fn paint(canvas: &mut Canvas, scene: &Scene<'_>, backdrop: Backdrop) -> Stand {
    far_shore(canvas, scene);
    backdrop(canvas, scene);
    let swell = swell(scene);
    water::paint(canvas, scene, swell);
    let size = scene.length(0.47) * scene.zoom();
    if afloat(scene) {
        return Stand { u: scene.focus, v: lerp(scene.horizon, 1.0, 0.34), size };
    }
    if scene.place == Setting::Island {
        return island(canvas, scene, size, swell);
    }
    bank(canvas, scene, size)
}

/// The waves of the place.
pub(in crate::builtin) fn swell(scene: &Scene<'_>) -> Swell {
    match scene.place {
        Setting::Lake | Setting::River => Swell::inland(scene),
        _ => Swell::sea(scene),
    }
}

/// True for subjects that are on or in the water rather than beside it.
pub(in crate::builtin) fn afloat(scene: &Scene<'_>) -> bool {
    let backdrop = matches!(
        scene.intent.subject.family(),
        Family::City | Family::Mountain | Family::Sea | Family::Landscape
    );
    let vessel = matches!(scene.intent.subject, Subject::Boat | Subject::Ship | Subject::Fish);
    vessel || backdrop
}

fn far_shore(canvas: &mut Canvas, scene: &Scene<'_>) {
    let h = scene.horizon;
    match scene.place {
        Setting::Lake | Setting::River => {
            let (dark, bright) = scene.foliage();
            let alpine = scene.place == Setting::Lake;
            let stone = (Rgb::hex(0x4c505c), Rgb::hex(0x949090));
            let big = scene.intent.subject == Subject::Mountain;
            let ridges = [0, 1].map(|at: usize| {
                let ridge = Ridge {
                    base: h + 0.004,
                    rise: if alpine && !big { 0.24 - 0.10 * at as f32 } else { 0.12 - 0.04 * at as f32 }
                        * (h / 0.6),
                    pitch: 1.4 + 0.6 * at as f32,
                    sharp: if alpine { 0.8 } else { 0.05 },
                    depth: [1.0, 0.74][at],
                    dark: stone.0.mix(dark, at as f32 * 0.7),
                    bright: stone.1.mix(bright, at as f32 * 0.7),
                    snow: if alpine && at == 0 { 0.5 } else { 0.0 },
                    rough: if alpine { 0.9 } else { 0.4 },
                };
                (ridge, ["range", "hills"][at])
            });
            ridge::paint(canvas, scene, &ridges, h);
            trees::belt(canvas, scene, h, scene.length(0.035), 0.5, "far trees");
        }
        Setting::Sea => ridge::headlands(canvas, scene, 0.55),
        _ => ridge::headlands(canvas, scene, 1.0),
    }
}

/// The near shore: grass with trees by a lake, sand with wash by the sea.
fn bank(canvas: &mut Canvas, scene: &Scene<'_>, size: f32) -> Stand {
    let h = scene.horizon;
    let n = scene.noise("bank");
    let line = |u: f32| {
        let share = if scene.side < 0.0 { u / scene.aspect } else { 1.0 - u / scene.aspect };
        let rise = smooth(0.16, 0.74, share);
        lerp(1.02, lerp(h, 1.0, 0.20), rise)
            + 0.022 * n.fbm(u * 3.0, 1.0, 4)
            + 0.012 * n.fbm(u * 14.0, 2.0, 3)
    };
    let sandy = matches!(scene.place, Setting::Coast | Setting::Sea);
    let pixel = canvas.pixel();
    let foam = scene.light.ambient * 0.9 + scene.light.key * 0.3 + scene.light.haze * 0.1;
    let rough = scene.noise("ground");
    canvas.cover(h, 1.0, |u, v| {
        let edge = line(u);
        let wash = if sandy { 0.035 } else { 0.012 };
        let cover = below(edge - wash, v, pixel);
        if cover <= 0.0 {
            return None;
        }
        let inside = v - edge;
        if inside < 0.0 {
            // Shallow water runs out in lace over wet ground.
            let lace = smooth(0.22, 0.0, n.fbm(u * 16.0, v * 30.0, 3).abs());
            let rim = bell(-wash, wash * 0.35, inside + wash * 0.5 * n.fbm(u * 9.0, v * 9.0, 2));
            return Some((
                foam,
                cover * unit(if sandy { 0.25 + 0.6 * lace + 0.5 * rim } else { 0.25 * rim }),
            ));
        }
        let wet = smooth(0.03, 0.0, inside);
        let soil = ground::surface(scene, rough, u, v, h - 0.05);
        let edge_shade = if sandy { 1.0 - 0.45 * wet } else { 1.0 - 0.55 * smooth(0.014, 0.0, inside) };
        Some((soil * edge_shade, cover))
    });
    let v = line(scene.focus) + 0.05 * (1.0 - h) + 0.015;
    if !sandy {
        waterside_trees(canvas, scene, &line);
    }
    Stand { u: scene.focus, v, size }
}

fn waterside_trees(canvas: &mut Canvas, scene: &Scene<'_>, line: &impl Fn(f32) -> f32) {
    let mut chance = scene.chance("waterside");
    for _ in 0..3 {
        let u = scene.across(chance.range(0.86, 1.02));
        let tall = scene.length(chance.range(0.20, 0.34));
        let plant = Plant { u, v: line(u) + 0.03, tall, depth: 0.22 };
        if scene.is_wintry() || scene.place == Setting::Lake {
            trees::conifer(canvas, scene, plant, &mut chance);
        } else {
            trees::broadleaf(canvas, scene, plant, &mut chance);
        }
    }
}

/// A small island under the subject, mirrored in the water.
fn island(canvas: &mut Canvas, scene: &Scene<'_>, size: f32, swell: Swell) -> Stand {
    let foot = lerp(scene.horizon, 1.0, 0.22);
    let water = canvas.next_shape() - 1;
    let n = scene.noise("island");
    let half = scene.length(0.34);
    let pixel = canvas.pixel();
    let first = canvas.next_shape();
    let crest = |u: f32| {
        let away = ((u - scene.focus) / half).abs().min(1.0);
        foot - scene.length(0.085) * (1.0 - away * away * away) * (0.85 + 0.3 * n.fbm(u * 8.0, 1.0, 4))
    };
    let (dark, bright) = scene.foliage();
    canvas.cover(foot - 0.2, foot + 0.01, |u, v| {
        if (u - scene.focus).abs() > half {
            return None;
        }
        let top = crest(u);
        let cover = below(top, v, pixel) * below(v, foot + 0.003 * n.at(u * 30.0, 4.0), pixel);
        (cover > 0.0).then(|| {
            let grit = n.fbm(u * 30.0, v * 50.0, 4);
            let rock = Rgb::hex(0x4e4846).mix(Rgb::hex(0x9c8e7e), unit(0.5 + 0.6 * grit));
            let turf = smooth(0.035, 0.012, v - top + 0.012 * grit);
            let soil = rock.over(dark.mix(bright, unit(0.5 + 0.5 * grit)), turf);
            let normal = [(u - scene.focus) / half * 0.7 + 0.4 * grit, 0.4 + 0.3 * turf, 0.5];
            (scene.light.through(scene.light.on(soil, normal), 0.2), cover)
        })
    });
    water::reflect(canvas, scene, first, water, swell, |_| foot);
    Stand { u: scene.focus, v: crest(scene.focus) + 0.012, size: size * 0.9 }
}
