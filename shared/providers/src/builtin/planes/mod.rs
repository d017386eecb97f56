//! Air, land and water: everything that a subject stands in, from the farthest plane to the nearest.

pub(super) mod cliff;
pub(super) mod front;
pub(super) mod ground;
pub(super) mod interior;
pub(super) mod land;
pub(super) mod ridge;
pub(super) mod shore;
pub(super) mod sky;
pub(super) mod space;
pub(super) mod street;
pub(super) mod trees;
pub(super) mod water;
pub(super) mod weather;
pub(super) mod woods;

use super::canvas::Canvas;
use super::intent::{Setting, Subject};
use super::scene::{Scene, Stand};

/// Paints what belongs at the horizon, such as a skyline, before water mirrors it or ground covers its foot.
pub(super) type Backdrop = fn(&mut Canvas, &Scene<'_>);

/// Paints the place and says where in it the subject stands.
pub(super) fn paint(canvas: &mut Canvas, scene: &Scene<'_>, backdrop: Backdrop) -> Stand {
    match scene.place {
        Setting::Space => return space::paint(canvas, scene),
        Setting::Moon => return space::surface(canvas, scene),
        Setting::Room => return interior::paint(canvas, scene),
        _ => sky::paint(canvas, scene),
    }
    let stand = match scene.place {
        Setting::Cliff => cliff::paint(canvas, scene, backdrop),
        Setting::Coast | Setting::Sea | Setting::Island | Setting::Lake | Setting::River => {
            shore::paint(canvas, scene, backdrop)
        }
        Setting::Forest => woods::paint(canvas, scene),
        Setting::Street => street::paint(canvas, scene),
        _ => land::paint(canvas, scene, backdrop),
    };
    if flies(scene.intent.subject) { aloft(scene, stand) } else { stand }
}

/// Subjects of the air leave the ground wherever they are.
fn flies(subject: Subject) -> bool {
    matches!(subject, Subject::Balloon)
}

fn aloft(scene: &Scene<'_>, stand: Stand) -> Stand {
    Stand { v: scene.horizon * 0.86, ..stand }
}
