use super::*;

/// The bytes of row `y` from `left` to `right`.
fn unpacked(placed: &Placed, y: i32, left: i32, right: i32) -> Vec<u8> {
    let mut row = Row::default();
    placed.read(y, left, right, &mut row);
    bytes(&row, left, right)
}

fn bytes(row: &Row, left: i32, right: i32) -> Vec<u8> {
    let mut bytes = vec![0; (right - left) as usize];
    for run in &row.runs {
        let part = &mut bytes[(run.start - left) as usize..(run.end - left) as usize];
        match run.ink {
            Ink::Even(value) => part.fill(value),
            Ink::Bytes(at) => part.copy_from_slice(row.bytes_of(*run, at)),
        }
    }
    bytes
}

fn sample(len: usize, seed: usize) -> Vec<u8> {
    // Runs of equal bytes, of nothing, and noise.
    (0..len)
        .map(|index| match (index / 9 + seed) % 4 {
            0 => 0,
            1 => 255,
            2 => 77,
            _ => (index * 31 + seed * 17) as u8,
        })
        .collect()
}

#[test]
fn a_packed_mask_reads_as_it_was() {
    for width in [1, 7, 40, 131] {
        let coverage = sample(width * 5, width);
        let placed = Placed::new(Arc::new(Mask::pack(&coverage, width, 5, (width / 2, 2))), -3, 10);
        for (y, row) in coverage.chunks(width).enumerate() {
            let right = width as i32 - 3;
            assert_eq!(unpacked(&placed, y as i32 + 10, -3, right), row);
            if width > 4 {
                assert_eq!(unpacked(&placed, y as i32 + 10, -1, right - 1), row[2..width - 1]);
            }
        }
        assert_eq!(unpacked(&placed, 9, 0, 4), [0; 4]);
        assert_eq!(unpacked(&placed, 15, 0, 4), [0; 4]);
    }
}

#[test]
fn the_seam_repeats_and_nothing_else() {
    let coverage = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    let placed = Placed { more: (2, 1), ..Placed::new(Arc::new(Mask::pack(&coverage, 3, 3, (1, 1))), 0, 0) };
    assert_eq!(placed.bounds(), Area::new(0, 0, 5, 4));
    let rows: Vec<Vec<u8>> = (0..4).map(|y| unpacked(&placed, y, 0, 5)).collect();
    assert_eq!(rows, [[1, 2, 2, 2, 3], [4, 5, 5, 5, 6], [4, 5, 5, 5, 6], [7, 8, 8, 8, 9]]);
}

#[test]
fn a_cut_multiplies_every_pixel_and_drops_what_is_nothing() {
    for (seed, outside) in [(1, false), (2, true), (3, false), (5, true)] {
        let (own, clip) = (sample(120, seed), sample(90, seed * 3 + 1));
        let place =
            |bytes: &[u8], left| Placed::new(Arc::new(Mask::pack(bytes, bytes.len(), 1, (200, 0))), left, 0);
        let (mut row, mut other, mut out) = (Row::default(), Row::default(), Row::default());
        place(&own, 0).read(0, 0, 120, &mut row);
        place(&clip, 20).read(0, 0, 120, &mut other);
        row.cut(&other, outside, &mut out);
        let expected: Vec<u8> = (0..120)
            .map(|x: usize| {
                let clip = x.checked_sub(20).and_then(|x| clip.get(x)).copied().unwrap_or(0);
                product(own[x], if outside { 255 - clip } else { clip })
            })
            .collect();
        assert_eq!(bytes(&out, 0, 120), expected, "seed {seed}, outside {outside}");
        assert!(out.runs.windows(2).all(|pair| pair[0].end <= pair[1].start));
    }
}

#[test]
fn a_product_is_rounded_to_nearest() {
    for a in 0..=255 {
        for b in 0..=255 {
            let exact = f64::from(a) * f64::from(b) / 255.0;
            assert!((f64::from(product(a, b)) - exact).abs() <= 0.5, "{a} * {b}");
        }
    }
}
