use crate::{Painter, tests::stage::Stage};

const SIZE: (u32, u32) = (240, 120);

/// A painted page with a text on white.
struct Page(Vec<u8>);

impl Page {
    #[track_caller]
    fn of(style: &str, text: &str) -> Self {
        let html = format!(
            "<div style='width:240px;height:120px;background:#fff'><div style='position:absolute;left:10px;top:10px;\
             font:60px/1.2 Inter;{style}'>{text}</div></div>"
        );
        let scene = Stage::new((8, 8)).scene(SIZE, &html);
        let mut painter = Painter::new(SIZE.0, SIZE.1);
        let painted = painter.paint(&scene).unwrap();
        assert_eq!(painted.slow, None, "{style}");
        Self(painted.rgba.to_vec())
    }

    fn at(&self, x: usize, y: usize) -> [u8; 3] {
        let start = (y * SIZE.0 as usize + x) * 4;
        [self.0[start], self.0[start + 1], self.0[start + 2]]
    }

    fn count(&self, is: impl Fn(&[u8]) -> bool) -> usize {
        self.0.chunks(4).filter(|pixel| is(pixel)).count()
    }

    /// How far apart two pages are on average, in steps of a channel.
    fn apart(&self, other: &Self) -> f64 {
        let sum: u64 = self.0.iter().zip(&other.0).map(|(one, two)| u64::from(one.abs_diff(*two))).sum();
        sum as f64 / self.0.len() as f64
    }
}

/// A yellow face.
const FACE: &str = "\u{1f600}";

fn is_yellow(pixel: &[u8]) -> bool {
    pixel[0] > 200 && pixel[1] > 150 && pixel[2] < 110
}

#[test]
fn an_emoji_has_its_own_colours_whatever_the_text_has() {
    let black = Page::of("color:#000", FACE);
    let blue = Page::of("color:#00f", FACE);
    assert!(black.count(is_yellow) > 1_500, "{}", black.count(is_yellow));
    assert!(black.0 == blue.0);
    assert!(Page::of("", "\u{1f680}").0 != black.0);
}

#[test]
fn an_emoji_is_as_opaque_as_its_text() {
    let whole = Page::of("", FACE).at(30, 60);
    let half = Page::of("color:rgba(0,0,0,0.5)", FACE).at(30, 60);
    for (whole, half) in whole.into_iter().zip(half) {
        assert!(half.abs_diff(whole.midpoint(255)) <= 2, "{whole} became {half}");
    }
    assert!(Page::of("color:transparent", FACE).count(|pixel| pixel[..3] != [255; 3]) == 0);
}

#[test]
fn an_emoji_casts_a_shadow_of_its_shape() {
    let page = Page::of("text-shadow:100px 0 0 #00f", FACE);
    let blue = page.count(|pixel| pixel[..3] == [0, 0, 255]);
    let face = Page::of("", FACE).count(|pixel| pixel[..3] != [255; 3]);
    assert!(blue > 2_000 && blue <= face, "{blue} of {face}");
    assert_eq!(page.count(is_yellow), Page::of("", FACE).count(is_yellow));
}

#[test]
fn a_background_shows_through_the_shape_of_an_emoji() {
    let style = "color:transparent;background:#00f;background-clip:text";
    let blue = Page::of(style, FACE).count(|pixel| pixel[..3] == [0, 0, 255]);
    assert!(blue > 2_000, "{blue}");
}

#[test]
fn an_enlarged_emoji_is_painted_anew() {
    let small = Page::of("font-size:12px;line-height:14.4px;transform-origin:0 0;transform:scale(5)", FACE);
    let large = Page::of("", FACE);
    assert!(small.apart(&large) < 4.0, "{}", small.apart(&large));
}

#[test]
fn a_moved_emoji_is_repaired_to_the_same_bytes() {
    let stage = Stage::new((8, 8));
    let html = |left: f32, shadow: &str| {
        format!(
            "<div style='background:#fff;width:240px;height:120px'><div style='position:absolute;left:{left}px;\
                 font:40px Inter;text-shadow:{shadow}'>{FACE} Hi \u{1f680}</div></div>"
        )
    };
    let mut painter = Painter::new(SIZE.0, SIZE.1);
    for frame in 0..8_u8 {
        for shadow in ["none", "2px 3px 6px #0008"] {
            let scene = stage.scene(SIZE, &html(-20.0 + f32::from(frame) * 3.3, shadow));
            let moved = painter.paint(&scene).unwrap().rgba.to_vec();
            let alone = Painter::new(SIZE.0, SIZE.1).paint(&scene).unwrap().rgba.to_vec();
            assert!(moved == alone, "frame {frame} with a shadow of {shadow}");
        }
    }
}
