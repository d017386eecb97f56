//! A person seen from behind or from the side, in a coat.

use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::figure::Frame;
use crate::builtin::intent::Weather;
use crate::builtin::math::{smooth, unit};
use crate::builtin::outline::Outline;
use crate::builtin::planes::ground;
use crate::builtin::scene::{Scene, Stand};

/// Paints one person, or two when the words ask for a couple.
pub(in crate::builtin) fn paint(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let frame = Frame::facing_light(scene, stand, if is_small(scene) { 0.62 } else { 0.86 });
    if ["couple", "lover", "two", "dancers", "people"].iter().any(|word| scene.says(word)) {
        one(canvas, scene, frame.moved(0.24, 0.01, 0.94), &Clothes::of(scene, 1));
        one(canvas, scene, frame.moved(-0.10, 0.0, 1.0), &Clothes::of(scene, 0));
    } else {
        one(canvas, scene, frame, &Clothes::of(scene, 0));
    }
    if matches!(scene.intent.weather, Weather::Rain | Weather::Storm) || scene.says("umbrella") {
        umbrella(canvas, scene, frame);
    }
}

fn is_small(scene: &Scene<'_>) -> bool {
    ["child", "girl", "boy", "kid"].iter().any(|word| scene.says(word))
}

struct Clothes {
    coat: Rgb,
    trousers: Rgb,
    skin: Rgb,
    hair: Rgb,
    /// A dress or a robe falls to the ankles.
    long: bool,
    helmet: bool,
    hat: bool,
}

impl Clothes {
    fn of(scene: &Scene<'_>, which: usize) -> Self {
        let mut chance = scene.chance_of_words();
        let says = |words: &[&str]| words.iter().any(|word| scene.says(word));
        let long = says(&[
            "woman",
            "lady",
            "girl",
            "queen",
            "bride",
            "dancer",
            "ballerina",
            "monk",
            "wizard",
            "king",
            "grandmother",
            "frau",
            "femme",
            "mujer",
            "donna",
        ]);
        let helmet = says(&["astronaut", "robot", "knight"]);
        let natural = if helmet {
            0xe4e6e8
        } else if long {
            0xa8343c
        } else {
            [0x344a66, 0x8a3a2c, 0x4a5840][chance.index(3)]
        };
        let skins = [0xf0c8a4, 0xc8946a, 0x8a5c3e, 0x5a3a28];
        Self {
            coat: if which == 0 { scene.own(0, natural) } else { scene.own(1, 0x3c5470) },
            trousers: if helmet { Rgb::hex(0xc8cacc) } else { Rgb::hex(0x2c2e38) },
            skin: Rgb::hex(skins[chance.index(4)]),
            hair: Rgb::hex([0x2a1c14, 0x5a3820, 0x141214, 0x8c5c2c][chance.index(4)]),
            long: long != (which == 1),
            helmet,
            hat: !helmet
                && says(&[
                    "wanderer",
                    "hiker",
                    "traveller",
                    "traveler",
                    "fisherman",
                    "farmer",
                    "pilgrim",
                    "shepherd",
                    "detective",
                    "wizard",
                    "gardener",
                    "sailor",
                ]),
        }
    }
}

fn one(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, clothes: &Clothes) {
    ground::shadow(canvas, scene, frame.at(0.0, 0.0), frame.size * 0.14, frame.size * 0.7);
    let noise = scene.noise("cloth");
    let cloth = move |colour: Rgb, x: f32, y: f32| {
        let fold = noise.fbm(x * 22.0 + 2.0 * noise.at(x * 4.0, y * 3.0), y * 3.0, 3);
        colour * (0.92 + 0.30 * fold)
    };
    let shoe = Rgb::hex(0x241c18);
    for (x, step) in [(0.045, -0.02), (-0.05, 0.03)] {
        let leg =
            frame.figure().limb(&[(x, 0.50, 0.12), (x + step * 0.5, 0.26, 0.095), (x + step, 0.05, 0.075)]);
        leg.paint(canvas, scene, 0.03, |a, b| cloth(clothes.trousers, a, b));
        frame.figure().limb(&[(x + step, 0.03, 0.07), (x + step + 0.05, 0.022, 0.05)]).paint(
            canvas,
            scene,
            0.02,
            |_, _| shoe,
        );
    }
    let far_arm = frame.figure().limb(&[(0.11, 0.77, 0.085), (0.17, 0.60, 0.075), (0.19, 0.45, 0.06)]);
    far_arm.paint(canvas, scene, 0.02, |x, y| cloth(clothes.coat * 0.7, x, y));
    let hem = if clothes.long { 0.08 } else { 0.40 };
    let flare = if clothes.long { 0.19 } else { 0.155 };
    let coat = frame.figure().limb(&[(0.0, 0.77, 0.22), (0.0, 0.70, 0.26)]).polygon(&[
        (-0.125, 0.78),
        (-0.11, 0.58),
        (-flare * 0.85, hem + 0.12),
        (-flare, hem),
        (-flare * 0.4, hem - 0.015),
        (flare * 0.3, hem + 0.005),
        (flare, hem - 0.005),
        (flare * 0.8, hem + 0.14),
        (0.105, 0.58),
        (0.125, 0.78),
    ]);
    coat.paint(canvas, scene, 0.06, |x, y| cloth(clothes.coat, x, y));
    let near_arm = frame.figure().limb(&[(-0.12, 0.77, 0.09), (-0.165, 0.61, 0.08), (-0.155, 0.47, 0.065)]);
    near_arm.paint(canvas, scene, 0.025, |x, y| cloth(clothes.coat * 0.92, x, y));
    frame.figure().oval(-0.153, 0.435, 0.030, 0.036).paint(canvas, scene, 0.015, |_, _| clothes.skin);
    head(canvas, scene, frame, clothes);
}

fn head(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, clothes: &Clothes) {
    if clothes.helmet {
        frame.figure().oval(0.0, 0.93, 0.105, 0.105).paint(canvas, scene, 0.05, |_, _| clothes.coat);
        let visor = scene.light.sky(0.2);
        frame.figure().oval(0.035, 0.93, 0.066, 0.060).paint(canvas, scene, 0.03, |x, y| {
            Rgb::hex(0x202430).over(visor, unit(0.4 + (x + y - 0.95) * 3.0))
        });
        frame.figure().limb(&[(-0.13, 0.76, 0.10), (-0.14, 0.60, 0.10)]).paint(
            canvas,
            scene,
            0.03,
            |_, _| clothes.coat * 0.8,
        );
        return;
    }
    frame
        .figure()
        .limb(&[(0.0, 0.84, 0.075), (0.005, 0.80, 0.085)])
        .paint(canvas, scene, 0.02, |_, _| clothes.skin * 0.8);
    frame.figure().oval(0.015, 0.915, 0.068, 0.082).paint(canvas, scene, 0.04, |_, _| clothes.skin);
    let hair = frame.figure().oval(-0.012, 0.935, 0.074, 0.076);
    let hair = if clothes.long {
        hair.limb(&[(-0.04, 0.92, 0.10), (-0.055, 0.80, 0.10), (-0.05, 0.70, 0.05)])
    } else {
        hair
    };
    hair.paint(canvas, scene, 0.03, |x, y| clothes.hair * (0.85 + 0.5 * smooth(0.9, 1.0, y) + 0.2 * x));
    if clothes.hat {
        let felt = clothes.coat * 0.55 + Rgb::hex(0x504030) * 0.4;
        frame.figure().limb(&[(-0.13, 0.955, 0.024), (0.0, 0.975, 0.03), (0.15, 0.952, 0.024)]).paint(
            canvas,
            scene,
            0.015,
            |_, _| felt,
        );
        let tall = if scene.says("wizard") { 1.28 } else { 1.06 };
        frame
            .figure()
            .polygon(&[(-0.075, 0.965), (-0.045, tall), (0.035, tall + 0.005), (0.075, 0.965)])
            .paint(canvas, scene, 0.03, |_, _| felt);
        let staff = frame.figure().limb(&[(0.235, 0.0, 0.018), (0.205, 0.45, 0.02), (0.185, 0.86, 0.018)]);
        staff.paint(canvas, scene, 0.01, |_, _| Rgb::hex(0x6a4a2e));
    }
}

fn umbrella(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame) {
    let cloth = scene.own(0, 0xc42e34);
    let stick = frame.figure().limb(&[(0.16, 0.50, 0.014), (0.09, 1.24, 0.014)]);
    stick.paint(canvas, scene, 0.01, |_, _| Rgb::hex(0x302824));
    let rim: Vec<(f32, f32)> = (0..=24_u8)
        .map(|at| {
            let t = f32::from(at) / 24.0 * 2.0 - 1.0;
            (0.09 + 0.36 * t, 1.03 + 0.21 * (1.0 - t * t).max(0.0).sqrt())
        })
        .collect();
    let scallops = (0..=12_u8).rev().map(|at| {
        let t = f32::from(at) / 12.0 * 2.0 - 1.0;
        (0.09 + 0.36 * t, 1.03 + if at % 3 == 0 { 0.0 } else { 0.022 })
    });
    let points: Vec<_> = rim.into_iter().chain(scallops).map(|(x, y)| frame.at(x, y)).collect();
    let outline = Outline::polygon(&points);
    crate::builtin::figure::relief(canvas, &outline, 0.07 * frame.size, |u, v, normal| {
        let (x, y) = frame.within(u, v);
        let rib = ((x - 0.09) / (1.28 - y).max(0.02) * 2.4).abs();
        let seam = smooth(0.06, 0.0, (rib - rib.floor() - 0.5).abs());
        scene.light.on(cloth * (1.0 - 0.3 * seam), [normal[0], normal[1] + 0.25, normal[2]])
    });
}
