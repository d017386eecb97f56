use proptest::prelude::*;

use super::*;

const CANVAS: Area = Area { left: 0, top: 0, right: 640, bottom: 480 };

fn block(left: f32, top: f32, width: f32, height: f32) -> Vec<PathCommand> {
    let point = |x, y| takumi_core::geometry::Point { x, y };
    vec![
        PathCommand::MoveTo(point(left, top)),
        PathCommand::LineTo(point(left + width, top)),
        PathCommand::LineTo(point(left + width, top + height)),
        PathCommand::LineTo(point(left, top + height)),
        PathCommand::Close,
    ]
}

fn at(dense: &Dense, x: i32, y: i32) -> u8 {
    let Area { left, top, right, bottom } = dense.area;
    if x < left || y < top || x >= right || y >= bottom {
        return 0;
    }
    dense.bytes[(y - top) as usize * dense.area.width() + (x - left) as usize]
}

#[test]
fn the_grid_is_as_coarse_as_the_blur_is_soft() {
    let of = |deviation: f32| grain(2.0 * deviation);
    assert_eq!([0.0, 1.0, 8.9, 9.0, 17.9, 18.0, 60.0, 1e9].map(of), [1, 1, 1, 2, 2, 4, 8, 32]);
}

/// How many levels the shadow of a box on a grid is apart from the one without, at most.
fn apart(place: Affine, width: f32, height: f32, blur: f32) -> u8 {
    let (path, pen) = (block(0.0, 0.0, width, height), Pen::NonZero);
    let fine = soften(Dense::of(&path, &pen, place, CANVAS).unwrap(), blur);
    let coarse = soft(&path, &pen, place, CANVAS, blur).unwrap();
    let both = fine.area.union(coarse.area);
    let pixels = (both.top..both.bottom).flat_map(|y| (both.left..both.right).map(move |x| (x, y)));
    pixels.map(|(x, y)| at(&fine, x, y).abs_diff(at(&coarse, x, y))).max().unwrap_or(0)
}

#[test]
fn a_narrow_box_keeps_its_width_on_the_grid() {
    let most = apart(Affine::translation(22.471_354, 0.0), 16.131_264, 89.816_43, 41.708_736);
    assert!(most <= 3, "{most} levels apart");
}

proptest! {
    #[test]
    fn a_shadow_on_a_coarse_grid_is_the_shadow(
        x in -9.0_f32..60.0, y in -9.0_f32..60.0, width in 3.0_f32..200.0, height in 3.0_f32..200.0, blur in 20.0_f32..160.0,
    ) {
        let most = apart(Affine::translation(x, y), width, height, blur);
        prop_assert!(most <= 5, "{most} levels apart");
    }
}
