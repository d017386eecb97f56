//! A headland of rock above the sea, with grass on its top and surf at its foot.

use super::Backdrop;
use super::ridge::unit3;
use super::water::{self, Swell};
use crate::builtin::canvas::{Canvas, below};
use crate::builtin::colour::Rgb;
use crate::builtin::math::{bell, lerp, smooth, unit};
use crate::builtin::noise::Noise;
use crate::builtin::outline::Outline;
use crate::builtin::scene::{Scene, Stand};

/// The silhouette: share of the width from the open sea, height above the bottom as a share of the cliff's.
const PROFILE: [(f32, f32); 13] = [
    (0.220, -0.60),
    (0.335, -0.04),
    (0.372, 0.04),
    (0.405, 0.10),
    (0.435, 0.30),
    (0.462, 0.41),
    (0.490, 0.70),
    (0.520, 0.85),
    (0.560, 0.94),
    (0.640, 0.985),
    (0.740, 1.0),
    (0.860, 1.05),
    (1.001, 1.16),
];

struct Rock {
    line: Vec<f32>,
    rough: Noise,
    top: f32,
    foot: f32,
    /// Where the silhouette meets the water.
    edge: f32,
}

/// Paints sea, headland and surf; gives the place on top where a building stands.
pub(in crate::builtin) fn paint(canvas: &mut Canvas, scene: &Scene<'_>, backdrop: Backdrop) -> Stand {
    super::ridge::headlands(canvas, scene, 1.0);
    backdrop(canvas, scene);
    let swell = Swell::sea(scene);
    water::paint(canvas, scene, swell);
    let sea = canvas.next_shape() - 1;
    stacks(canvas, scene);
    let rock = Rock::new(canvas, scene);
    let first = canvas.next_shape();
    rock.paint(canvas, scene);
    water::reflect(canvas, scene, first, sea, swell, |_| rock.foot);
    rock.surf(canvas, scene, sea);
    rock.blades(canvas, scene);
    let u = scene.focus;
    Stand { u, v: rock.at(canvas, u) + 0.012, size: scene.length(0.47) * scene.zoom() }
}

impl Rock {
    fn new(canvas: &Canvas, scene: &Scene<'_>) -> Self {
        let rough = scene.noise("cliff");
        let mut chance = scene.chance("cliff");
        let top = (scene.horizon - 0.045).min(0.80);
        let foot = lerp(scene.horizon, 1.0, 0.66);
        // The edge keeps a fixed distance in front of the building, wherever it stands.
        let shift =
            if scene.side < 0.0 { scene.focus / scene.aspect } else { 1.0 - scene.focus / scene.aspect }
                - 0.665;
        let jitter: Vec<f32> = PROFILE.iter().map(|_| chance.range(-0.010, 0.010)).collect();
        let pixel = canvas.pixel();
        let line = (0..canvas.width())
            .map(|x| {
                let u = (x as f32 + 0.5) * pixel;
                let share = if scene.side < 0.0 { u / scene.aspect } else { 1.0 - u / scene.aspect };
                let (height, steep) = profile(share - shift * 0.8, &jitter);
                let ledges = rough.fbm(u * 14.0, 2.0, 5) * lerp(0.012, 0.065, steep);
                foot - (foot - top) * height + ledges * 0.7
            })
            .collect::<Vec<f32>>();
        let dry = line.iter().enumerate().filter(|(_, v)| **v < foot).map(|(x, _)| x);
        let column = if scene.side < 0.0 { dry.min() } else { dry.max() };
        let edge = column.map_or(0.0, |x| x as f32 * pixel);
        Self { line, rough, top, foot, edge }
    }

    fn at(&self, canvas: &Canvas, u: f32) -> f32 {
        let x = (u / canvas.pixel()).max(0.0) as usize;
        self.line[x.min(self.line.len() - 1)]
    }

    fn paint(&self, canvas: &mut Canvas, scene: &Scene<'_>) {
        let pixel = canvas.pixel();
        let top = self.line.iter().copied().fold(1.0_f32, f32::min) - 0.05;
        let last = self.line.len() - 1;
        canvas.cover(top, 1.0, |u, v| {
            // The silhouette is pushed sideways by height, which gives overhangs and ledges.
            let push = 0.016 * self.rough.fbm(v * 19.0, u * 6.0, 4);
            let x = (((u + push) / pixel).max(0.0) as usize).min(last);
            let line = self.line[x];
            let cover = below(line, v, pixel);
            (cover > 0.0).then(|| (self.stone(scene, u, v, line), cover))
        });
    }

    /// Rock in fractured blocks, darker and wet towards the sea, grass where the top is level.
    fn stone(&self, scene: &Scene<'_>, u: f32, v: f32, line: f32) -> Rgb {
        let n = self.rough;
        let down = v - line;
        let bend = 0.8 * n.fbm(u * 6.0, v * 6.0, 4);
        let large = n.cells(u * 12.0 + bend, v * 6.5 + bend);
        let small = n.cells(u * 34.0 - 1.6 * bend, v * 16.0 + bend);
        let grit = n.fbm(u * 60.0, v * 34.0, 4);
        let strata = n.fbm(u * 2.5 + bend, v * 30.0 + 3.0 * bend, 4);
        let fissure = smooth(0.10, 0.0, n.fbm(u * 13.0 + bend, v * 2.6, 4).abs());
        // The face turns towards the open sea near the silhouette; each block has a facet of its own.
        let turn = scene.side * (0.60 * smooth(0.40, 0.0, down) - 0.30);
        let normal = unit3([
            turn + 0.9 * (large.0 - 0.5) + 0.8 * (small.0 - 0.5) + 0.35 * grit,
            0.20 + 0.5 * (large.1 - 0.5) + 0.6 * (small.1 - 0.5) + 0.3 * strata,
            0.72,
        ]);
        let wet = smooth(self.foot - 0.17, self.foot - 0.01, v + 0.04 * grit);
        let tone = unit(0.5 + 0.40 * strata + 0.35 * grit + 0.35 * (small.0 - 0.5));
        let stone = Rgb::hex(0x3e3a3c).mix(Rgb::hex(0x9c8c7a), tone) * (1.0 - 0.5 * wet);
        let hollow = 0.55 + 0.45 * smooth(-0.5, 0.5, n.fbm(u * 3.2, v * 2.2, 3));
        let rock = scene.light.on(stone * (hollow * (1.0 - 0.6 * fissure)), normal);
        let turf = smooth(0.05 + 0.02 * n.at(u * 30.0, 1.0), 0.0, down + 0.02 * n.fbm(u * 40.0, v * 40.0, 2))
            * smooth(self.top + 0.085, self.top + 0.04, line);
        let (dark, bright) = scene.foliage();
        let blades = unit(0.5 + 0.9 * n.fbm(u * 60.0, v * 24.0, 3));
        let grass = scene.light.on(dark.mix(bright, blades * 0.7), [scene.side * 0.45, 0.8, 0.35]);
        let mut colour = rock.over(grass * 1.15, turf);
        // A rim of low sun along the edge that faces it.
        colour += scene.light.key
            * (0.16 * smooth(0.010, 0.0, down) * smooth(0.1, 0.5, normal[0] * scene.side + 0.35));
        scene.light.through(colour, 0.10)
    }

    /// Grass against the sky, so that the top does not end like a cut.
    fn blades(&self, canvas: &mut Canvas, scene: &Scene<'_>) {
        let mut chance = scene.chance("blades");
        let (dark, bright) = scene.foliage();
        let count = (self.line.len() as f32 * canvas.pixel() * 900.0) as usize;
        for _ in 0..count {
            let u = chance.range(0.0, scene.aspect);
            let (tall, lean, tone) = (chance.range(0.003, 0.010), chance.range(-0.5, 0.5), chance.unit());
            let line = self.at(canvas, u);
            if line > self.top + 0.07 {
                continue;
            }
            let from = (u, line + 0.004 + 0.02 * tone * tone);
            let to = (u + lean * tall, from.1 - tall);
            let lit = scene.light.on(dark.mix(bright, tone * 0.8), [scene.side * 0.5, 0.7, 0.4]);
            canvas.fill(&Outline::taper(from, to, 0.0016, 0.0003), |_, _| lit);
        }
    }

    /// Foam along the shore, and spray where the swell meets the rock.
    fn surf(&self, canvas: &mut Canvas, scene: &Scene<'_>, sea: u16) {
        let n = scene.noise("surf");
        let pixel = canvas.pixel();
        let last = self.line.len() - 1;
        let foam = scene.light.ambient * 0.95 + scene.light.key * 0.25 + scene.light.haze * 0.12;
        let owners = canvas.owners().to_vec();
        let (width, foot) = (canvas.width(), self.foot);
        canvas.each(foot - 0.06, 1.0, |u, v, colour| {
            let x = ((u / pixel) as usize).min(last);
            let y = ((v / pixel) as usize).min(owners.len() / width - 1);
            let torn = n.fbm(u * 17.0, v * 46.0, 4);
            let lace = smooth(0.26, 0.0, n.fbm(u * 13.0, v * 40.0, 3).abs());
            // The nearer the viewer, the farther the wash runs out.
            let reach = 0.020 + 0.10 * (v - foot).max(0.0);
            let away = (self.line[x] - v).max(0.0).min(self.out(scene, u).max(0.0) * 0.6);
            if owners[y * width + x] == sea && v > foot - 0.012 {
                let wash = bell(0.0, reach, away + reach * 0.8 * torn) * (0.45 + 0.55 * lace);
                *colour = colour.over(foam, unit(wash));
            } else if owners[y * width + x] != sea {
                let line = foot + 0.35 * (self.line[x] - foot).max(-0.02);
                let spray = smooth(0.0, 0.55, torn + 0.25) * bell(line, 0.018, v + 0.018 * torn);
                *colour = colour.over(foam, unit(0.8 * spray * smooth(-0.14, 0.02, self.out(scene, u))));
            }
        });
    }

    /// How far out from the silhouette's foot a column lies; negative behind it.
    fn out(&self, scene: &Scene<'_>, u: f32) -> f32 {
        (u - self.edge) * scene.side
    }
}

/// Height and steepness of the silhouette at a share of the width.
fn profile(share: f32, jitter: &[f32]) -> (f32, f32) {
    let point = |at: usize| (PROFILE[at].0 + jitter[at], PROFILE[at].1);
    let next = (1..PROFILE.len()).find(|&at| point(at).0 > share).unwrap_or(PROFILE.len() - 1);
    let (from, to) = (point(next - 1), point(next));
    let t = unit((share - from.0) / (to.0 - from.0).max(1e-4));
    let slope = (to.1 - from.1) / (to.0 - from.0).max(1e-4);
    (lerp(from.1, to.1, t), unit(slope / 5.0))
}

/// Lone rocks in the water off the headland.
fn stacks(canvas: &mut Canvas, scene: &Scene<'_>) {
    let mut chance = scene.chance("stacks");
    let n = scene.noise("stacks");
    for _ in 0..3 {
        let centre = scene.across(chance.range(0.14, 0.40));
        let near = chance.range(0.08, 0.42);
        let foot = lerp(scene.horizon, 1.0, near);
        let (half, tall) = (0.10 * near + 0.012, (0.13 * near + 0.012) * chance.range(0.5, 1.1));
        let pixel = canvas.pixel();
        let foam = scene.light.ambient * 0.9 + scene.light.key * 0.25;
        canvas.cover(foot - tall * 1.5, foot + 0.02, |u, v| {
            let away = (u - centre) / half;
            let hump = (1.0 - away * away).max(0.0);
            if hump <= 0.0 {
                return None;
            }
            let crest = foot - tall * hump.sqrt() * (0.8 + 0.6 * n.fbm(u * 30.0, 1.0, 4));
            let shoreline = foot + 0.004 * n.at(u * 40.0, 5.0);
            let cover = below(crest, v, pixel) * below(v, shoreline, pixel);
            let grit = unit(0.5 + 0.7 * n.fbm(u * 40.0, v * 50.0, 4));
            let stone = Rgb::hex(0x383638).mix(Rgb::hex(0x867c70), grit);
            let lit = scene.light.on(stone, unit3([-away * 0.9, 0.3, 0.6]));
            let white = smooth(0.010, 0.0, shoreline - v) * smooth(-0.2, 0.3, n.at(u * 70.0, v * 60.0));
            (cover > 0.0)
                .then(|| (scene.light.through(lit, 0.5 * (1.0 - near)).over(foam, 0.8 * white), cover))
        });
    }
}
