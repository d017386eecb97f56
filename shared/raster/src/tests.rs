use std::sync::Arc;

use takumi_core::{
    context::RenderContext,
    layout::{node::Node, tree::RenderNode},
    resources::font::Fonts,
    scene::Scene,
    style::{SizingContext, StyleSheet},
    viewport::Viewport,
};

use crate::{PaintError, Painter, Rect};

/// A scene of `node` under `css` on a canvas of `size`.
fn scene(size: (u32, u32), css: &str, node: Node) -> Scene {
    let viewport = Viewport::new(size);
    let context = RenderContext::builder()
        .fonts(Fonts::default().snapshot())
        .sizing(SizingContext::builder().viewport(viewport).build())
        .stylesheet(Arc::new(StyleSheet::parse(css).unwrap()))
        .build();
    Scene::lay_out(RenderNode::from_node(&context, node), viewport, true).unwrap()
}

fn square(left: u32) -> Scene {
    let css = format!(
        ".root {{ width: 64px; height: 32px; position: relative; background: rgba(255, 0, 0, 0.5) }}
         .box {{ position: absolute; left: {left}px; top: 8px; width: 10px; height: 10px; background: blue }}"
    );
    scene((64, 32), &css, Node::container([Node::container([]).with_class_name("box")]).with_class_name("root"))
}

#[test]
fn a_transparent_part_shows_the_ground() {
    let mut painter = Painter::new(64, 32).on([0, 0, 0]);
    let painted = painter.paint(&square(4)).unwrap();
    assert_eq!(&painted.rgba[..4], [128, 0, 0, 255]);
    assert_eq!(painted.changed, Some(Rect { left: 0, top: 0, width: 64, height: 32 }));
}

#[test]
fn the_same_scene_again_changes_nothing() {
    let mut painter = Painter::new(64, 32);
    painter.paint(&square(4)).unwrap();
    assert_eq!(painter.paint(&square(4)).unwrap().changed, None);
}

#[test]
fn outside_of_what_changed_the_frame_is_the_last_one() {
    let mut painter = Painter::new(64, 32);
    let before = painter.paint(&square(4)).unwrap().rgba.to_vec();
    let painted = painter.paint(&square(9)).unwrap();
    let changed = painted.changed.unwrap();
    assert!(changed.top <= 8 && changed.top + changed.height >= 18);
    assert!(changed.height < 32);
    for (index, (old, new)) in before.chunks(4).zip(painted.rgba.chunks(4)).enumerate() {
        let (x, y) = (index as u32 % 64, index as u32 / 64);
        let inside = (changed.left..changed.left + changed.width).contains(&x)
            && (changed.top..changed.top + changed.height).contains(&y);
        assert!(inside || old == new, "({x}, {y}) changed outside of {changed:?}");
    }
}

#[test]
fn a_scene_of_another_size_is_refused_with_both_sizes() {
    let error = Painter::new(60, 32).paint(&square(4)).unwrap_err();
    assert!(matches!(error, PaintError::Size { width: 60, scene_width: 64, .. }), "{error}");
}
