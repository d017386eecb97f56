use crate::{PaintError, Painted, Painter, Rect};

mod corpus;
mod fuzz;
mod places;
pub(crate) mod stage;

use corpus::{FOREIGN, HOSTILE, OURS, SIZE, page};
use stage::Stage;

fn stage() -> Stage {
    Stage::new((240, 160))
}

fn painter() -> Painter {
    Painter::new(SIZE.0, SIZE.1)
}

/// The bytes of a picture that is the first of its painter.
fn alone(stage: &Stage, html: &str) -> Vec<u8> {
    painter().paint(&stage.scene(SIZE, html)).unwrap().rgba.to_vec()
}

/// Fails when a pixel outside of what `painted` says has changed differs from `before`.
fn check_outside(before: &[u8], painted: &Painted<'_>, what: &str) {
    let inside = |x: u32, y: u32| {
        painted.changed.iter().any(|&Rect { left, top, width, height }| {
            (left..left + width).contains(&x) && (top..top + height).contains(&y)
        })
    };
    for (index, (old, new)) in before.chunks(4).zip(painted.rgba.chunks(4)).enumerate() {
        let (x, y) = (index as u32 % SIZE.0, index as u32 / SIZE.0);
        assert!(old == new || inside(x, y), "({x}, {y}) changed outside of {:?}: {what}", painted.changed);
    }
}

#[test]
fn our_device_paints_what_the_engine_paints() {
    let stage = stage();
    for picture in OURS {
        let scene = stage.scene(SIZE, &page(picture));
        let theirs = takumi_raster::render_scene(&scene).unwrap();
        let mut painter = painter();
        let ours = painter.paint(&scene).unwrap();
        assert_eq!(ours.slow, None, "{picture}");
        let apart = |(ours, theirs): (&u8, &u8)| f64::from(ours.abs_diff(*theirs));
        let pairs = || ours.rgba.iter().zip(theirs.as_raw());
        let mean = pairs().map(apart).sum::<f64>() / pairs().len() as f64;
        let far = pairs().filter(|pair| apart(*pair) > 24.0).count();
        assert!(
            mean < 0.8 && far < 1200,
            "{mean:.3} apart on average and {far} channels far apart: {picture}"
        );
    }
}

#[test]
fn what_our_device_does_not_paint_is_painted_by_the_engine() {
    let stage = stage();
    for picture in FOREIGN {
        let scene = stage.scene(SIZE, &page(picture));
        let theirs = takumi_raster::render_scene(&scene).unwrap();
        let mut painter = painter();
        let ours = painter.paint(&scene).unwrap();
        assert!(ours.slow.is_some(), "{picture}");
        assert!(ours.rgba[..] == theirs.as_raw()[..], "{picture}");
    }
}

#[test]
fn a_frame_is_the_same_whatever_was_painted_before() {
    let stage = stage();
    let pages: Vec<String> = OURS.iter().chain(FOREIGN).map(|picture| page(picture)).collect();
    let alones: Vec<Vec<u8>> = pages.iter().map(|page| alone(&stage, page)).collect();
    let mut painter = painter();
    let mut before: Vec<u8> = Vec::new();
    // Every step of 7 and of 12: each picture comes after others than its neighbour.
    for step in [1, 7, 12] {
        for index in (0..pages.len()).map(|index| index * step % pages.len()) {
            let painted = painter.paint(&stage.scene(SIZE, &pages[index])).unwrap();
            assert!(painted.rgba == alones[index], "{}", pages[index]);
            if !before.is_empty() {
                check_outside(&before, &painted, &pages[index]);
            }
            before.clear();
            before.extend_from_slice(painted.rgba);
        }
    }
}

#[test]
fn what_moves_is_repaired_to_the_same_bytes() {
    let stage = stage();
    let mut painter = painter();
    for (index, picture) in OURS.iter().enumerate() {
        for frame in 0..4_u32 {
            let other = OURS[(index + 5) % OURS.len()];
            let moved = page(&format!(
                "<div style='position:absolute;left:0;top:0;opacity:0.9;transform:translate({:.2}px,{}px)'>{picture}\
                 </div><div style='position:absolute;left:100px;top:60px'>{other}</div>",
                f64::from(frame) * 5.25,
                frame * 3
            ));
            let painted = painter.paint(&stage.scene(SIZE, &moved)).unwrap();
            assert!(painted.rgba == alone(&stage, &moved), "frame {frame}: {picture}");
        }
    }
}

#[test]
fn the_same_scene_again_changes_nothing() {
    let stage = stage();
    for picture in [OURS[20], FOREIGN[0]] {
        let mut painter = painter();
        let html = page(picture);
        let first = painter.paint(&stage.scene(SIZE, &html)).unwrap();
        assert_eq!(first.changed, [Rect { left: 0, top: 0, width: 320, height: 200 }]);
        assert_eq!(painter.paint(&stage.scene(SIZE, &html)).unwrap().changed, [], "{picture}");
    }
}

#[test]
fn only_what_moved_is_repaired() {
    let stage = stage();
    let mut painter = painter();
    let at = |left: u32| {
        page(&format!(
            "<div style='position:absolute;left:{left}px;top:40px;width:20px;height:20px;background:red'></div>\
             <div style='font-size:40px'>Text that stays</div>"
        ))
    };
    painter.paint(&stage.scene(SIZE, &at(10))).unwrap();
    let changed = painter.paint(&stage.scene(SIZE, &at(16))).unwrap().changed;
    assert_eq!(changed, [Rect { left: 10, top: 40, width: 26, height: 20 }]);
}

#[test]
fn what_nobody_means_ends_well() {
    let stage = stage();
    let mut painter = painter();
    for picture in HOSTILE {
        let html = page(picture);
        let first = painter.paint(&stage.scene(SIZE, &html)).map(|painted| painted.rgba.to_vec());
        let again = self::painter().paint(&stage.scene(SIZE, &html)).map(|painted| painted.rgba.to_vec());
        assert_eq!(first.ok(), again.ok(), "{picture}");
    }
}

#[test]
fn a_painter_may_move_to_another_thread() {
    let stage = stage();
    let html = page(OURS[20]);
    let mut painter = painter();
    painter.paint(&stage.scene(SIZE, &html)).unwrap();
    let elsewhere = std::thread::spawn(move || {
        let stage = Stage::new((240, 160));
        let scene = stage.scene(SIZE, &page(OURS[21]));
        painter.paint(&scene).unwrap().rgba.to_vec()
    });
    assert!(elsewhere.join().unwrap() == alone(&stage, &page(OURS[21])));
}

#[test]
fn a_transparent_part_shows_the_ground() {
    let stage = stage();
    for (filter, ground) in [("", [0, 0, 0]), ("filter:blur(0.1px);", [0, 40, 0])] {
        let html =
            format!("<div style='width:320px;height:200px;{filter}background:rgba(255,0,0,0.5)'></div>");
        let mut painter = painter().on(ground);
        let painted = painter.paint(&stage.scene(SIZE, &html)).unwrap();
        let middle = &painted.rgba[(100 * 320 + 160) * 4..][..4];
        assert!(middle[0].abs_diff(128) <= 1 && middle[1].abs_diff(ground[1] / 2) <= 1, "{middle:?}");
        assert!(painted.rgba.chunks(4).all(|pixel| pixel[3] == 255));
    }
}

#[test]
fn a_scene_of_another_size_is_refused_with_both_sizes() {
    let error = painter().paint(&stage().scene((64, 200), &page(""))).unwrap_err();
    assert!(matches!(error, PaintError::Size { width: 320, scene_width: 64, .. }), "{error}");
}

#[test]
fn letters_that_overlap_are_stroked_all_before_they_are_filled() {
    let text = |order: &str| {
        format!(
            "<div style='font-size:80px;letter-spacing:-12px;-webkit-text-stroke:16px #000;color:#fff;paint-order:{order}'>HH</div>"
        )
    };
    let stage = stage();
    let white =
        |order: &str| alone(&stage, &page(&text(order))).chunks(4).filter(|pixel| pixel[0] == 255).count();
    // Strokes of 16 pixels hide what is inside of letters; under the fill, only half of each is seen.
    assert!(white("stroke") > white("normal") + 1500, "{} and {}", white("stroke"), white("normal"));
    assert_eq!(white("fill"), white("normal"));
}
