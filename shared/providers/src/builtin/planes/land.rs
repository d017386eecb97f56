//! Open country: ranges and hills behind a field, desert, snowfield or road.

use super::ridge::{self, Ridge};
use super::trees::{self, Plant};
use super::{Backdrop, ground};
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::intent::{Family, Setting, Style, Subject};
use crate::builtin::math::{bell, lerp};
use crate::builtin::scene::{Scene, Stand};

/// Paints the country and gives the subject's place in it.
pub(in crate::builtin) fn paint(canvas: &mut Canvas, scene: &Scene<'_>, backdrop: Backdrop) -> Stand {
    distance(canvas, scene);
    backdrop(canvas, scene);
    let knoll = knoll(scene);
    let swell = scene.noise("knoll");
    // Plains end in a straight line, hills nearly: what rises more is a ridge behind it, or the subject's own hill.
    let uneven = if matches!(scene.place, Setting::Hills | Setting::Mountains) { 0.006 } else { 0.003 };
    let line = |u: f32| {
        let rise = knoll * bell(scene.focus, scene.length(0.34), u);
        scene.horizon + uneven * swell.fbm(u * 1.6, 2.0, 3) - rise
    };
    if has_trees(scene) {
        trees::belt(canvas, scene, scene.horizon + 0.014, scene.length(0.026), 0.62, "belt");
    }
    ground::paint(canvas, scene, line);
    if scene.intent.style == Style::Neon {
        ground::grid(canvas, scene, scene.horizon + 0.004);
    }
    let foot = line(scene.focus) + lerp(0.035, 0.28, setback(scene)) * (1.0 - scene.horizon);
    if scene.place == Setting::Road {
        let end = (scene.focus + scene.side * 0.18, scene.horizon + 0.004);
        ground::road(canvas, scene, end, 0.62, true);
    } else if leads_to(scene) {
        ground::road(canvas, scene, (scene.focus, foot + 0.004), 0.16, false);
    }
    copse(canvas, scene, &line);
    Stand { u: scene.focus, v: foot, size: scene.length(0.47) * scene.zoom() }
}

/// Hills or ranges, farthest first.
pub(in crate::builtin) fn distance(canvas: &mut Canvas, scene: &Scene<'_>) {
    let h = scene.horizon;
    let (dark, bright) = scene.foliage();
    let stone = (Rgb::hex(0x4c505c), Rgb::hex(0x969290));
    let sand = (Rgb::hex(0x9c5c38), Rgb::hex(0xd89c62));
    let snow = if scene.is_wintry() { 1.2 } else { 0.55 };
    let alpine = matches!(scene.place, Setting::Mountains | Setting::Snowfield);
    let tall = if alpine { 0.30 } else { 0.09 } * (h / 0.6);
    let hue = |depth: f32| match scene.place {
        Setting::Desert => sand,
        _ if alpine => stone,
        _ => (dark.mix(stone.0, depth * 0.6), bright.mix(stone.1, depth * 0.6)),
    };
    let flat = if scene.intent.subject == Subject::Mountain { 0.45 } else { 1.0 };
    let depths = if alpine { [1.0_f32, 0.8, 0.62] } else { [1.0, 0.9, 0.8] };
    let ridges = [0, 1, 2].map(|at: usize| {
        let depth = depths[at];
        let share = 1.0 - 0.30 * at as f32;
        let (shade, light) = hue(depth);
        let ridge = Ridge {
            base: h + 0.01,
            rise: tall * share * flat,
            pitch: if alpine { 1.3 } else { 1.5 } + 0.5 * at as f32,
            sharp: if alpine {
                0.95
            } else if scene.place == Setting::Desert {
                0.35
            } else {
                0.05
            },
            depth,
            dark: shade,
            bright: light,
            snow: if alpine && at < 2 { snow } else { 0.0 },
            rough: if alpine { 1.0 } else { 0.45 },
        };
        (ridge, ["range", "hills", "slopes"][at])
    });
    ridge::paint(canvas, scene, &ridges, h + 0.06);
}

/// Open places rise a little under their subject.
fn knoll(scene: &Scene<'_>) -> f32 {
    match scene.place {
        // What is built high stands on a hill; a beast or a house on a swell of the ground.
        Setting::Hills | Setting::Mountains if scene.intent.subject.family() == Family::Tower => 0.055,
        Setting::Hills | Setting::Mountains => 0.028,
        Setting::Meadow | Setting::Desert | Setting::Snowfield => 0.008,
        _ => 0.0,
    }
}

/// How far in front of the horizon the subject stands, 0..=1.
fn setback(scene: &Scene<'_>) -> f32 {
    match scene.intent.subject {
        Subject::Car
        | Subject::Bicycle
        | Subject::Person
        | Subject::Cat
        | Subject::Dog
        | Subject::Sheep
        | Subject::Pig => 1.6,
        Subject::Horse
        | Subject::Deer
        | Subject::Elephant
        | Subject::Bear
        | Subject::Camel
        | Subject::Giraffe
        | Subject::Tent
        | Subject::Flower
        | Subject::Meal
        | Subject::StillLife => 1.5,
        Subject::House | Subject::Train | Subject::Bird | Subject::Unknown => 0.9,
        Subject::Tree => 0.7,
        _ => 0.35,
    }
}

fn leads_to(scene: &Scene<'_>) -> bool {
    matches!(scene.intent.subject.family(), Family::House | Family::Tower | Family::Person)
}

fn has_trees(scene: &Scene<'_>) -> bool {
    !matches!(scene.place, Setting::Desert | Setting::Snowfield | Setting::Sky)
}

/// A few trees on the side away from the subject, smaller with distance.
fn copse(canvas: &mut Canvas, scene: &Scene<'_>, line: &impl Fn(f32) -> f32) {
    if !has_trees(scene) || scene.intent.subject == Subject::Flower {
        return;
    }
    let mut chance = scene.chance("copse");
    let evergreen = scene.is_wintry() || scene.place == Setting::Mountains || chance.chance(0.3);
    let mut plants: Vec<Plant> = (0..7)
        .map(|_| {
            let u = scene.across(chance.range(-0.02, 0.40));
            let near = chance.range(0.02, 0.34);
            let v = line(u) + near * (1.0 - scene.horizon);
            Plant {
                u,
                v,
                tall: scene.length(lerp(0.06, 0.26, near)) * chance.range(0.8, 1.2),
                depth: lerp(0.55, 0.18, near),
            }
        })
        .collect();
    plants.sort_by(|a, b| a.v.total_cmp(&b.v));
    for plant in plants {
        ground::shadow(canvas, scene, (plant.u, plant.v - 0.004), plant.tall * 0.14, plant.tall * 0.24);
        if evergreen {
            trees::conifer(canvas, scene, plant, &mut chance);
        } else {
            trees::broadleaf(canvas, scene, plant, &mut chance);
        }
    }
}
