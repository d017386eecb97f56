//! Ridges: hills, ranges and headlands behind one another, paler with distance.

use crate::builtin::canvas::{Canvas, below};
use crate::builtin::colour::Rgb;
use crate::builtin::math::{lerp, smooth, unit};
use crate::builtin::noise::Noise;
use crate::builtin::scene::Scene;

/// One plane of land.
#[derive(Clone, Copy, Debug)]
pub(in crate::builtin) struct Ridge {
    /// Height of the crest line when the land is flat.
    pub(in crate::builtin) base: f32,
    /// How far crests rise above it.
    pub(in crate::builtin) rise: f32,
    /// Crests per picture height.
    pub(in crate::builtin) pitch: f32,
    /// 0 for rolling hills, 1 for alpine crests.
    pub(in crate::builtin) sharp: f32,
    /// 0 near, 1 far.
    pub(in crate::builtin) depth: f32,
    pub(in crate::builtin) dark: Rgb,
    pub(in crate::builtin) bright: Rgb,
    /// Share of the crest that is white, 0..=1.
    pub(in crate::builtin) snow: f32,
    /// Unevenness of the surface: 0 smooth, 1 rocky.
    pub(in crate::builtin) rough: f32,
}

impl Ridge {
    /// The crest line's height at `u`.
    fn crest(&self, noise: Noise, u: f32) -> f32 {
        let x = u * self.pitch;
        let soft = 0.5 + 0.5 * noise.fbm(x, 3.7, 4);
        let hard = noise.ridged(x * 0.7, 1.3, 6);
        self.base - self.rise * lerp(soft, hard, self.sharp)
    }

    /// Paints the plane from its crest, `line`, down to `bottom`; what lies below `hidden` is covered by a nearer plane.
    fn paint(
        &self,
        canvas: &mut Canvas,
        scene: &Scene<'_>,
        noise: Noise,
        (line, hidden): (&[f32], Option<&Vec<f32>>),
        bottom: f32,
    ) {
        let pixel = canvas.pixel();
        let top = line.iter().copied().fold(1.0_f32, f32::min) - pixel;
        let scale = 1.0 / pixel;
        canvas.cover(top, bottom, |u, v| {
            let column = ((u * scale) as usize).min(line.len() - 1);
            if hidden.is_some_and(|hidden| v > hidden[column] + 2.0 * pixel) {
                return None;
            }
            let crest = line[column];
            let cover = below(crest, v, pixel) * below(v, bottom, pixel);
            (cover > 0.0).then(|| (self.surface(scene, noise, u, v, crest), cover))
        });
    }

    /// The crest for each column of pixels.
    fn line(&self, canvas: &Canvas, noise: Noise) -> Vec<f32> {
        let pixel = canvas.pixel();
        (0..canvas.width()).map(|x| self.crest(noise, (x as f32 + 0.5) * pixel)).collect()
    }

    /// The land's colour: folds of ground lit from the side, snow above, mist in the hollows.
    fn surface(&self, scene: &Scene<'_>, noise: Noise, u: f32, v: f32, crest: f32) -> Rgb {
        let down = v - crest;
        let scale = 3.0 + 9.0 * self.rough;
        let soft = |x: f32, y: f32| noise.fbm(x * scale, y * scale * 0.7, 3);
        let hard = |x: f32, y: f32| {
            let bend = 0.25 * noise.at(x * 2.0, y * 2.0 + 7.0);
            noise.ridged(x * scale * 0.45 + bend, y * scale * 0.36, 5) - 0.5
        };
        // What a twentieth would add is not seen.
        let folds = |x: f32, y: f32| match self.sharp {
            sharp if sharp <= 0.05 => soft(x, y),
            sharp if sharp >= 0.95 => hard(x, y),
            sharp => lerp(soft(x, y), hard(x, y), sharp),
        };
        let step = 0.012;
        let here = folds(u, down);
        let slope_u = (folds(u + step, down) - here) / step * lerp(0.06, 0.16, self.rough);
        let slope_v = (folds(u, down + step) - here) / step * lerp(0.06, 0.16, self.rough);
        let normal = unit3([-slope_u, 0.85 - slope_v * 0.5, 0.55]);
        let patches = unit(0.5 + 0.6 * here);
        let mut ground = self.dark.mix(self.bright, patches);
        if self.snow > 0.0 {
            let reach = self.rise * self.snow;
            let white =
                smooth(reach + 0.02, reach * 0.35, down + 0.05 * here + 0.02 * noise.at(u * 40.0, v * 40.0));
            ground = ground.over(Rgb::hex(0xeef3fa), white * smooth(-0.9, 0.4, normal[1]));
        }
        let lit = scene.light.on(ground, normal);
        // Air gathers low: the foot of a far ridge is paler than its crest.
        let low = smooth(0.0, 0.16, down) * self.depth * 0.35;
        scene.light.through(lit, (self.depth + low).min(1.3))
    }
}

/// Paints planes down to `bottom`, the farthest first, each with the name of its noise.
pub(in crate::builtin) fn paint(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    ridges: &[(Ridge, &'static str)],
    bottom: f32,
) {
    let lines: Vec<Vec<f32>> =
        ridges.iter().map(|(ridge, name)| ridge.line(canvas, scene.noise(name))).collect();
    for (at, (ridge, name)) in ridges.iter().enumerate() {
        ridge.paint(canvas, scene, scene.noise(name), (&lines[at], lines.get(at + 1)), bottom);
    }
}

/// A vector of length 1.
pub(in crate::builtin) fn unit3(v: [f32; 3]) -> [f32; 3] {
    let length = v.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-6);
    v.map(|x| x / length)
}

/// Low land along the horizon beyond water, so that the sea does not end like a ruler.
pub(in crate::builtin) fn headlands(canvas: &mut Canvas, scene: &Scene<'_>, tall: f32) {
    let mut chance = scene.chance("headlands");
    let noise = scene.noise("headlands");
    let (dark, bright) = scene.foliage();
    for plane in 0..2_u8 {
        let near = f32::from(plane);
        let centre =
            scene.across(if plane == 0 { chance.range(-0.05, 0.16) } else { chance.range(0.46, 0.62) });
        let reach = scene.aspect * chance.range(0.30, 0.42);
        let height = tall * chance.range(0.055, 0.085) * (1.0 - 0.25 * near);
        let depth = lerp(1.0, 0.78, near);
        let pixel = canvas.pixel();
        let horizon = scene.horizon;
        let colour = dark.mix(bright, 0.2).mix(Rgb::hex(0x5a5f70), 0.5);
        canvas.cover(horizon - 0.2, horizon, |u, v| {
            let away = (u - centre) / reach;
            let hill = (1.0 - away * away).max(0.0);
            let crest = horizon - height * hill * (0.75 + 0.5 * noise.fbm(u * 4.0 + 9.0 * near, 0.5, 5));
            let cover = if hill > 0.0 { below(crest, v, pixel) } else { 0.0 };
            (cover > 0.0).then(|| {
                let shade = 0.85 + 0.3 * noise.fbm(u * 14.0, v * 22.0, 3);
                let lit = scene.light.on(colour * shade, [-scene.side * 0.2, 0.75, 0.6]);
                (scene.light.through(lit, depth), cover)
            })
        });
    }
}
