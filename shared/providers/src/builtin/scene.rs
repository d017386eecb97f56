//! What every part of a picture shares: intent, light, proportions and chance.

use super::canvas::Canvas;
use super::colour::{Lab, Rgb};
use super::intent::{Composition, Family, Hour, Intent, Season, Setting, Style, Subject, Weather};
use super::light::{Light, sky_of};
use super::noise::Noise;
use super::random::{Random, fnv1a};

/// A picture's plan.
#[derive(Clone, Debug)]
pub(super) struct Scene<'a> {
    pub(super) intent: &'a Intent,
    pub(super) light: Light,
    /// The setting, chosen by the subject when the prompt leaves it open.
    pub(super) place: Setting,
    pub(super) aspect: f32,
    pub(super) horizon: f32,
    /// Where the subject stands across the picture.
    pub(super) focus: f32,
    /// -1 when the light comes from the left, 1 from the right; the subject stands on the other side.
    pub(super) side: f32,
    /// Leaf colours of the subject when they are not the season's.
    pub(super) leaves: Option<(Rgb, Rgb)>,
    /// Worked out once: every pixel asks for them.
    foliage: (Rgb, Rgb),
    ground: (Rgb, Rgb),
    seed: u64,
}

/// Where a subject stands: the middle of its foot, and the height of a subject that fills its part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stand {
    pub(super) u: f32,
    pub(super) v: f32,
    pub(super) size: f32,
}

impl<'a> Scene<'a> {
    pub(super) fn new(intent: &'a Intent, canvas: &Canvas, seed: u64) -> Self {
        let aspect = canvas.aspect();
        let mut chance = Random::stream(seed, "composition");
        let side = if chance.chance(0.62) { -1.0 } else { 1.0 };
        let offset = match intent.composition {
            Composition::Centred | Composition::Symmetrical => 0.0,
            Composition::CloseUp => 0.06,
            _ => 0.165 + chance.range(-0.02, 0.025),
        };
        let focus = (0.5 - side * offset) * aspect;
        let sun = (0.5 + side * chance.range(0.17, 0.30)) * aspect;
        let light = Light::new(intent, sun, side, intent.horizon);
        let place = if intent.setting == Setting::Open { home(intent.subject) } else { intent.setting };
        let none = (Rgb::BLACK, Rgb::BLACK);
        let (foliage, ground, horizon) = (none, none, intent.horizon);
        let mut scene =
            Self { intent, light, place, aspect, horizon, focus, side, leaves: None, foliage, ground, seed };
        (scene.foliage, scene.ground) = (scene.growth(), scene.soil());
        scene
    }

    /// The same scene around another thing.
    pub(super) fn around<'b>(&self, intent: &'b Intent, focus: f32) -> Scene<'b> {
        Scene { intent, light: self.light.clone(), focus, ..*self }
    }

    /// The stream of chance called `name`; the same for every subject, so that an edit keeps the rest.
    pub(super) fn chance(&self, name: &str) -> Random {
        Random::stream(self.seed, name)
    }

    /// The noise field called `name`.
    pub(super) fn noise(&self, name: &str) -> Noise {
        Noise::new(self.chance(name).bits())
    }

    /// Chance that follows the subject's words, for forms that no list describes.
    pub(super) fn chance_of_words(&self) -> Random {
        Random::stream(fnv1a(&self.intent.subject_words.to_lowercase()), "form")
    }

    /// A length in a picture of this shape: `share` of the height, less in narrow pictures.
    pub(super) fn length(&self, share: f32) -> f32 {
        share * (0.42 + 0.58 * self.aspect).min(1.0)
    }

    /// How large the subject is, 1 for the usual framing.
    pub(super) fn zoom(&self) -> f32 {
        match self.intent.composition {
            Composition::CloseUp => 1.45,
            Composition::Wide => 0.62,
            Composition::Aerial => 0.7,
            Composition::LowAngle => 1.2,
            _ => 1.0,
        }
    }

    /// Mirrors a place across the picture when the subject stands on the left.
    pub(super) fn across(&self, share: f32) -> f32 {
        if self.side < 0.0 { share * self.aspect } else { (1.0 - share) * self.aspect }
    }

    /// The subject's own colour: asked for, or else `natural`.
    pub(super) fn own(&self, index: usize, natural: u32) -> Rgb {
        self.intent.palette.own().get(index).map_or(Rgb::hex(natural), |lab| lab.rgb())
    }

    /// An accent: the subject's colour, else the liveliest of the picture's, else `natural`.
    pub(super) fn accent(&self, natural: u32) -> Rgb {
        let liveliest = self.intent.palette.scene().into_iter().max_by(|a, b| {
            let lively = |lab: &Lab| lab.chroma() + 0.2 * lab.warmth();
            lively(a).total_cmp(&lively(b))
        });
        let own = self.intent.palette.own().first().copied();
        own.or(liveliest).map_or(Rgb::hex(natural), Lab::rgb)
    }

    /// True when the subject's words have this one, also as the beginning of a longer one ("tigers").
    pub(super) fn says(&self, word: &str) -> bool {
        let words = self.intent.subject_words.to_lowercase();
        words.split(|c: char| !c.is_alphanumeric()).any(|w| w.starts_with(word))
    }

    /// True for styles that outline everything, where dots would become rings.
    pub(super) fn is_outlined(&self) -> bool {
        matches!(self.intent.style, Style::Ink | Style::Blueprint | Style::Neon)
    }

    /// True when lamps are lit.
    pub(super) fn is_dark(&self) -> bool {
        self.light.lamps > 0.5
    }

    pub(super) fn is_wintry(&self) -> bool {
        self.intent.season == Season::Winter
            || self.intent.weather == Weather::Snow
            || self.place == Setting::Snowfield
    }

    /// Leaf and grass colours of the season, from shaded to bright.
    pub(super) fn foliage(&self) -> (Rgb, Rgb) {
        self.leaves.unwrap_or(self.foliage)
    }

    fn growth(&self) -> (Rgb, Rgb) {
        let (dark, bright) = if self.is_wintry() {
            (0x5d6c78, 0xe8eef2)
        } else {
            match self.intent.season {
                Season::Autumn => (0x8a3c1e, 0xe89a2e),
                Season::Spring => (0x3f7a3a, 0xa9cf5c),
                _ => (0x2c4f34, 0x86a34a),
            }
        };
        let natural = (Rgb::hex(dark), Rgb::hex(bright));
        let greenest = self.land().into_iter().min_by(|a, b| a.a.total_cmp(&b.a));
        greenest.map_or(natural, |swatch| toned(natural, swatch, 0.55))
    }

    /// The named swatches that the sky leaves to land and things, those with most contrast to the horizon first.
    fn land(&self) -> Vec<Lab> {
        let named = self.intent.palette.scene();
        let sky = sky_of(&named, self.intent.hour);
        let mut rest: Vec<Lab> = named.into_iter().filter(|lab| !sky.contains(lab)).collect();
        let bottom = sky.first().copied().unwrap_or_default();
        // A loud colour is for a thing, not for half of the picture.
        let suits = |lab: &Lab| lab.distance(bottom) - 0.9 * lab.chroma();
        rest.sort_by(|a, b| suits(b).total_cmp(&suits(a)));
        rest
    }

    /// Ground colours of the place and season, from shaded to bright.
    pub(super) fn ground(&self) -> (Rgb, Rgb) {
        self.ground
    }

    fn soil(&self) -> (Rgb, Rgb) {
        let (dark, bright) = match self.place {
            _ if self.is_wintry() => (0xb9c6d6, 0xf4f6f8),
            Setting::Moon => (0x6c6a68, 0xc2c0bc),
            Setting::Desert => (0xb0743c, 0xe8bd80),
            Setting::Coast | Setting::Sea | Setting::Island => (0xb89a6a, 0xe6d0a2),
            Setting::Street | Setting::Road => (0x5b5f4a, 0xa2a074),
            _ if self.intent.season == Season::Autumn => (0x70552c, 0xc49a4c),
            _ if self.intent.season == Season::Summer => (0x667838, 0xc2b862),
            _ => (0x3f6234, 0x95ac54),
        };
        let natural = (Rgb::hex(dark), Rgb::hex(bright));
        let land = self.land();
        // Dust without water is grey, and pale against a black sky.
        let dust = land.iter().max_by(|a, b| (a.l - 2.0 * a.chroma()).total_cmp(&(b.l - 2.0 * b.chroma())));
        let swatch = if self.place == Setting::Moon { dust } else { land.first() };
        swatch.map_or(natural, |swatch| toned(natural, *swatch, 0.85))
    }

    /// True when the sun or moon stands low enough to be seen in the picture.
    pub(super) fn shows_disc(&self) -> bool {
        let low = self.light.disc.v > -0.02;
        let clear =
            matches!(self.intent.weather, Weather::Clear | Weather::Wind | Weather::Cloudy | Weather::Fog);
        low && clear && self.intent.hour != Hour::Dusk
    }
}

/// A pair of shaded and bright drawn towards a swatch, which then lies between the two.
fn toned((dark, bright): (Rgb, Rgb), swatch: Lab, share: f32) -> (Rgb, Rgb) {
    let to = |natural: Rgb, l: f32| natural.mix(swatch.at(l.clamp(0.05, 0.97)).rgb(), share);
    (to(dark, swatch.l - 0.06), to(bright, swatch.l + 0.10))
}

/// The place that suits a subject when the prompt names none.
pub(super) fn home(subject: Subject) -> Setting {
    match subject {
        Subject::Lighthouse => Setting::Cliff,
        Subject::City | Subject::Bridge => Setting::River,
        Subject::Mountain => Setting::Lake,
        Subject::Boat | Subject::Ship | Subject::Sea | Subject::Fish => Setting::Sea,
        Subject::Forest | Subject::Deer | Subject::Bear => Setting::Forest,
        Subject::Car | Subject::Bicycle => Setting::Road,
        Subject::StillLife | Subject::Meal => Setting::Room,
        Subject::Bird => Setting::Coast,
        Subject::Rocket | Subject::Camel => Setting::Desert,
        Subject::Aeroplane => Setting::Sky,
        Subject::Flower
        | Subject::House
        | Subject::Tent
        | Subject::Tree
        | Subject::Train
        | Subject::Windmill => Setting::Meadow,
        _ if matches!(subject.family(), Family::Animal) => Setting::Meadow,
        _ => Setting::Hills,
    }
}
