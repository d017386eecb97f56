//! The nearest plane: grass, flowers and reeds that frame the picture from below.

use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::intent::{Family, Season, Setting, Style};
use crate::builtin::math::{lerp, smooth};
use crate::builtin::outline::Outline;
use crate::builtin::scene::Scene;

/// Paints the foreground that suits the place.
pub(in crate::builtin) fn paint(canvas: &mut Canvas, scene: &Scene<'_>) {
    if scene.intent.style == Style::Neon {
        return;
    }
    match scene.place {
        Setting::Meadow | Setting::Hills | Setting::Mountains | Setting::Road if !scene.is_wintry() => {
            grass(canvas, scene, 0.075, 1.0);
            flowers(canvas, scene);
        }
        Setting::Forest if !scene.is_wintry() => grass(canvas, scene, 0.09, 0.8),
        Setting::Lake | Setting::River if scene.intent.subject.family() != Family::City => {
            reeds(canvas, scene);
        }
        _ => {}
    }
}

/// Tufts of long grass along the lower edge, higher at the sides.
fn grass(canvas: &mut Canvas, scene: &Scene<'_>, tall: f32, thick: f32) {
    let mut chance = scene.chance("tufts");
    let (dark, bright) = scene.foliage();
    let count = (scene.aspect * 520.0 * thick) as usize;
    for _ in 0..count {
        let u = chance.range(-0.02, scene.aspect + 0.02);
        let side = smooth(0.15, 0.5, (u / scene.aspect - 0.5).abs());
        let depth = chance.unit();
        let v = lerp(0.93, 1.03, depth) + 0.03 * (1.0 - side);
        let height = tall * chance.range(0.4, 1.0) * lerp(0.55, 1.25, side) * lerp(0.6, 1.0, depth);
        let lean = chance.range(-0.35, 0.35) + 0.12 * scene.side;
        let tone = chance.unit();
        let blade = Outline::ribbon(&[
            (u, v, 0.0032),
            (u + 0.25 * lean * height, v - 0.55 * height, 0.0024),
            (u + lean * height, v - height, 0.0004),
        ]);
        let leaf = dark.mix(bright, tone * 0.8) * lerp(0.95, 0.55, depth);
        let (root, tip) = (
            scene.light.on(leaf * 0.55, [0.0, 0.3, 0.6]),
            scene.light.on(leaf, [scene.side * 0.6, 0.6, 0.4]),
        );
        canvas.fill(&blade, |_, y| root.over(tip, smooth(v, v - height, y)));
    }
}

/// Small flowers scattered on the ground, larger near the viewer.
fn flowers(canvas: &mut Canvas, scene: &Scene<'_>) {
    if scene.intent.season == Season::Autumn || scene.is_outlined() {
        return;
    }
    let mut chance = scene.chance("flowers");
    let palette = [scene.accent(0xe85a4a), Rgb::hex(0xf6e8c8), Rgb::hex(0xf0c24a)];
    canvas.next_shape();
    for _ in 0..(scene.aspect * 130.0) as usize {
        let near = chance.unit().sqrt();
        let at = (chance.range(0.0, scene.aspect), lerp(lerp(scene.horizon, 1.0, 0.35), 0.99, near));
        let petal = scene.light.on(palette[chance.index(3)], [scene.side * 0.3, 0.7, 0.5]);
        let size = lerp(0.0012, 0.0052, near) * chance.range(0.7, 1.2);
        canvas.dab(at, (size, size * 0.75), (1.0, 0.0), petal, 0.95);
    }
}

/// Reeds at the lower corners of still water.
fn reeds(canvas: &mut Canvas, scene: &Scene<'_>) {
    let mut chance = scene.chance("reeds");
    let (dark, bright) = scene.foliage();
    for _ in 0..(scene.aspect * 90.0) as usize {
        let spread = chance.unit() * chance.unit();
        let u = scene.across(-0.01 + 0.24 * spread);
        let height = scene.length(0.23) * chance.range(0.35, 1.0) * (1.0 - 0.7 * spread);
        let v = 1.01 + chance.range(-0.01, 0.02);
        let lean = chance.range(-0.16, 0.16);
        let stalk = Outline::ribbon(&[
            (u, v, 0.0042),
            (u + 0.3 * lean * height, v - 0.6 * height, 0.0030),
            (u + lean * height, v - height, 0.0006),
        ]);
        let leaf = dark.mix(bright, chance.range(0.0, 0.7)) * 0.7;
        let lit = scene.light.on(leaf, [scene.side * 0.6, 0.3, 0.4]);
        canvas.fill(&stalk, |_, y| lit * lerp(0.5, 1.1, smooth(v, v - height, y)));
        if chance.chance(0.14) {
            let (cu, cv) = (u + lean * height, v - height);
            let head = Outline::ellipse((cu, cv), 0.0048, 0.021);
            let brown = scene.light.on(Rgb::hex(0x5a3822), [scene.side * 0.6, 0.3, 0.5]);
            canvas.fill(&head, |_, _| brown);
        }
    }
}
