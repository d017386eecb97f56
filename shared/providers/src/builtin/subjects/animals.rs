//! Beasts on four legs, built of limbs.

use super::anatomy::{Anatomy, BEAR, CAMEL, CAT, DEER, DOG, ELEPHANT, GIRAFFE, HORSE, PIG, SHEEP};
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::figure::Frame;
use crate::builtin::intent::Subject;
use crate::builtin::math::{sin, smooth, unit};
use crate::builtin::noise::Noise;
use crate::builtin::planes::ground;
use crate::builtin::scene::{Scene, Stand};

/// Paints the animal.
pub(in crate::builtin) fn paint(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let anatomy = match scene.intent.subject {
        Subject::Cat => &CAT,
        Subject::Dog => &DOG,
        Subject::Deer => &DEER,
        Subject::Elephant => &ELEPHANT,
        Subject::Bear => &BEAR,
        Subject::Sheep => &SHEEP,
        Subject::Pig => &PIG,
        Subject::Camel => &CAMEL,
        Subject::Giraffe => &GIRAFFE,
        _ => &HORSE,
    };
    let frame = Frame::facing_light(scene, stand, anatomy.share * if is_large(scene) { 1.35 } else { 1.0 });
    ground::shadow(canvas, scene, (stand.u, stand.v), frame.size * 0.46, frame.size * 0.5);
    let coat = Coat::new(scene, anatomy.coat);
    let dark = match scene.intent.subject {
        Subject::Sheep => Rgb::hex(BARE),
        _ if scene.says("lion") => Rgb::hex(0x6a3c1c),
        _ => coat.base * 0.42,
    };
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
    ["bison", "buffalo"].iter().any(|word| scene.says(word))
}

fn details(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, anatomy: &Anatomy) {
    match scene.intent.subject {
        Subject::Sheep => face(canvas, scene, frame),
        Subject::Pig => snout(canvas, scene, frame, anatomy.coat),
        _ => {}
    }
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

/// Skin of a sheep where it has no fleece.
const BARE: u32 = 0x3a322e;

/// A sheep's bare face and ear, dark against the fleece.
fn face(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame) {
    let skin = Rgb::hex(BARE);
    let head = frame.figure().limb(&[(0.42, 0.74, 0.20), (0.52, 0.68, 0.16), (0.59, 0.62, 0.12)]);
    head.paint(canvas, scene, 0.03, |_, _| skin);
    let ear = frame.figure().limb(&[(0.41, 0.77, 0.05), (0.33, 0.74, 0.08), (0.26, 0.69, 0.03)]);
    ear.paint(canvas, scene, 0.015, |_, _| skin * 0.8);
    frame.figure().oval(0.485, 0.735, 0.026, 0.026).paint(canvas, scene, 0.01, |_, _| Rgb::hex(0xe8d8b0));
}

/// A pig's flat snout with its nostrils.
fn snout(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, coat: u32) {
    let disc = scene.own(0, coat) * 0.78;
    frame.figure().oval(0.665, 0.485, 0.040, 0.088).paint(canvas, scene, 0.02, |_, _| disc);
    let holes = frame.figure().oval(0.668, 0.515, 0.012, 0.016).oval(0.668, 0.460, 0.012, 0.016);
    holes.paint(canvas, scene, 0.01, |_, _| Rgb::hex(0x5a2c2c));
}

/// A coat's colour and pattern.
struct Coat {
    base: Rgb,
    second: Rgb,
    striped: f32,
    spotted: f32,
    /// Large patches with a light net between them.
    netted: bool,
    /// Dark legs, shoulders and ears on a light body.
    pied: bool,
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
        let spots = ["leopard", "cow"];
        let spotted = if spots.iter().any(|word| scene.says(word)) { 1.0 } else { 0.0 };
        let (netted, pied) = (scene.intent.subject == Subject::Giraffe, scene.says("panda"));
        Self { base, second, striped, spotted, netted, pied, noise: scene.noise("coat") }
    }

    fn at(&self, x: f32, y: f32) -> Rgb {
        let fur = 0.92 + 0.16 * self.noise.fbm(x * 26.0, y * 26.0, 3);
        let wave = sin(x * 46.0 + 5.0 * self.noise.at(x * 5.0, y * 4.0));
        let stripe = self.striped * smooth(0.25, 0.55, wave);
        let spot = self.spotted * smooth(0.12, 0.2, self.noise.at(x * 9.0 + 3.0, y * 9.0));
        if self.netted || self.pied {
            return self.base.mix(self.second, if self.netted { self.net(x, y) } else { pied(x, y) }) * fur;
        }
        let belly = if self.striped + self.spotted > 0.0 {
            0.0
        } else {
            0.55 * smooth(0.42, 0.30, y) * smooth(0.25, 0.40, y)
        };
        self.base.mix(self.second, unit(stripe + spot + belly)) * fur
    }

    /// Cells of a giraffe's coat: 1 inside them, 0 on the net and on the lower legs.
    fn net(&self, x: f32, y: f32) -> f32 {
        let one = self.noise.at(x * 11.0, y * 11.0).abs();
        let other = self.noise.at(x * 11.0 + 20.0, y * 11.0 + 7.0).abs();
        smooth(0.05, 0.11, one.min(other)) * smooth(0.16, 0.34, y)
    }
}

/// Where a panda is black.
fn pied(x: f32, y: f32) -> f32 {
    let shoulders = smooth(0.03, 0.0, (x - 0.22).abs() - 0.13) * smooth(0.80, 0.72, y);
    let eye = smooth(0.075, 0.055, ((x - 0.525) * (x - 0.525) + (y - 0.69) * (y - 0.69)).sqrt());
    let ears = smooth(0.785, 0.80, y) * smooth(0.29, 0.31, x);
    unit(smooth(0.34, 0.28, y) + ears + shoulders + eye)
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
