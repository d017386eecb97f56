//! Hour, weather and palette turned into light: the sky's colours, the sun and what reaches a surface.

mod hours;

use self::hours::{HourLight, of};
use super::colour::{Lab, Rgb};
use super::intent::{Hour, Intent, Mood, Weather};
use super::math::{exp, lerp, unit};

/// The sun or moon on the picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Disc {
    pub(super) u: f32,
    pub(super) v: f32,
    pub(super) radius: f32,
    pub(super) light: Rgb,
    /// Reach of the light around it, in picture heights.
    pub(super) halo: f32,
    pub(super) is_moon: bool,
}

/// The light of a picture.
#[derive(Clone, Debug)]
pub(super) struct Light {
    /// Sky colours by height above the horizon: 0 at it, 1 at the top.
    stops: Vec<(f32, Lab)>,
    /// Sunlight on a surface that faces it.
    pub(super) key: Rgb,
    /// Direction to the sun: right, up, towards the viewer.
    pub(super) towards: [f32; 3],
    /// Light from the sky.
    pub(super) ambient: Rgb,
    /// Light thrown back by the ground.
    pub(super) bounce: Rgb,
    /// Colour of distance.
    pub(super) haze: Rgb,
    /// How fast things fade into distance; 1 on a clear day.
    pub(super) density: f32,
    pub(super) disc: Disc,
    /// Visibility of the stars, 0..=1.
    pub(super) stars: f32,
    /// How brightly lamps and windows stand out, 0..=1.
    pub(super) lamps: f32,
    /// Colour of lamps.
    pub(super) lamp: Rgb,
}

impl Light {
    /// The light of an intent, with the sun at `u` across a picture whose horizon is `horizon`.
    pub(super) fn new(intent: &Intent, u: f32, side: f32, horizon: f32) -> Self {
        let hour = of(intent.hour);
        let scene = intent.palette.scene();
        let mut stops = if scene.is_empty() { hour.stops() } else { from_palette(&scene, intent.hour) };
        let dull = dullness(intent.weather);
        mute(&mut stops, dull, intent.weather, intent.mood);
        let warm = warmest(&scene);
        let tint = |natural: Rgb| warm.map_or(natural, |swatch| harmonised(natural, swatch));
        let sky = |t: f32| blend(&stops, t).rgb();
        let key = tint(Rgb::hex(hour.key)) * (hour.key_power * (1.0 - 0.85 * dull));
        let ambient = sky(0.45).over(sky(0.9), 0.5).over(Rgb::WHITE * 0.5, 0.12)
            * (hour.ambient_power * (1.0 + 0.5 * dull));
        let haze = sky(0.06).over(sky(0.3), 0.35);
        let elevation = hour.elevation;
        let disc = Disc {
            u,
            v: horizon - elevation * horizon,
            radius: hour.radius,
            light: tint(Rgb::hex(hour.disc)) * hour.disc_power * (1.0 - 0.9 * dull),
            halo: hour.halo,
            is_moon: intent.hour == Hour::Night,
        };
        let lamp = warm.map_or(Rgb::hex(0xffc16b), |swatch| harmonised(Rgb::hex(0xffc16b), swatch));
        Self {
            key,
            towards: direction(side, elevation),
            ambient,
            bounce: (key * 0.12 + ambient * 0.5).over(haze * 0.3, 0.3),
            haze,
            density: density(intent.weather, intent.mood),
            disc,
            stars: hour.stars * (1.0 - dull),
            lamps: hour.lamps.max(0.6 * dull * f32::from(u8::from(intent.weather != Weather::Cloudy))),
            lamp,
            stops,
        }
    }

    /// The clear sky at a height above the horizon, 0..=1.
    pub(super) fn sky(&self, t: f32) -> Rgb {
        blend(&self.stops, t).rgb()
    }

    /// A matt surface with the normal (right, up, towards the viewer).
    pub(super) fn on(&self, surface: Rgb, normal: [f32; 3]) -> Rgb {
        let facing = unit(normal.iter().zip(self.towards).map(|(n, l)| n * l).sum());
        let up = 0.5 + 0.5 * normal[1].clamp(-1.0, 1.0);
        surface.lit(self.key * facing + self.ambient * (0.45 + 0.55 * up) + self.bounce * (1.0 - up))
    }

    /// A colour seen through `depth` of air: 0 at the viewer, 1 at the farthest ridge.
    pub(super) fn through(&self, colour: Rgb, depth: f32) -> Rgb {
        let clear = exp(-depth * depth.sqrt() * 1.25 * self.density - depth * 0.12 * self.density);
        self.haze.over(colour, clear)
    }
}

/// The direction to the sun; kept a little in front so that forms read even against the light.
fn direction(side: f32, elevation: f32) -> [f32; 3] {
    let up = elevation.clamp(0.12, 0.8);
    let raw = [side * (1.1 - 0.5 * up), up, lerp(0.06, 0.5, unit(elevation.max(0.0) * 1.4))];
    let length = raw.iter().map(|x| x * x).sum::<f32>().sqrt();
    raw.map(|x| x / length)
}

/// How much of the sun a weather takes away.
fn dullness(weather: Weather) -> f32 {
    match weather {
        Weather::Clear | Weather::Wind => 0.0,
        Weather::Cloudy => 0.25,
        Weather::Fog => 0.6,
        Weather::Snow => 0.65,
        Weather::Overcast => 0.8,
        Weather::Rain => 0.85,
        Weather::Storm => 0.9,
    }
}

fn density(weather: Weather, mood: Mood) -> f32 {
    let air = match weather {
        Weather::Clear => 1.0,
        Weather::Wind => 0.9,
        Weather::Cloudy => 1.15,
        Weather::Overcast => 1.5,
        Weather::Storm => 1.6,
        Weather::Rain => 2.2,
        Weather::Snow => 2.4,
        Weather::Fog => 4.2,
    };
    if mood == Mood::Mysterious { air * 1.5 } else { air }
}

/// Dull weather greys the sky and brings its top and bottom together; storms darken it.
fn mute(stops: &mut [(f32, Lab)], dull: f32, weather: Weather, mood: Mood) {
    let middle = blend(stops, 0.45);
    let dark = match weather {
        Weather::Storm => 0.62,
        Weather::Rain => 0.82,
        Weather::Overcast => 0.93,
        _ => 1.0,
    };
    let feeling = match mood {
        Mood::Joyful => 1.18,
        Mood::Romantic | Mood::Epic => 1.08,
        Mood::Melancholy => 0.72,
        _ => 1.0,
    };
    for (_, lab) in stops {
        let even = lab.mix(middle, 0.55 * dull);
        *lab = even.saturated((1.0 - 0.55 * dull) * feeling).at(even.l * lerp(1.0, dark, dull));
    }
}

fn warmest(scene: &[Lab]) -> Option<Lab> {
    scene.iter().copied().max_by(|a, b| (a.warmth() + 0.1 * a.l).total_cmp(&(b.warmth() + 0.1 * b.l)))
}

/// A light's own strength in the hue of a swatch; greys leave it as it is.
fn harmonised(natural: Rgb, swatch: Lab) -> Rgb {
    let own = natural.lab();
    let share = unit(swatch.chroma() / 0.08) * 0.85;
    let chroma = own.chroma().max(0.7 * swatch.chroma());
    let scaled = swatch.saturated(chroma / swatch.chroma().max(1e-3));
    own.mix(scaled.at(own.l), share).rgb()
}

/// Sky colours from named swatches: the lightest and warmest at the horizon, the coolest and darkest above.
fn from_palette(scene: &[Lab], hour: Hour) -> Vec<(f32, Lab)> {
    let natural = of(hour);
    let ordered = sky_of(scene, hour);
    let (bottom, top) = natural.span();
    let (Some(&first), Some(&last)) = (ordered.first(), ordered.last()) else { return natural.stops() };
    let mut stops = vec![(0.0, deeper(first).at(lerp(first.l, bottom, 0.5)))];
    let count = ordered.len();
    for (at, lab) in ordered.iter().enumerate() {
        let t = if count == 1 { 0.45 } else { lerp(natural.band, 0.80, at as f32 / (count - 1) as f32) };
        if let Some((before, previous)) = stops.last().copied().filter(|_| at > 0) {
            stops.push((lerp(before, t, 0.33), between(previous, *lab, 0.45)));
        }
        let seen = lab.at(lerp(lab.l, lab.l.min(bottom), 0.5));
        stops.push((t, seen));
    }
    stops.push((1.0, last.at(lerp(last.l, top, 0.85))));
    stops
}

/// The swatches that a sky takes, from the horizon up: a bright or warm one, a cool one, and one between them where it lies on
/// the way. A sky of five hues is a flag; the others are for land and things.
pub(super) fn sky_of(scene: &[Lab], hour: Hour) -> Vec<Lab> {
    let low_sun = matches!(hour, Hour::Dawn | Hour::Golden | Hour::Sunset | Hour::Dusk);
    let bright = |lab: &Lab| lab.l + if low_sun { 1.6 } else { 0.3 } * lab.warmth();
    let cool = |lab: &Lab| lab.warmth() + if low_sun || hour == Hour::Night { 0.25 } else { -0.1 } * lab.l;
    let Some(&bottom) = scene.iter().max_by(|a, b| bright(a).total_cmp(&bright(b))) else {
        return Vec::new();
    };
    let rest: Vec<Lab> = scene.iter().copied().filter(|lab| *lab != bottom).collect();
    let Some(&top) = rest.iter().min_by(|a, b| cool(a).total_cmp(&cool(b))) else { return vec![bottom] };
    let detour = |lab: &Lab| bottom.distance(*lab) + lab.distance(top) - bottom.distance(top);
    let between = rest.iter().filter(|lab| **lab != top).min_by(|a, b| detour(a).total_cmp(&detour(b)));
    let between = between.copied().filter(|lab| detour(lab) < 0.10);
    [Some(bottom), between, Some(top)].into_iter().flatten().collect()
}

/// A warm colour's own shade: darker and redder, as the last light is. Cool colours stay.
fn deeper(lab: Lab) -> Lab {
    let warm = unit(lab.warmth() / 0.12);
    Lab { l: lab.l - 0.14 * warm, a: lab.a + 0.075 * warm, b: lab.b - 0.02 * warm }
}

/// A step between two sky colours. Opposite hues meet in a light, pale one, as they do in a real
/// twilight, not in the grey that lies between them.
fn between(low: Lab, high: Lab, t: f32) -> Lab {
    let plain = low.mix(high, t);
    let opposed = unit(-(low.a * high.a + low.b * high.b) / (low.chroma() * high.chroma()).max(1e-4));
    plain.at(plain.l.max(lerp(plain.l, low.l.max(high.l), 0.75 * opposed))).saturated(1.0 - 0.25 * opposed)
}

fn blend(stops: &[(f32, Lab)], t: f32) -> Lab {
    let upper = stops.iter().position(|(at, _)| *at >= t).unwrap_or(stops.len());
    match (upper.checked_sub(1).and_then(|below| stops.get(below)), stops.get(upper)) {
        (Some((from, low)), Some((to, high))) => {
            let x = (t - from) / (to - from).max(1e-5);
            low.mix(*high, x * x * (3.0 - 2.0 * x) * 0.5 + x * 0.5)
        }
        (Some((_, only)), None) | (None, Some((_, only))) => *only,
        (None, None) => Lab::default(),
    }
}

impl HourLight {
    fn stops(&self) -> Vec<(f32, Lab)> {
        self.sky.iter().map(|(t, code)| (*t, Rgb::hex(*code).lab())).collect()
    }

    /// Lightness at the horizon and at the top.
    fn span(&self) -> (f32, f32) {
        let l = |stop: Option<&(f32, u32)>| stop.map_or(0.5, |(_, code)| Rgb::hex(*code).lab().l);
        (l(self.sky.first()), l(self.sky.last()))
    }
}
