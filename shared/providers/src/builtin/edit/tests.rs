use super::*;
use crate::builtin::intent::{Hour, Season, Style, Subject, Weather};
use crate::builtin::{paint, to_png};

const SIZE: (u32, u32) = (240, 160);
const PROMPT: &str = "a sailing boat on a lake in the morning";

fn brief(prompt: &str) -> Brief<'_> {
    Brief { prompt, style: None, width: SIZE.0, height: SIZE.1, seed: 7 }
}

fn wanted(instruction: &str) -> Wanted<'_> {
    Wanted { instruction, style: None, width: SIZE.0, height: SIZE.1, seed: 7 }
}

fn repainted(prompt: &str, instruction: &str) -> Painting {
    edit(&Original::Painted(brief(prompt), &[]), &wanted(instruction)).unwrap()
}

fn touched(prompt: &str, instruction: &str) -> Result<Painting, String> {
    let file = to_png(&paint(&brief(prompt))).unwrap();
    edit(&Original::File(&file), &wanted(instruction))
}

/// Which pixels differ by more than ten levels in some channel.
fn mask(a: &Painting, b: &Painting) -> Vec<bool> {
    let pairs = a.rgb.chunks_exact(3).zip(b.rgb.chunks_exact(3));
    pairs.map(|(a, b)| a.iter().zip(b).any(|(a, b)| a.abs_diff(*b) > 10)).collect()
}

fn share(mask: &[bool]) -> f32 {
    mask.iter().filter(|far| **far).count() as f32 / mask.len() as f32
}

/// How much of either of two shapes is in both.
fn overlap(a: &[bool], b: &[bool]) -> f32 {
    let both = a.iter().zip(b).filter(|(a, b)| **a && **b).count();
    let either = a.iter().zip(b).filter(|(a, b)| **a || **b).count();
    both as f32 / either.max(1) as f32
}

fn lightness(painting: &Painting) -> f32 {
    painting.rgb.iter().map(|level| f32::from(*level)).sum::<f32>() / painting.rgb.len() as f32 / 255.0
}

#[test]
fn a_boat_that_is_painted_red_changes_and_nothing_around_it() {
    let before = paint(&brief(PROMPT));
    let red = repainted(PROMPT, "make the boat blue");
    let without = repainted(PROMPT, "remove the boat");
    let changed = mask(&before, &red);
    let boat = mask(&before, &without);
    assert!(share(&changed) > 0.002, "the hull changes: {}", share(&changed));
    let outside = changed.iter().zip(&boat).filter(|(changed, boat)| **changed && !**boat).count();
    assert!(outside as f32 / changed.len() as f32 <= 0.005, "{outside} pixels beside the boat");
}

#[test]
fn a_boat_that_is_removed_leaves_all_else_as_it_was() {
    let before = paint(&brief(PROMPT));
    let without = repainted(PROMPT, "remove the boat");
    let changed = share(&mask(&before, &without));
    assert!((0.02..0.30).contains(&changed), "{changed}");
    assert_eq!(without.intent, before.intent, "the intent keeps the place");
}

#[test]
fn night_falls_on_the_same_boat_in_the_same_place() {
    let shape = |hour: &str| {
        let with = repainted(PROMPT, &format!("make it {hour}"));
        let edits = [format!("make it {hour}")];
        let without = edit(&Original::Painted(brief(PROMPT), &edits), &wanted("remove the boat")).unwrap();
        mask(&with, &without)
    };
    let kept = overlap(&shape("noon"), &shape("night"));
    assert!(kept > 0.6, "{kept}");
    let (day, night) = (paint(&brief(PROMPT)), repainted(PROMPT, "make it night"));
    assert!(lightness(&night) < lightness(&day) - 0.15);
    assert_eq!((night.intent.hour, night.intent.subject), (Hour::Night, Subject::Boat));
}

#[test]
fn snow_and_its_absence_are_read() {
    let snowy = repainted(PROMPT, "add snow").intent;
    assert_eq!((snowy.weather, snowy.season), (Weather::Snow, Season::Winter));
    let fog = "a house in a meadow in fog";
    assert_eq!(repainted(fog, "remove the fog").intent.weather, Weather::Clear);
}

#[test]
fn edits_of_edits_are_replayed() {
    let before = ["make it night".to_owned(), "make the boat red".to_owned()];
    let third =
        edit(&Original::Painted(brief(PROMPT), &before), &wanted("in the style of a poster")).unwrap();
    assert_eq!((third.intent.hour, third.intent.style), (Hour::Night, Style::Poster));
    assert_eq!(third.intent.palette.swatches.len(), 1);
}

#[test]
fn a_thing_that_is_replaced_or_added_stands_in_the_same_place() {
    let ship = repainted(PROMPT, "replace the boat with a lighthouse");
    assert_eq!(ship.intent.subject, Subject::Lighthouse);
    let before = paint(&brief("a house in a meadow"));
    let more = repainted("a house in a meadow", "add a horse");
    let changed = share(&mask(&before, &more));
    assert!((0.002..0.15).contains(&changed), "{changed}");
}

#[test]
fn what_rules_cannot_do_is_refused_with_a_reason() {
    let refused =
        |instruction| edit(&Original::Painted(brief(PROMPT), &[]), &wanted(instruction)).unwrap_err();
    assert!(refused("remove the horse").contains("no horse"), "{}", refused("remove the horse"));
    assert!(refused("give it a soul").contains("give it a soul"));
    assert!(refused("make it night and give it a soul").contains("give it a soul"), "half an edit is none");
    assert!(refused("").contains("names nothing"));
    assert!(touched(PROMPT, "remove the boat").unwrap_err().contains("choose a model that edits"));
    assert!(touched(PROMPT, "make it noon").unwrap_err().contains("light"));
    let text = edit(&Original::File(b"no picture"), &wanted("darker")).unwrap_err();
    assert!(text.contains("cannot be read"), "{text}");
}

#[test]
fn any_picture_takes_light_season_weather_and_manner() {
    let before = paint(&brief("a house in a meadow"));
    let prompt = "a house in a meadow";
    let night = touched(prompt, "make it night").unwrap();
    assert!(lightness(&night) < lightness(&before) - 0.1);
    assert!(lightness(&touched(prompt, "brighter").unwrap()) > lightness(&before) + 0.01);
    let grey = touched(prompt, "black and white").unwrap();
    let colourless = grey.rgb.chunks_exact(3).filter(|p| p[0].abs_diff(p[1]) < 6 && p[1].abs_diff(p[2]) < 6);
    assert_eq!(colourless.count(), grey.rgb.len() / 3);
    for instruction in
        ["add snow", "make it autumn", "as a watercolour", "in rain", "warmer", "zoom in", "mirror it"]
    {
        let changed = share(&mask(&before, &touched(prompt, instruction).unwrap()));
        assert!(changed > 0.02, "{instruction}: {changed}");
    }
    let same = touched(prompt, "add snow").unwrap();
    assert_eq!(same.rgb, touched(prompt, "add snow").unwrap().rgb);
}
