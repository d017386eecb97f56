use std::sync::Arc;

use super::*;
use crate::Scribe;
use crate::list::Matrix;
use crate::tests::stage::Stage;

/// The share of a canvas of 300 by 200 pixels that pictures of soft tones cover in `html`.
fn share(html: &str) -> f32 {
    let stage = Stage::new((240, 160));
    Scribe::new(300, 200).soft_tones(&stage.scene((300, 200), html)).unwrap()
}

#[test]
fn soft_pictures_are_counted_where_they_are_seen() {
    let photo = |style: &str| format!("<img src=\"soft\" style=\"position:absolute;left:0;top:0;{style}\">");
    let cases = [
        (photo("width:300px;height:200px"), 1.0),
        (photo("width:150px;height:200px"), 0.5),
        (photo("width:600px;height:400px"), 1.0),
        (photo("width:300px;height:200px;transform:translateX(150px)"), 0.5),
        (photo("width:300px;height:200px;opacity:0"), 0.0),
        (photo("width:300px;height:200px;filter:grayscale(1)"), 1.0),
        (photo("width:300px;height:200px").repeat(2), 1.0),
        (
            format!(
                "<div style=\"position:absolute;overflow:hidden;width:150px;height:100px\">{}</div>",
                photo("width:300px;height:200px")
            ),
            0.25,
        ),
        (
            format!(
                "{}<div style=\"position:absolute;inset:0;background:#123\"></div>",
                photo("width:300px;height:200px")
            ),
            0.0,
        ),
        (
            "<div style=\"width:300px;height:200px;background:linear-gradient(red,blue)\">Text</div>"
                .to_owned(),
            0.0,
        ),
    ];
    for (html, expected) in cases {
        let found = share(&html);
        assert!((found - expected).abs() < 0.02, "{found}, not {expected}: {html}");
    }
}

fn image(colour: impl Fn(u32, u32) -> u8) -> Image {
    let bytes = (0..64 * 64).flat_map(|at| [colour(at % 64, at / 64), 90, 90, 255]).collect();
    let pixels = Arc::new(ImageBuffer::from_premultiplied_rgba(bytes, 64, 64).unwrap());
    let matrix = Matrix { a: 1.0, b: 0.0, c: 0.0, d: 1.0, e: 0.0, f: 0.0 };
    Image { pixels, matrix, nearest: false, opaque: true }
}

#[test]
fn grain_and_edges_are_not_soft() {
    let grain =
        |x: u32, y: u32| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).to_be_bytes()[0] % 9;
    assert!(is_soft(&image(|x, y| (x / 4 + y) as u8)));
    assert!(!is_soft(&image(|x, y| 100 + grain(x, y))));
    assert!(!is_soft(&image(|x, y| if x % 9 == 0 && y % 5 != 0 { 20 } else { 250 })));
    assert!(!is_soft(&image(|_, _| 7)));
}
