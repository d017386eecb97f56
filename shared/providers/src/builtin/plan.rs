//! What is painted: an intent, what edits have made of it, and the things that stand beside the subject.

use super::canvas::Canvas;
use super::intent::{Family, Intent, Role, Setting, Subject, Swatch};
use super::math::lerp;
use super::planes;
use super::scene::{Scene, Stand};
use super::{styles, subjects};

/// An intent, and what edits have made of it.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) intent: Intent,
    /// The subject was taken out; its place stays.
    pub(super) absent: bool,
    pub(super) extras: Vec<Extra>,
}

/// A thing that was added beside the subject.
#[derive(Clone, Debug)]
pub(super) struct Extra {
    pub(super) subject: Subject,
    pub(super) words: String,
    pub(super) swatches: Vec<Swatch>,
}

/// Places of further ones of a kind: to the side away from the light, nearer the horizon, and smaller.
const COMPANY: [(f32, f32, f32); 4] =
    [(-0.36, 0.30, 0.66), (0.25, 0.42, 0.55), (-0.19, 0.60, 0.42), (-0.50, 0.50, 0.48)];
/// The same where there is ground on one side only.
const ASHORE: [(f32, f32, f32); 2] = [(0.17, 0.0, 0.72), (0.28, 0.0, 0.60)];

impl Plan {
    pub(super) fn of(intent: Intent) -> Self {
        Self { intent, absent: false, extras: Vec::new() }
    }

    pub(super) fn paint(&self, canvas: &mut Canvas, seed: u64) {
        let intent = &self.intent;
        let scene = Scene::new(intent, canvas, seed);
        if intent.subject == Subject::Abstract {
            subjects::composition(canvas, &scene);
        } else {
            let backdrop = if self.absent { |_: &mut Canvas, _: &Scene<'_>| {} } else { subjects::backdrop };
            let stand = planes::paint(canvas, &scene, backdrop);
            for (at, extra) in self.extras.iter().enumerate() {
                extra.paint(canvas, &scene, stand, at);
            }
            let first = canvas.next_shape();
            if self.absent {
                let mut ghost = canvas.clone();
                subjects::paint(&mut ghost, &scene, stand);
                canvas.mark_subject(first, ghost.owners());
            } else {
                company(canvas, &scene, stand);
                subjects::paint(canvas, &scene, stand);
                let owners = canvas.owners().to_vec();
                canvas.mark_subject(first, &owners);
            }
            planes::front::paint(canvas, &scene);
            planes::weather::paint(canvas, &scene);
        }
        styles::apply(canvas, &scene);
    }
}

/// The others of "three boats", the farthest first.
fn company(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let several = matches!(
        scene.intent.subject.family(),
        Family::Animal | Family::Person | Family::Boat | Family::House | Family::Vehicle
    ) || scene.intent.subject == Subject::Tree;
    let firm = !matches!(scene.place, Setting::Cliff | Setting::Island | Setting::Room);
    if !several || !firm {
        return;
    }
    let places: &[_] = if ashore(scene) { &ASHORE } else { &COMPANY };
    let others = usize::from(scene.intent.count.saturating_sub(1)).min(places.len());
    let mut places: Vec<_> = places.iter().take(others).collect();
    places.sort_by(|a, b| a.2.total_cmp(&b.2));
    for (aside, back, size) in places {
        let u = scene.focus - scene.side * aside * scene.aspect;
        let v = lerp(stand.v, scene.horizon, *back * 0.7);
        let scene = scene.around(scene.intent, u);
        subjects::paint(canvas, &scene, Stand { u, v, size: stand.size * size });
    }
}

/// Where the subject stands on a shore, with water on the side of the light.
fn ashore(scene: &Scene<'_>) -> bool {
    matches!(scene.place, Setting::Coast | Setting::Sea | Setting::Lake | Setting::River)
        && !planes::shore::afloat(scene)
}

/// Whether there is anything that a further thing could stand on, swim in or fly over.
pub(super) fn has_room(place: Setting, subject: Subject, thing: Subject) -> bool {
    let water = matches!(
        place,
        Setting::Coast | Setting::Sea | Setting::Lake | Setting::River | Setting::Island | Setting::Cliff
    );
    let floats = |one| matches!(one, Subject::Boat | Subject::Ship | Subject::Fish);
    let flies = matches!(thing, Subject::Bird | Subject::Balloon | Subject::Aeroplane);
    let shore = water && !floats(subject) && !matches!(place, Setting::Island | Setting::Cliff);
    flies || floats(thing) == water || (shore && !floats(thing))
}

impl Extra {
    /// Paints the thing on the side away from the subject, smaller than it and as far into the picture.
    fn paint(&self, canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand, at: usize) {
        let mut intent = scene.intent.clone();
        intent.subject = self.subject;
        intent.subject_words.clone_from(&self.words);
        intent.palette.swatches.retain(|swatch| swatch.role == Role::Scene);
        intent.palette.swatches.extend(self.swatches.iter().cloned());
        let floats = matches!(self.subject, Subject::Boat | Subject::Ship | Subject::Fish);
        let share = if ashore(scene) && !floats { [0.90, 0.80, 0.97] } else { [0.26, 0.12, 0.42] }[at % 3];
        let focus = scene.across(share);
        let v = if floats && !planes::shore::afloat(scene) { lerp(scene.horizon, 1.0, 0.3) } else { stand.v };
        let scene = scene.around(&intent, focus);
        subjects::paint(canvas, &scene, Stand { u: focus, v, size: stand.size * 0.6 });
    }
}
