use proptest::prelude::*;

use super::colour::{Lab, Rgb};
use super::intent::{Style, Subject};
use super::*;

const SIZE: (u32, u32) = (240, 150);

fn painted(prompt: &str, seed: u64) -> Painting {
    paint(&Brief { prompt, style: None, width: SIZE.0, height: SIZE.1, seed })
}

fn labs(painting: &Painting) -> Vec<Lab> {
    let lab = |p: &[u8]| Rgb::hex(u32::from_be_bytes([0, p[0], p[1], p[2]])).lab();
    painting.rgb.chunks_exact(3).map(lab).collect()
}

/// Share of pixels in which some channel differs by more than ten levels.
fn difference(a: &Painting, b: &Painting) -> f32 {
    let far = |(a, b): &(&[u8], &[u8])| a.iter().zip(*b).any(|(a, b)| a.abs_diff(*b) > 10);
    let pairs = a.rgb.chunks_exact(3).zip(b.rgb.chunks_exact(3));
    pairs.filter(far).count() as f32 / (a.rgb.len() / 3) as f32
}

fn mean(labs: &[Lab]) -> Lab {
    let count = labs.len() as f32;
    let sum = labs.iter().fold(Lab::default(), |s, x| Lab { l: s.l + x.l, a: s.a + x.a, b: s.b + x.b });
    Lab { l: sum.l / count, a: sum.a / count, b: sum.b / count }
}

#[test]
fn pictures_that_differ_only_in_subject_are_different_pictures() {
    let subjects = [
        "a lighthouse",
        "a house",
        "a city",
        "a mountain",
        "a forest",
        "the sea",
        "a boat",
        "a horse",
        "a rocket",
        "a still life",
    ];
    let pictures: Vec<Painting> =
        subjects.iter().map(|subject| painted(&format!("{subject} at noon"), 3)).collect();
    for (at, first) in pictures.iter().enumerate() {
        for (other, second) in pictures.iter().enumerate().skip(at + 1) {
            let share = difference(first, second);
            assert!(share >= 0.15, "{} and {} differ in {share}", subjects[at], subjects[other]);
        }
    }
}

#[test]
fn dusk_is_darker_than_noon_and_its_horizon_is_warm() {
    let (noon, dusk) = (painted("a lighthouse at noon", 5), painted("a lighthouse at dusk", 5));
    let (noon_labs, dusk_labs) = (labs(&noon), labs(&dusk));
    assert!(mean(&noon_labs).l > mean(&dusk_labs).l + 0.12);
    let row = (dusk.intent.horizon * SIZE.1 as f32) as usize - 6;
    let band = |labs: &[Lab]| mean(&labs[row * SIZE.0 as usize..(row + 1) * SIZE.0 as usize]).b;
    assert!(band(&dusk_labs) > band(&noon_labs) + 0.04);
}

#[test]
fn a_palette_asked_for_is_in_the_picture() {
    let prompts = [
        "a lighthouse in teal, ochre, crimson, ivory and navy",
        "a mountain lake at dawn in lavender, coral, indigo, gold and sage",
        "a boat at sunset, palette #264653 #2a9d8f #e9c46a #f4a261 #e76f51",
        "a city street, poster in burgundy, olive, mustard, cream and slate",
        "abstract in navy, crimson, ochre, ivory and teal",
    ];
    for prompt in prompts {
        let painting = painted(prompt, 11);
        let labs = labs(&painting);
        assert_eq!(painting.intent.palette.swatches.len(), 5, "{prompt}");
        let near = painting.intent.palette.swatches.iter().filter(|swatch| {
            let mut far: Vec<f32> = labs.iter().map(|lab| lab.distance(swatch.lab())).collect();
            far.sort_by(f32::total_cmp);
            let closest = &far[..far.len() / 100];
            closest.iter().sum::<f32>() / (closest.len() as f32) < 0.08
        });
        let near = near.count();
        assert!(near >= 3, "{prompt}: {near} of 5");
    }
}

#[test]
fn one_brief_gives_one_picture_and_another_seed_another_of_the_same_intent() {
    let prompt = "a castle on a hill in autumn";
    let (first, again, other) = (painted(prompt, 1), painted(prompt, 1), painted(prompt, 2));
    assert_eq!(first.rgb, again.rgb);
    assert_eq!(to_png(&first).unwrap(), to_png(&again).unwrap());
    assert!(difference(&first, &other) > 0.1);
    assert_eq!(first.intent, other.intent);
}

#[test]
fn a_larger_picture_keeps_the_composition() {
    let brief =
        Brief { prompt: "a red boat on a lake at sunset", style: None, width: 240, height: 150, seed: 4 };
    let small = labs(&paint(&brief));
    let large = labs(&paint(&Brief { width: 480, height: 300, ..brief }));
    let halved = (0..small.len()).map(|at| {
        let corner = at / 240 * 2 * 480 + at % 240 * 2;
        mean(&[large[corner], large[corner + 1], large[corner + 480], large[corner + 481]])
    });
    let close = halved.zip(&small).filter(|(a, b)| a.distance(**b) < 0.06).count();
    assert!(close as f32 / small.len() as f32 > 0.93, "{close} of {}", small.len());
}

#[test]
fn the_horizon_lies_where_the_intent_says() {
    for (asked, prompt) in [("40%", "a balloon over the desert"), ("60%", "a boat on the sea")] {
        let painting = painted(&format!("{prompt} at noon, horizon at {asked}"), 8);
        let labs = labs(&painting);
        let (width, height) = (SIZE.0 as usize, SIZE.1 as usize);
        // The subject hides the line in the middle, and its wake or shadow lies on one side.
        let strips = [0..width / 8, width - width / 8..width];
        let found = strips.map(|strip| {
            let row = |y: usize| mean(&labs[y * width + strip.start..y * width + strip.end]);
            let step = |y: &usize| row(*y - 2).distance(row(*y + 2));
            let edge = (height / 6..height * 9 / 10).max_by(|a, b| step(a).total_cmp(&step(b)));
            edge.unwrap() as f32 / height as f32
        });
        let horizon = painting.intent.horizon;
        assert!(found.iter().any(|edge| (edge - horizon).abs() < 0.03), "{prompt}, {asked}: {found:?}");
    }
}

#[test]
fn air_and_water_are_told_apart_where_a_palette_has_few_tones() {
    for style in ["photograph", "watercolour", "oil painting", "poster", "pixel art"] {
        let painting =
            painted(&format!("a boat on a lake in the morning, {style}, in ivory, cream and sand"), 8);
        let labs = labs(&painting);
        let (width, line) = (SIZE.0 as usize, (painting.intent.horizon * SIZE.1 as f32) as usize);
        let band = |from: usize, to: usize| mean(&labs[from * width..to * width]);
        let step = band(line - 4, line - 1).distance(band(line + 1, line + 4));
        assert!(step > 0.08, "{style}: {step}");
    }
}

#[test]
fn the_far_edge_of_the_ground_is_drawn_in_every_medium() {
    for style in ["photograph", "watercolour", "oil painting", "poster", "pixel art", "neon"] {
        let painting = painted(
            &format!("a car on a desert road, {style} in turquoise, sienna, peach, cobalt and beige"),
            9,
        );
        let labs = labs(&painting);
        let (width, line) = (SIZE.0 as usize, (painting.intent.horizon * SIZE.1 as f32) as usize);
        let band = |from: usize, to: usize| mean(&labs[from * width..to * width]);
        let step = band(line - 4, line - 1).distance(band(line + 2, line + 5));
        assert!(step > 0.25, "{style}: {step}");
    }
}

#[test]
fn the_ground_of_a_moon_is_paler_than_its_sky() {
    let painting = painted("an astronaut on the moon", 4);
    assert_eq!(painting.intent.setting, intent::Setting::Moon);
    let labs = labs(&painting);
    let (width, line) = (SIZE.0 as usize, (painting.intent.horizon * SIZE.1 as f32) as usize);
    let band = |from: usize, to: usize| mean(&labs[from * width..to * width]).l;
    let (sky, ground) = (band(line - 12, line - 2), band(line + 4, line + 14));
    assert!(ground > sky + 0.15, "{sky}, {ground}");
}

#[test]
fn every_style_is_a_medium_of_its_own() {
    let pictures: Vec<Painting> =
        Style::ALL.iter().map(|style| painted(&format!("a windmill, {}", style.name()), 6)).collect();
    for (at, first) in pictures.iter().enumerate() {
        assert_eq!(first.intent.style, Style::ALL[at]);
        for second in &pictures[at + 1..] {
            assert!(difference(first, second) > 0.25, "{} and {}", first.intent.style, second.intent.style);
        }
    }
}

#[test]
fn every_subject_stands_in_every_place() {
    for (at, subject) in Subject::ALL.iter().enumerate() {
        let place = intent::Setting::ALL[at % intent::Setting::ALL.len()];
        let prompt = format!("{} at the {}", subject.name(), place.name());
        let painting = paint(&Brief { prompt: &prompt, style: None, width: 96, height: 64, seed: 2 });
        let lively = labs(&painting)
            .iter()
            .map(|lab| lab.l)
            .fold((1.0_f32, 0.0_f32), |(low, high), l| (low.min(l), high.max(l)));
        assert!(lively.1 - lively.0 > 0.2, "{prompt} is blank");
    }
}

#[test]
fn a_painting_whose_pixels_are_missing_does_not_encode() {
    let mut painting = painted("a house", 1);
    painting.rgb.pop();
    assert!(to_png(&painting).unwrap_err().to_string().contains("width x height x 3"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_brief_gives_a_picture_of_its_size(
        prompt in prop_oneof![".{0,60}", "(a|the) (cat|ship|tower|forest|fish|city) (in|on) (space|room|street|island|snow) at (night|noon), (neon|oil|ink|pixel art|poster|blueprint)"],
        width in 0_u32..200,
        height in 0_u32..200,
        seed: u64,
    ) {
        let painting = paint(&Brief { prompt: &prompt, style: None, width, height, seed });
        prop_assert_eq!((painting.width, painting.height), (width.max(64), height.max(64)));
        prop_assert_eq!(painting.rgb.len(), (painting.width * painting.height * 3) as usize);
        prop_assert!(to_png(&painting).is_ok());
    }
}

#[test]
fn as_many_are_painted_as_are_counted() {
    let one = painted("a horse in a meadow", 9);
    let mut last = 0.0;
    for many in ["two horses", "three horses", "four horses"] {
        let more = painted(&format!("{many} in a meadow"), 9);
        let share = difference(&one, &more);
        assert!(share > last, "{many}: {share} after {last}");
        last = share;
    }
}
