use fearless_simd::Level;

use super::*;
use crate::{
    list::{Matrix, Ramp},
    mask::product,
};

/// Premultiplied pixels of every kind.
fn pixels(count: usize, seed: usize) -> Vec<Pixel> {
    (0..count)
        .map(|index| {
            let value = index * 7 + seed * 13;
            let alpha = [0, 255, 1, 254, (value * 31) as u8][value % 5];
            [
                product((value * 17) as u8, alpha),
                product(255, alpha),
                product((value * 3) as u8, alpha),
                alpha,
            ]
        })
        .collect()
}

fn coverage(count: usize) -> Vec<u8> {
    (0..count).map(|index| [0, 255, 128, (index * 37) as u8][index % 4]).collect()
}

fn ramp(repeats: bool) -> Ramp {
    Ramp { colours: pixels(300, 5), opaque: false, repeats }
}

/// Every loop's result on rows of `count` pixels.
fn results(kernels: Kernels, count: usize) -> Vec<Vec<Pixel>> {
    let (below, above, covered) = (pixels(count, 1), pixels(count, 2), coverage(count));
    let mut all = Vec::new();
    let mut with = |work: &dyn Fn(&mut [Pixel])| {
        let mut row = below.clone();
        work(&mut row);
        all.push(row);
    };
    with(&|row| kernels.fill(row, [20, 30, 40, 90], 200));
    with(&|row| kernels.fill(row, [20, 30, 40, 255], 255));
    with(&|row| kernels.fill_masked(row, [20, 30, 40, 90], &covered));
    with(&|row| kernels.over(row, &above, 255));
    with(&|row| kernels.over(row, &above, 77));
    with(&|row| kernels.over_masked(row, &above, &covered));
    with(&|row| kernels.mix_rows(row, &above, &below, 100));
    let matrix = Matrix { a: 3.3, b: -0.7, c: 0.4, d: 2.9, e: -30.0, f: 11.0 };
    for repeats in [false, true] {
        let line = Linear { ramp: ramp(repeats), across: 2.37, down: 0.2, start: -40.0 };
        with(&|row| kernels.linear(row, &line, 3, 7));
        let circle = Radial { ramp: ramp(repeats), matrix, start: 4.0, reach: None };
        with(&|row| kernels.radial(row, &circle, -5, 7));
        let turn = Conic { ramp: ramp(repeats), matrix, start: 0.3, scale: 900.0, offset: -2.5 };
        with(&|row| kernels.conic(row, &turn, -50, 7));
    }
    let mut columns = Columns::default();
    columns.set(2, count, 1.5, 0.83, count as u32);
    with(&|row| kernels.mix_columns(row, &above, &columns, 0));
    all
}

#[test]
fn every_instruction_set_gives_the_same_bytes() {
    for count in [1, 7, 8, 15, 16, 17, 100, 257] {
        assert_eq!(
            results(Kernels::new(), count),
            results(Kernels::at(Level::baseline()), count),
            "{count} pixels"
        );
    }
}

/// What compositing is by its definition, in exact arithmetic.
fn exact_over(below: Pixel, above: Pixel, coverage: u8) -> [f64; 4] {
    let covered = f64::from(coverage) / 255.0;
    let rest = 1.0 - f64::from(above[3]) / 255.0 * covered;
    std::array::from_fn(|index| f64::from(above[index]) * covered + f64::from(below[index]) * rest)
}

#[test]
fn compositing_is_within_its_three_roundings_of_its_definition() {
    let (below, above, covered) = (pixels(1000, 1), pixels(1000, 2), coverage(1000));
    let mut row = below.clone();
    Kernels::new().over_masked(&mut row, &above, &covered);
    for index in 0..row.len() {
        let exact = exact_over(below[index], above[index], covered[index]);
        for (channel, exact) in row[index].iter().zip(exact) {
            assert!((f64::from(*channel) - exact).abs() <= 1.51, "{:?} is not {exact:?}", row[index]);
        }
    }
}

#[test]
fn an_opaque_row_stays_opaque() {
    let mut row: Vec<Pixel> = pixels(500, 1).iter().map(|[r, g, b, _]| [*r, *g, *b, 255]).collect();
    Kernels::new().over_masked(&mut row, &pixels(500, 2), &coverage(500));
    Kernels::new().fill(&mut row, [3, 2, 1, 100], 99);
    assert!(row.iter().all(|pixel| pixel[3] == 255));
}

#[test]
fn a_ramp_keeps_its_ends_or_starts_over() {
    let colours = vec![[1, 1, 1, 255], [2, 2, 2, 255], [3, 3, 3, 255]];
    let reds = |repeats| {
        let ramp = Ramp { colours: colours.clone(), opaque: true, repeats };
        let mut row = vec![[0; 4]; 6];
        // Positions -1, 0, 1, 2, 3, 4.
        Kernels::new().linear(&mut row, &Linear { ramp, across: 1.0, down: 0.0, start: -1.5 }, 0, 0);
        row.iter().map(|pixel| pixel[0]).collect::<Vec<_>>()
    };
    assert_eq!(reds(false), [1, 1, 2, 3, 3, 3]);
    assert_eq!(reds(true), [2, 1, 2, 1, 2, 1]);
}

#[test]
fn neighbours_stay_inside_and_their_weights_are_whole_at_centres() {
    let places = |size: u32| (0..5).map(|index| neighbour(index as f32 + 0.5, size)).collect::<Vec<_>>();
    assert_eq!(places(3), [(0, 0), (1, 0), (1, 256), (1, 256), (1, 256)]);
    assert_eq!(places(1), [(0, 0); 5]);
    assert_eq!(neighbour(f32::NAN, 9), (0, 0));
}

#[test]
fn a_scaled_row_is_the_mix_of_its_neighbours() {
    let row = pixels(50, 3);
    let mut columns = Columns::default();
    columns.set(0, 80, 0.3, 0.61, 50);
    let mut out = vec![[0; 4]; 70];
    Kernels::new().mix_columns(&mut out, &row, &columns, 10);
    for (index, pixel) in out.iter().enumerate() {
        let (left, weight) = neighbour(0.3 + 0.61 * ((index + 10) as f32 + 0.5), 50);
        assert_eq!(*pixel, mix_pixels(row[left as usize], row[left as usize + 1], weight));
    }
}
