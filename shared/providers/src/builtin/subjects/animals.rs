//! Beasts on four legs, built of limbs.

use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::figure::Frame;
use crate::builtin::intent::Subject;
use crate::builtin::math::{sin, smooth, unit};
use crate::builtin::noise::Noise;
use crate::builtin::planes::ground;
use crate::builtin::scene::{Scene, Stand};

type Limb = &'static [(f32, f32, f32)];

/// A beast's anatomy in units of its size, facing right, feet at height 0.
struct Anatomy {
    /// Height in the picture as a share of the stand's.
    share: f32,
    /// The legs of the far side, painted darker.
    far: &'static [Limb],
    near: &'static [Limb],
    /// Mane, tail and other parts in a darker coat.
    dark: &'static [Limb],
    ears: &'static [[(f32, f32); 3]],
    eye: (f32, f32),
    nose: Option<(f32, f32)>,
    coat: u32,
}

/// Paints the animal.
pub(in crate::builtin) fn paint(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let anatomy = match scene.intent.subject {
        Subject::Cat => &CAT,
        Subject::Dog => &DOG,
        Subject::Deer => &DEER,
        Subject::Elephant => &ELEPHANT,
        _ => &HORSE,
    };
    let frame = Frame::facing_light(scene, stand, anatomy.share * if is_large(scene) { 1.35 } else { 1.0 });
    ground::shadow(canvas, scene, (stand.u, stand.v), frame.size * 0.46, frame.size * 0.5);
    let coat = Coat::new(scene, anatomy.coat);
    let dark = if scene.says("lion") { Rgb::hex(0x6a3c1c) } else { coat.base * 0.42 };
    let far = anatomy.far.iter().fold(frame.figure(), |figure, limb| figure.limb(limb));
    far.paint(canvas, scene, 0.03, |x, y| coat.at(x, y) * 0.55);
    if scene.intent.subject == Subject::Deer {
        antlers(canvas, scene, frame);
    }
    let behind = anatomy.dark.iter().fold(frame.figure(), |figure, limb| figure.limb(limb));
    behind.paint(canvas, scene, 0.02, |_, _| dark);
    let near = anatomy.near.iter().fold(frame.figure(), |figure, limb| figure.limb(limb));
    let near = anatomy.ears.iter().fold(near, |figure, ear| figure.polygon(ear));
    near.paint(canvas, scene, 0.055, |x, y| coat.at(x, y));
    details(canvas, scene, frame, anatomy);
}

/// Beasts that are larger than the kind whose form they take.
fn is_large(scene: &Scene<'_>) -> bool {
    ["bear", "polar", "grizzly", "panda", "bison", "buffalo", "giraffe", "camel"]
        .iter()
        .any(|word| scene.says(word))
}

fn details(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, anatomy: &Anatomy) {
    let (x, y) = anatomy.eye;
    frame.figure().oval(x, y, 0.017, 0.019).paint(canvas, scene, 0.01, |_, _| Rgb::hex(0x120e0c));
    canvas.glow(frame.at(x + 0.005, y + 0.006), 0.010 * frame.size, Rgb::WHITE * 0.8);
    if let Some((x, y)) = anatomy.nose {
        frame.figure().oval(x, y, 0.022, 0.018).paint(canvas, scene, 0.01, |_, _| Rgb::hex(0x221816));
    }
    if scene.intent.subject == Subject::Elephant {
        let ear = frame.figure().limb(&[(0.20, 0.80, 0.16), (0.13, 0.62, 0.24), (0.19, 0.47, 0.10)]);
        ear.paint(canvas, scene, 0.03, |_, _| scene.own(0, anatomy.coat) * 0.86);
        let tusk = frame.figure().limb(&[(0.42, 0.52, 0.045), (0.50, 0.42, 0.038), (0.60, 0.42, 0.012)]);
        tusk.paint(canvas, scene, 0.015, |_, _| Rgb::hex(0xeee4cc));
    }
    if scene.says("unicorn") {
        frame.plain(
            canvas,
            &[(0.62, 1.0), (0.78, 1.28), (0.66, 0.98)],
            scene.light.on(Rgb::hex(0xf2e2b0), [0.3, 0.4, 0.8]),
        );
    }
}

/// A coat's colour and pattern.
struct Coat {
    base: Rgb,
    second: Rgb,
    striped: f32,
    spotted: f32,
    noise: Noise,
}

/// Coats of animals that share another's build.
const COATS: &[(&str, u32, u32)] = &[
    ("fox", 0xc46224, 0xf0e6d8),
    ("wolf", 0x7c7c80, 0xc8c4bc),
    ("husky", 0x5a5e68, 0xeeeeea),
    ("labrador", 0xd8b478, 0xe8d0a0),
    ("retriever", 0xd09a50, 0xe8c890),
    ("tiger", 0xd8842c, 0x1c1410),
    ("zebra", 0xf0ece6, 0x181616),
    ("lion", 0xd0a05c, 0xe0b878),
    ("leopard", 0xd8ac60, 0x2c1e14),
    ("panther", 0x202026, 0x141418),
    ("black", 0x262428, 0x18181c),
    ("white", 0xeeeae2, 0xf6f2ec),
    ("unicorn", 0xf2eeea, 0xfffaf4),
    ("cow", 0xf0eae0, 0x2a201c),
    ("donkey", 0x847c76, 0xb8b0a6),
    ("polar", 0xf0ece2, 0xfaf8f2),
    ("panda", 0xeeeae2, 0x1c1a1a),
    ("bear", 0x6a4a30, 0x8a6844),
    ("sheep", 0xece4d2, 0xf6f0e4),
    ("lamb", 0xf2ecde, 0xfaf6ee),
    ("goat", 0xd8ccb8, 0xece4d6),
    ("pig", 0xe8aea0, 0xf0c4b8),
    ("camel", 0xc8985c, 0xd8b07c),
    ("giraffe", 0xe0b868, 0x8a5428),
];

impl Coat {
    fn new(scene: &Scene<'_>, natural: u32) -> Self {
        let known = COATS.iter().find(|(word, ..)| scene.says(word));
        let base = scene.own(0, known.map_or(natural, |(_, base, _)| *base));
        let second = known.map_or(base.over(Rgb::WHITE, 0.12), |(.., second)| Rgb::hex(*second));
        let striped = if scene.says("tiger") || scene.says("zebra") { 1.0 } else { 0.0 };
        let spots = ["leopard", "cow", "panda", "giraffe"];
        let spotted = if spots.iter().any(|word| scene.says(word)) { 1.0 } else { 0.0 };
        Self { base, second, striped, spotted, noise: scene.noise("coat") }
    }

    fn at(&self, x: f32, y: f32) -> Rgb {
        let fur = 0.92 + 0.16 * self.noise.fbm(x * 26.0, y * 26.0, 3);
        let wave = sin(x * 46.0 + 5.0 * self.noise.at(x * 5.0, y * 4.0));
        let stripe = self.striped * smooth(0.25, 0.55, wave);
        let spot = self.spotted * smooth(0.12, 0.2, self.noise.at(x * 9.0 + 3.0, y * 9.0));
        let belly = if self.striped + self.spotted > 0.0 {
            0.0
        } else {
            0.55 * smooth(0.42, 0.30, y) * smooth(0.25, 0.40, y)
        };
        self.base.mix(self.second, unit(stripe + spot + belly)) * fur
    }
}

fn antlers(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame) {
    for (shift, tone) in [(0.05, 0.6), (0.0, 1.0)] {
        let beam = |points: &[(f32, f32, f32)]| {
            points.iter().map(|(x, y, w)| (x + shift, *y, *w)).collect::<Vec<_>>()
        };
        let figure = frame
            .figure()
            .limb(&beam(&[(0.44, 1.00, 0.03), (0.32, 1.14, 0.024), (0.30, 1.30, 0.018), (0.40, 1.44, 0.008)]))
            .limb(&beam(&[(0.36, 1.10, 0.02), (0.46, 1.19, 0.016), (0.50, 1.29, 0.006)]))
            .limb(&beam(&[(0.31, 1.22, 0.018), (0.22, 1.30, 0.014), (0.20, 1.41, 0.006)]))
            .limb(&beam(&[(0.31, 1.32, 0.016), (0.42, 1.36, 0.006)]));
        figure.paint(canvas, scene, 0.012, |_, _| Rgb::hex(0xa88a62) * tone);
    }
}

const HORSE: Anatomy = Anatomy {
    share: 0.66,
    far: &[
        &[(0.28, 0.55, 0.12), (0.24, 0.32, 0.055), (0.22, 0.08, 0.042), (0.25, 0.015, 0.06)],
        &[
            (-0.30, 0.58, 0.16),
            (-0.32, 0.40, 0.09),
            (-0.38, 0.28, 0.055),
            (-0.33, 0.07, 0.042),
            (-0.30, 0.015, 0.06),
        ],
    ],
    near: &[
        &[
            (-0.42, 0.62, 0.24),
            (-0.30, 0.62, 0.30),
            (-0.05, 0.58, 0.28),
            (0.18, 0.59, 0.29),
            (0.32, 0.64, 0.26),
        ],
        &[(0.28, 0.66, 0.26), (0.40, 0.80, 0.19), (0.52, 0.95, 0.13)],
        &[(0.52, 0.97, 0.125), (0.62, 0.90, 0.115), (0.72, 0.80, 0.078), (0.75, 0.77, 0.07)],
        &[
            (0.32, 0.56, 0.13),
            (0.37, 0.40, 0.07),
            (0.40, 0.30, 0.055),
            (0.36, 0.12, 0.042),
            (0.40, 0.05, 0.055),
        ],
        &[
            (-0.40, 0.60, 0.24),
            (-0.42, 0.44, 0.12),
            (-0.48, 0.30, 0.06),
            (-0.45, 0.08, 0.042),
            (-0.42, 0.015, 0.062),
        ],
    ],
    dark: &[
        &[(-0.52, 0.70, 0.05), (-0.60, 0.60, 0.09), (-0.63, 0.42, 0.10), (-0.60, 0.22, 0.03)],
        &[(0.22, 0.78, 0.06), (0.32, 0.88, 0.10), (0.43, 1.01, 0.08), (0.53, 1.05, 0.03)],
    ],
    ears: &[[(0.49, 1.01), (0.52, 1.12), (0.56, 1.01)]],
    eye: (0.585, 0.955),
    nose: None,
    coat: 0x7a4628,
};

const DEER: Anatomy = Anatomy {
    share: 0.62,
    far: &[
        &[(0.22, 0.52, 0.09), (0.19, 0.30, 0.042), (0.18, 0.02, 0.034)],
        &[(-0.24, 0.54, 0.12), (-0.26, 0.38, 0.06), (-0.31, 0.26, 0.04), (-0.27, 0.02, 0.034)],
    ],
    near: &[
        &[(-0.32, 0.60, 0.20), (-0.20, 0.60, 0.25), (0.05, 0.58, 0.25), (0.24, 0.62, 0.23)],
        &[(0.22, 0.66, 0.20), (0.32, 0.80, 0.14), (0.42, 0.95, 0.10)],
        &[(0.42, 0.97, 0.105), (0.52, 0.92, 0.085), (0.61, 0.87, 0.05)],
        &[(0.25, 0.54, 0.11), (0.27, 0.32, 0.045), (0.28, 0.02, 0.036)],
        &[(-0.32, 0.58, 0.18), (-0.34, 0.42, 0.08), (-0.40, 0.28, 0.042), (-0.36, 0.02, 0.036)],
        &[(-0.40, 0.64, 0.05), (-0.45, 0.57, 0.06)],
    ],
    dark: &[],
    ears: &[[(0.36, 0.99), (0.25, 1.05), (0.40, 1.03)]],
    eye: (0.475, 0.975),
    nose: Some((0.625, 0.865)),
    coat: 0x96623a,
};

const DOG: Anatomy = Anatomy {
    share: 0.62,
    far: &[
        &[(0.22, 0.42, 0.12), (0.20, 0.22, 0.07), (0.20, 0.03, 0.06), (0.24, 0.03, 0.06)],
        &[(-0.28, 0.44, 0.16), (-0.27, 0.26, 0.09), (-0.33, 0.14, 0.06), (-0.28, 0.03, 0.06)],
    ],
    near: &[
        &[(-0.38, 0.54, 0.20), (-0.20, 0.54, 0.25), (0.05, 0.52, 0.27), (0.24, 0.56, 0.28)],
        &[(0.24, 0.60, 0.24), (0.36, 0.74, 0.19), (0.44, 0.82, 0.20)],
        &[(0.46, 0.83, 0.20), (0.60, 0.77, 0.12), (0.68, 0.755, 0.09)],
        &[(0.28, 0.46, 0.14), (0.29, 0.24, 0.075), (0.29, 0.03, 0.065), (0.34, 0.03, 0.065)],
        &[
            (-0.38, 0.50, 0.22),
            (-0.36, 0.30, 0.11),
            (-0.44, 0.16, 0.065),
            (-0.39, 0.03, 0.065),
            (-0.34, 0.03, 0.06),
        ],
        &[(-0.46, 0.60, 0.07), (-0.58, 0.70, 0.08), (-0.64, 0.84, 0.05)],
    ],
    dark: &[],
    ears: &[[(0.34, 0.86), (0.37, 1.04), (0.45, 0.91)], [(0.43, 0.90), (0.48, 1.03), (0.53, 0.89)]],
    eye: (0.535, 0.845),
    nose: Some((0.715, 0.775)),
    coat: 0x9a6a3c,
};

const CAT: Anatomy = Anatomy {
    share: 0.62,
    far: &[&[(0.24, 0.34, 0.10), (0.25, 0.04, 0.075), (0.29, 0.03, 0.07)]],
    near: &[
        // A sitting cat: haunch, upright chest, round head.
        &[(-0.16, 0.20, 0.38), (-0.10, 0.34, 0.36), (0.06, 0.52, 0.30), (0.14, 0.66, 0.24)],
        &[(0.15, 0.80, 0.27), (0.21, 0.79, 0.26)],
        &[(0.26, 0.75, 0.12), (0.30, 0.745, 0.10)],
        &[(0.15, 0.48, 0.16), (0.18, 0.20, 0.09), (0.18, 0.04, 0.08), (0.23, 0.035, 0.075)],
        &[(-0.14, 0.16, 0.30), (-0.02, 0.05, 0.10), (0.08, 0.04, 0.08)],
        &[(-0.32, 0.08, 0.08), (-0.48, 0.07, 0.075), (-0.58, 0.14, 0.07), (-0.60, 0.26, 0.05)],
    ],
    dark: &[],
    ears: &[[(0.04, 0.87), (0.045, 1.06), (0.15, 0.93)], [(0.17, 0.93), (0.27, 1.05), (0.29, 0.86)]],
    eye: (0.245, 0.82),
    nose: Some((0.345, 0.765)),
    coat: 0xa87440,
};

const ELEPHANT: Anatomy = Anatomy {
    share: 0.78,
    far: &[
        &[(0.18, 0.48, 0.20), (0.16, 0.20, 0.14), (0.16, 0.05, 0.15)],
        &[(-0.30, 0.46, 0.22), (-0.28, 0.20, 0.14), (-0.28, 0.05, 0.15)],
    ],
    near: &[
        &[(-0.42, 0.60, 0.34), (-0.20, 0.64, 0.46), (0.06, 0.62, 0.46), (0.20, 0.66, 0.38)],
        &[(0.26, 0.76, 0.30), (0.36, 0.70, 0.28), (0.41, 0.60, 0.20)],
        &[
            (0.44, 0.66, 0.18),
            (0.52, 0.48, 0.13),
            (0.53, 0.28, 0.09),
            (0.56, 0.12, 0.065),
            (0.63, 0.07, 0.05),
        ],
        &[(0.26, 0.50, 0.22), (0.28, 0.22, 0.15), (0.28, 0.06, 0.165)],
        &[(-0.42, 0.52, 0.28), (-0.44, 0.24, 0.16), (-0.44, 0.06, 0.17)],
        &[(-0.58, 0.66, 0.03), (-0.64, 0.46, 0.025), (-0.63, 0.34, 0.035)],
    ],
    dark: &[],
    ears: &[],
    eye: (0.385, 0.725),
    nose: None,
    coat: 0x868280,
};
