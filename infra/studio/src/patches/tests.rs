use super::*;

const WIDTH: u32 = 150;
const HEIGHT: u32 = 24;

/// A picture of noise.
fn noise(seed: u32) -> Vec<u8> {
    let bytes = (0..WIDTH * HEIGHT * 4).map(|at| (at + seed).wrapping_mul(2_654_435_761).to_be_bytes()[0]);
    bytes.enumerate().map(|(at, byte)| if at % 4 == 3 { 255 } else { byte }).collect()
}

/// A picture with other noise in some areas.
fn with_noise(rgba: &[u8], areas: &[Rect], seed: u32) -> Vec<u8> {
    let (mut rgba, noise) = (rgba.to_vec(), noise(seed));
    for area in areas {
        for y in area.top..area.top + area.height {
            let line =
                4 * (y * WIDTH + area.left) as usize..4 * (y * WIDTH + area.left + area.width) as usize;
            rgba[line.clone()].copy_from_slice(&noise[line]);
        }
    }
    rgba
}

/// A picture as it is sent. `changed` says where it is not the last one; without it, it is the first.
fn sent(rgba: &[u8], changed: Option<&[Rect]>, pixels: Pixels, painter: u32) -> Vec<u8> {
    let picture = Picture { width: WIDTH, height: HEIGHT, rgba, changed: changed.unwrap_or_default() };
    let mut bytes = vec![7; 9];
    write(&picture, changed.is_none(), pixels, painter, &mut bytes).unwrap();
    bytes
}

/// Pictures as they arrive, of as many as were sent.
fn received(mut bytes: &[u8], pixels: Pixels) -> Result<Vec<Vec<u8>>> {
    let mut sheets = Sheets::new(pixels, WIDTH, HEIGHT);
    let mut pictures = Vec::new();
    while let Some(picture) = sheets.read(&mut bytes)? {
        pictures.push(picture.to_vec());
    }
    Ok(pictures)
}

/// A picture that was sent alone.
fn alone(rgba: &[u8], pixels: Pixels) -> Vec<u8> {
    received(&sent(rgba, None, pixels, 0), pixels).unwrap().remove(0)
}

fn area(left: u32, top: u32, width: u32, height: u32) -> Rect {
    Rect { left, top, width, height }
}

#[test]
fn a_picture_after_others_is_what_it_is_alone() {
    let areas = [
        vec![],
        vec![area(0, 0, 150, 24)],
        vec![area(0, 0, 1, 1), area(149, 23, 1, 1)],
        vec![area(63, 1, 2, 1), area(100, 4, 30, 9)],
        vec![area(64, 22, 64, 2)],
        vec![area(129, 11, 21, 12), area(70, 7, 3, 16), area(5, 5, 20, 3)],
    ];
    let first = noise(1);
    for pixels in [Pixels::Yuv420, Pixels::Rgba] {
        for (second, third) in areas.iter().flat_map(|second| areas.iter().map(move |third| (second, third)))
        {
            let before = with_noise(&first, second, 2);
            let now = with_noise(&before, third, 3);
            let all = [
                sent(&first, None, pixels, 0),
                sent(&before, Some(second), pixels, 0),
                sent(&now, Some(third), pixels, 0),
            ];
            let expected = [&first, &before, &now].map(|rgba| alone(rgba, pixels));
            assert!(received(&all.concat(), pixels).unwrap() == expected, "{third:?} after {second:?}");
        }
    }
}

#[test]
fn painters_follow_their_own_pictures() {
    let [ours, theirs] = [noise(1), noise(2)];
    let changed = [area(20, 4, 9, 9)];
    let now = with_noise(&ours, &changed, 3);
    let pixels = Pixels::Yuv420;
    let all =
        [sent(&ours, None, pixels, 0), sent(&theirs, None, pixels, 1), sent(&now, Some(&changed), pixels, 0)];
    assert!(received(&all.concat(), pixels).unwrap()[2] == alone(&now, pixels));
}

#[test]
fn what_did_not_change_is_not_sent() {
    let (rgba, pixels) = (noise(1), Pixels::Yuv420);
    assert_eq!(sent(&rgba, Some(&[]), pixels, 0).len(), 8);
    let one = sent(&rgba, Some(&[area(70, 4, 9, 2)]), pixels, 0);
    assert_eq!(one.len(), 8 + 16 + 64 * 2 * 3 / 2, "two rows of a block");
    // What lies in what another grows to is not sent again, whichever comes first.
    let high = area(65, 4, 60, 4);
    let together = sent(&rgba, Some(&[high]), pixels, 0);
    for order in
        [[area(70, 4, 9, 2), area(120, 5, 2, 1), high], [high, area(70, 4, 9, 2), area(120, 5, 2, 1)]]
    {
        assert_eq!(sent(&rgba, Some(&order), pixels, 0), together);
    }
}

#[test]
fn what_no_painter_sends_is_refused() {
    let pixels = Pixels::Rgba;
    let whole = sent(&noise(1), None, pixels, 0);
    assert!(received(&whole[..whole.len() - 1], pixels).is_err(), "a picture that ends early");
    let numbers =
        |numbers: &[u32]| numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<_>>();
    let (outside, head) = ("a patch is not in its picture", "no picture has such a head");
    for (numbers, why) in [
        (numbers(&[0, 1, 100, 0, 51, 1]), outside),
        (numbers(&[0, 1, 0, 24, 1, 1]), outside),
        (numbers(&[5000, 0]), head),
        (numbers(&[0, u32::MAX]), head),
    ] {
        let error = received(&[numbers, vec![0; 1000]].concat(), pixels).unwrap_err();
        assert_eq!(error.to_string(), why);
    }
}
