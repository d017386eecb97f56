use proptest::prelude::*;
use tiny_skia::PathBuilder;

use super::*;

fn polygon(points: &[(f32, f32)]) -> Path {
    let mut builder = PathBuilder::new();
    builder.move_to(points[0].0, points[0].1);
    points[1..].iter().for_each(|(x, y)| builder.line_to(*x, *y));
    builder.finish().unwrap()
}

fn sum(coverage: &[u8]) -> f64 {
    coverage.iter().map(|byte| f64::from(*byte) / 255.0).sum()
}

#[test]
fn a_box_covers_what_it_covers() {
    let path = polygon(&[(0.25, 0.5), (2.5, 0.5), (2.5, 2.0), (0.25, 2.0)]);
    assert_eq!(coverage(&path, FillRule::Winding, 4, 3), [96, 128, 64, 0, 191, 255, 128, 0, 0, 0, 0, 0]);
}

#[test]
fn a_slope_covers_its_triangles() {
    let path = polygon(&[(0.0, 0.0), (4.0, 0.0), (0.0, 1.0)]);
    assert_eq!(coverage(&path, FillRule::Winding, 4, 1), [223, 159, 96, 32]);
}

#[test]
fn what_is_wound_twice_is_full_or_a_hole() {
    let ring = |builder: &mut PathBuilder, inset: f32| {
        builder.move_to(inset, inset);
        builder.line_to(6.0 - inset, inset);
        builder.line_to(6.0 - inset, 6.0 - inset);
        builder.line_to(inset, 6.0 - inset);
        builder.close();
    };
    let mut builder = PathBuilder::new();
    ring(&mut builder, 0.0);
    ring(&mut builder, 2.0);
    let path = builder.finish().unwrap();
    assert_eq!(coverage(&path, FillRule::Winding, 6, 6)[2 * 6 + 3], 255);
    assert_eq!(coverage(&path, FillRule::EvenOdd, 6, 6)[2 * 6 + 3], 0);
    assert_eq!(coverage(&path, FillRule::EvenOdd, 6, 6)[6 + 3], 255);
}

#[test]
fn what_lies_beyond_the_grid_is_cut() {
    let path = polygon(&[(-900.0, -70.0), (900.0, -70.0), (900.0, 70.0), (-900.0, 70.0)]);
    assert!(coverage(&path, FillRule::Winding, 30, 20).iter().all(|byte| *byte == 255));
}

proptest! {
    /// Curves enclose the areas that they have (two and three fifths of their frames), wherever they lie and however rows are divided.
    #[test]
    fn curves_have_their_areas(x in 0.0_f32..3.0, y in 0.0_f32..3.0, wide in 1.0_f32..500.0, tall in 1.0_f32..500.0) {
        let (right, bottom) = (x + wide, y + tall);
        for (share, is_cubic) in [(2.0 / 3.0, false), (0.6, true)] {
            let mut path = PathBuilder::new();
            path.move_to(x, bottom);
            if is_cubic {
                path.cubic_to(x, y, right, y, right, bottom);
            } else {
                path.quad_to(x + wide / 2.0, 2.0 * y - bottom, right, bottom);
            }
            let sum = sum(&coverage(&path.finish().unwrap(), FillRule::Winding, right as usize + 2, bottom as usize + 2));
            let area = share * f64::from(wide) * f64::from(tall);
            let edge = f64::from(2.0 * tall + 2.0 * wide);
            prop_assert!((sum - area).abs() < edge * f64::from(FAR) + 0.2, "{sum} of {area}");
        }
    }

    /// Two parts that share an edge cover together what they cover as one.
    #[test]
    fn parts_add_up(x in 0.0_f32..40.0, y in 0.0_f32..20.0, far in 0.0_f32..40.0, down in 20.0_f32..40.0) {
        let whole = coverage(&polygon(&[(0.0, 0.0), (40.0, 0.0), (40.0, 40.0), (0.0, 40.0)]), FillRule::Winding, 40, 40);
        let cut = [(x, y), (far, down)];
        let one = coverage(&polygon(&[(0.0, 0.0), cut[0], cut[1], (0.0, 40.0)]), FillRule::Winding, 40, 40);
        let other = coverage(
            &polygon(&[(0.0, 0.0), cut[0], cut[1], (0.0, 40.0), (40.0, 40.0), (40.0, 0.0)]), FillRule::Winding, 40, 40,
        );
        for ((one, other), whole) in one.iter().zip(&other).zip(&whole) {
            let sum = i32::from(*one) + i32::from(*other);
            prop_assert!((sum - i32::from(*whole)).abs() <= 1, "{one} and {other} of {whole}");
        }
    }
}
