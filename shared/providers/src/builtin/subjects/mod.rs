//! What pictures are of.

mod abstracts;
mod aeroplane;
mod air;
mod anatomy;
mod animals;
mod bicycle;
mod car;
mod castle;
mod city;
mod flight;
mod flower;
mod house;
mod lighthouse;
mod masonry;
mod meal;
mod nature;
mod person;
mod still_life;
mod surface;
mod tent;
mod towers;
mod train;
mod vessel;
mod windmill;

use super::canvas::Canvas;
use super::colour::Rgb;
use super::intent::{Setting, Subject};
use super::math::{lerp, sin};
use super::scene::{Scene, Stand};

pub(super) use abstracts::composition;
pub(super) use city::skyline;
pub(super) use surface::wall;

/// Paints what of the subject stands at the horizon, before water mirrors it.
pub(super) fn backdrop(canvas: &mut Canvas, scene: &Scene<'_>) {
    match scene.intent.subject {
        Subject::City => skyline(canvas, scene),
        Subject::Mountain => nature::peak(canvas, scene),
        _ => {}
    }
}

/// Paints the subject where it stands.
pub(super) fn paint(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    match scene.intent.subject {
        Subject::Lighthouse => lighthouse::paint(canvas, scene, stand),
        Subject::Tower => towers::tower(canvas, scene, stand),
        Subject::Castle => castle::castle(canvas, scene, stand),
        Subject::Windmill => windmill::windmill(canvas, scene, stand),
        Subject::Church => towers::church(canvas, scene, stand),
        Subject::House => house::paint(canvas, scene, stand),
        Subject::Bridge => city::bridge(canvas, scene),
        Subject::Forest => nature::grove(canvas, scene, stand),
        Subject::Tree => nature::tree(canvas, scene, stand),
        Subject::Sea => nature::breakers(canvas, scene),
        Subject::Boat => vessel::boat(canvas, scene, stand),
        Subject::Ship => vessel::ship(canvas, scene, stand),
        Subject::Bird => flight::bird(canvas, scene, stand),
        Subject::Fish => flight::fish(canvas, scene, stand),
        Subject::Cat
        | Subject::Dog
        | Subject::Horse
        | Subject::Deer
        | Subject::Elephant
        | Subject::Bear
        | Subject::Sheep
        | Subject::Pig
        | Subject::Camel
        | Subject::Giraffe => animals::paint(canvas, scene, stand),
        Subject::Person => person::paint(canvas, scene, stand),
        Subject::Car => car::car(canvas, scene, stand),
        Subject::Train => train::train(canvas, scene, stand),
        Subject::Balloon => air::balloon(canvas, scene, stand),
        Subject::Aeroplane => aeroplane::aeroplane(canvas, scene, stand),
        Subject::Bicycle => bicycle::bicycle(canvas, scene, stand),
        Subject::Tent => tent::tent(canvas, scene, stand),
        Subject::Meal => meal::meal(canvas, scene, stand),
        Subject::Rocket => air::rocket(canvas, scene, stand),
        Subject::StillLife => still_life::paint(canvas, scene, stand),
        Subject::Flower => flower::paint(canvas, scene, stand),
        Subject::Unknown => abstracts::unknown(canvas, scene, stand),
        Subject::Mountain | Subject::Landscape => nature::landscape(canvas, scene),
        // The street's end shows the skyline already, and an abstract picture has no subject apart.
        Subject::City | Subject::Abstract => {}
    }
}

/// Smoke or steam that rises from a place and drifts with the wind; `reach` in sixths of the height.
fn smoke(canvas: &mut Canvas, scene: &Scene<'_>, from: (f32, f32), size: f32, reach: f32) {
    if matches!(scene.place, Setting::Space | Setting::Moon) {
        return;
    }
    let mut chance = scene.chance("smoke");
    let lit = scene.light.on(Rgb::hex(0xd8d4d2), [scene.side * 0.4, 0.6, 0.5]);
    let shade = lit.over(scene.light.ambient * 0.5, 0.6);
    let count = (60.0 + 40.0 * reach) as usize;
    for at in 0..count {
        let t = at as f32 / count as f32;
        let sway = 0.02 * sin(t * 7.0) * reach;
        let u = from.0 - scene.side * 0.16 * reach * t * t.sqrt() + sway + chance.range(-0.4, 0.4) * size * t;
        let v = from.1 - 0.16 * reach * t.sqrt() * (1.0 - 0.35 * t);
        let radius = size * lerp(0.35, 1.5, t) * chance.range(0.7, 1.1);
        let colour = shade.over(lit, chance.unit());
        canvas.dab((u, v), (radius, radius), (1.0, 0.0), colour, 0.20 * (1.0 - t));
    }
}
