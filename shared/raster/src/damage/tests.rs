use takumi_core::style::BlendMode;

use super::*;
use crate::list::{Clip, Fill, Group, Paint, Shape};

fn square(left: i32, colour: u8) -> Item {
    let area = Area::new(left, 0, left + 200, 200);
    Item::Fill(Fill {
        bounds: area,
        shape: Shape::Area(area),
        paint: Paint::Solid([colour, 0, 0, 255]),
        clip: Clip::within(Area::new(0, 0, 4000, 4000)),
    })
}

fn group(items: Vec<Item>, opacity: u8) -> Item {
    let bounds = items.iter().fold(Area::default(), |all, item| all.union(item.bounds()));
    Item::Group(Group {
        bounds,
        opacity,
        blend: BlendMode::Normal,
        backdrop: None,
        clip: Clip::within(Area::new(0, 0, 4000, 4000)),
        items,
    })
}

fn between(old: &[Item], new: &[Item]) -> Vec<Area> {
    let mut areas = Damage::between(old, new).areas;
    areas.sort_by_key(|area| area.left);
    areas
}

#[test]
fn equal_lists_have_no_damage() {
    let list = [square(0, 1), group(vec![square(300, 2)], 100)];
    assert_eq!(between(&list, &list.clone()), []);
}

#[test]
fn a_draw_that_moved_damages_both_of_its_places() {
    let (old, new) =
        ([square(0, 1), square(1000, 2), square(2000, 3)], [square(0, 1), square(3000, 2), square(2000, 3)]);
    assert_eq!(between(&old, &new), [Area::new(1000, 0, 1200, 200), Area::new(3000, 0, 3200, 200)]);
}

#[test]
fn a_draw_that_came_or_went_damages_only_its_place() {
    let (few, more) = ([square(0, 1), square(2000, 3)], [square(0, 1), square(1000, 2), square(2000, 3)]);
    assert_eq!(between(&few, &more), [Area::new(1000, 0, 1200, 200)]);
    assert_eq!(between(&more, &few), [Area::new(1000, 0, 1200, 200)]);
}

#[test]
fn two_draws_that_changed_places_are_damaged() {
    let (old, new) = ([square(0, 1), square(100, 2)], [square(100, 2), square(0, 1)]);
    let areas = between(&old, &new);
    assert!(areas.iter().any(|area| area.contains(Area::new(100, 0, 200, 200))), "{areas:?}");
}

#[test]
fn in_a_group_only_what_changed_is_damaged_and_all_of_it_when_its_opacity_changed() {
    let old = [group(vec![square(0, 1), square(1000, 2)], 100)];
    let new = [group(vec![square(0, 1), square(1000, 9)], 100)];
    assert_eq!(between(&old, &new), [Area::new(1000, 0, 1200, 200)]);
    let faded = [group(vec![square(0, 1), square(1000, 2)], 101)];
    assert_eq!(between(&old, &faded), [Area::new(0, 0, 1200, 200)]);
}

#[test]
fn many_small_changes_are_few_areas_that_hold_them() {
    let list =
        |colour: fn(i32) -> u8| (0..60).map(|index| square(index * 500, colour(index))).collect::<Vec<_>>();
    let (old, new) = (list(|_| 1), list(|index| 1 + (index % 2) as u8));
    let areas = between(&old, &new);
    assert!(areas.len() <= MOST_AREAS);
    for item in new.iter().skip(1).step_by(2) {
        assert!(areas.iter().any(|area| area.contains(item.bounds())));
    }
}

#[test]
fn areas_that_depend_on_one_another_are_damaged_whole_or_not_at_all() {
    let mut damage = Damage { areas: vec![Area::new(0, 0, 50, 50), Area::new(3000, 0, 3010, 10)] };
    let bound = [Area::new(40, 40, 600, 600), Area::new(500, 500, 700, 900), Area::new(2000, 0, 2100, 10)];
    damage.bind(&bound);
    for whole in bound {
        let inside = damage.areas.iter().any(|area| area.contains(whole));
        assert_eq!(inside, whole.left < 2000);
        assert!(inside || damage.areas.iter().all(|area| !area.meets(whole)));
    }
    assert!(damage.areas.contains(&Area::new(3000, 0, 3010, 10)));
}
