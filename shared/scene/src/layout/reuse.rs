//! Boxes whose places are still right, painted elsewhere.
//!
//! Most of what moves in a film is moved by `transform` and `opacity`, which change no box's place. A frame that differs from
//! the one before in nothing else keeps its boxes and lines, and only what paints them is worked out anew. The result is what
//! a layout of the frame alone gives: where that is not certain, the frame is laid out.

use std::collections::HashMap;
use std::rc::Rc;

use takumi_core::Error;
use takumi_core::geometry::Point;
use takumi_core::layout::tree::RenderNode;
use takumi_core::scene::{NodePaint, PaintItemKind, Scene as LaidOut, SceneRequest, StackingContextNode};
use takumi_core::style::{Affine, ComputedStyle, Display, SpacePair, Transform};
use takumi_core::viewport::Viewport;

use crate::{Element, Tag};

/// Declarations that change where and how a box is painted, and no place.
const MOVING: [&str; 8] =
    ["transform", "opacity", "translate", "rotate", "scale", "transform-origin", "clip-path", "filter"];

/// Whether two frames differ in nothing but the values of declarations that move.
pub(super) fn alike(old: &[Element], new: &[Element]) -> bool {
    old.len() == new.len()
        && old.iter().zip(new).all(|pair| match pair {
            (Element::Text(old), Element::Text(new)) => old == new,
            (Element::Tag(old), Element::Tag(new)) => tags_alike(old, new),
            _ => false,
        })
}

fn tags_alike(old: &Tag, new: &Tag) -> bool {
    let declared = |((name, value), (other, new)): (&(String, String), &(String, String))| {
        name == other && (value == new || MOVING.contains(&name.as_str()))
    };
    old.name == new.name
        && old.class == new.class
        && old.attributes == new.attributes
        && old.style.len() == new.style.len()
        && old.style.iter().zip(&new.style).all(declared)
        // The parts of a drawing are its source, styles and all.
        && if old.name == "svg" { old.children == new.children } else { alike(&old.children, &new.children) }
}

/// A frame, laid out. What cannot be seen yet is told its place too, so that the next frames can show it.
pub(super) fn lay_out_all(mut tree: RenderNode, viewport: Viewport) -> Result<LaidOut, Error> {
    let hidden = show(&mut tree);
    let mut scene = LaidOut::lay_out(tree, viewport, true)?;
    if !hidden.is_empty() {
        hide(&mut scene.root, hidden);
        stack(&mut scene, viewport)?;
    }
    Ok(scene)
}

/// `last` in the styles of `tree`, which is the same but for them; nothing where the places may differ.
pub(super) fn restyled(mut last: LaidOut, tree: &RenderNode, viewport: Viewport) -> Option<LaidOut> {
    if !adopt(&mut last.root, tree) {
        return None;
    }
    stack(&mut last, viewport).ok()?;
    is_in_place(&last).then_some(last)
}

/// Works out anew what is painted in which order, where, and under which clips.
fn stack(scene: &mut LaidOut, viewport: Viewport) -> Result<(), Error> {
    let request = SceneRequest {
        root: &scene.root,
        layout_results: &scene.results,
        container_size: viewport.size.into(),
        paint_bounds: true,
    };
    let layers = request.build()?;
    (scene.contexts, scene.properties) = (layers.contexts, layers.properties);
    Ok(())
}

/// Lets everything be seen that its own opacity or scale of 0 hides, and returns the styles that hide it with the numbers of
/// their boxes.
fn show(root: &mut RenderNode) -> Vec<(usize, Rc<ComputedStyle>)> {
    let mut hidden = Vec::new();
    each(root, |number, node| {
        if let Some(style) = shown(&node.context.style) {
            hidden.push((number, std::mem::replace(&mut node.context.style, Rc::new(style))));
        }
    });
    hidden
}

/// Undoes [`show`].
fn hide(root: &mut RenderNode, hidden: Vec<(usize, Rc<ComputedStyle>)>) {
    let mut hidden = hidden.into_iter().peekable();
    each(root, |number, node| {
        if let Some((_, style)) = hidden.next_if(|(other, _)| *other == number) {
            node.context.style = style;
        }
    });
}

/// Visits the boxes, with their numbers.
fn each(root: &mut RenderNode, mut visit: impl FnMut(usize, &mut RenderNode)) {
    let mut open = vec![root];
    let mut number = 0;
    while let Some(node) = open.pop() {
        visit(number, node);
        number += 1;
        open.extend(node.children.iter_mut().flatten());
    }
}

/// A style that lays out the same and can be seen, of one that hides its box.
fn shown(style: &ComputedStyle) -> Option<ComputedStyle> {
    if !hides(style) {
        return None;
    }
    let mut style = style.clone();
    let data = Rc::make_mut(&mut style.svg_data);
    if data.opacity.0 == 0.0 {
        data.opacity.0 = 1.0;
    }
    for function in data.transform.iter_mut().flat_map(|functions| &mut functions.0) {
        if let Transform::Scale(across, down) = function {
            // Any size but the box's own, which begins on other pixels.
            for scale in [across, down] {
                *scale = if *scale == 0.0 { 0.5 } else { *scale };
            }
        }
    }
    Some(style)
}

/// Whether a style hides its box and all that is in it. Lines keep the opacity of what stands in them: those are left alone.
fn hides(style: &ComputedStyle) -> bool {
    let flat =
        |function: &Transform| matches!(function, Transform::Scale(across, down) if across * down == 0.0);
    style.base_data.display != Display::Inline
        && (style.svg_data.opacity.0 == 0.0
            || style.svg_data.transform.as_ref().is_some_and(|functions| functions.0.iter().any(flat)))
}

/// Gives `old` the styles of `new`, if they lay out the same.
fn adopt(old: &mut RenderNode, new: &RenderNode) -> bool {
    let mut open = vec![(old, new)];
    while let Some((old, new)) = open.pop() {
        if !Rc::ptr_eq(&old.context.style, &new.context.style) {
            if !lays_out_alike(&old.context.style, new) {
                return false;
            }
            old.context.style = Rc::clone(&new.context.style);
        }
        let (old, new) = (old.children.as_deref_mut(), new.children.as_deref());
        if old.as_ref().map(|children| children.len()) != new.map(<[_]>::len) {
            return false;
        }
        open.extend(old.into_iter().flatten().zip(new.into_iter().flatten()));
    }
    true
}

/// Whether styles that differ in [`MOVING`] alone place the same boxes.
#[expect(clippy::float_cmp, reason = "the engine asks for a scale of exactly one")]
fn lays_out_alike(old: &ComputedStyle, node: &RenderNode) -> bool {
    let new = &node.context.style;
    // Lines keep the opacity of what stands in them, and whether it has a box of its own.
    if new.base_data.display == Display::Inline {
        return old == &**new;
    }
    // A box that is transformed or filtered is what boxes inside of it are placed in.
    let contains = |style: &ComputedStyle| {
        style.svg_data.transform.as_ref().is_some_and(|functions| !functions.0.is_empty())
            || style.misc3_data.rotate.is_some()
            || style.misc3_data.scale.is_some()
            || style.misc4_data.translate != SpacePair::default()
    };
    // A box begins on other pixels once it is turned or scaled.
    let plain = |style: &ComputedStyle| {
        let Affine { a, b, c, d, .. } = style.local_transform(0.0, 0.0, &node.context.sizing);
        (b == 0.0 && c == 0.0, a == 1.0, d == 1.0)
    };
    contains(old) == contains(new)
        && plain(old) == plain(new)
        && old.misc1_data.filter.is_empty() == new.misc1_data.filter.is_empty()
}

/// Whether every box still knows where its pixels begin: those of a box that turned, began to be scaled or came into sight
/// begin elsewhere, and only a layout tells the boxes.
fn is_in_place(scene: &LaidOut) -> bool {
    let paints = by_path(scene);
    let mut path = Vec::new();
    let mut open = vec![(&scene.root, None, Point::ZERO)];
    while let Some((node, at, inherited)) = open.pop() {
        if let Some((depth, index)) = at {
            path.truncate(depth);
            path.push(index);
        }
        let (base, own) = match paints.get(path.as_slice()) {
            Some(paint) => match scene.results.fragment_layout(paint.node_id, paint.fragment_index) {
                Ok(layout) => (paint.paint_offset - layout.location, paint.paint_offset),
                Err(_) => return false,
            },
            None => (inherited, inherited),
        };
        if hides(&node.context.style) {
            continue;
        }
        if node.context.paint_offset() != base {
            return false;
        }
        let children = node.children.iter().flatten().enumerate();
        open.extend(children.map(|(index, child)| (child, Some((path.len(), index)), own)));
    }
    true
}

/// What is painted of each box, by the indices of children that lead to it.
fn by_path(scene: &LaidOut) -> HashMap<&[usize], &NodePaint> {
    let items = |context| StackingContextNode::in_paint_order(context).into_iter().flatten();
    let paints = scene.contexts.iter().flat_map(|context| {
        let of_items = items(context).filter_map(|item| match &item.kind {
            PaintItemKind::Node(paint) | PaintItemKind::CollapsedBorders(paint) => Some(paint),
            PaintItemKind::Context(_) => None,
        });
        context.roots().iter().chain(of_items)
    });
    paints.map(|paint| (paint.path.as_slice(), paint)).collect()
}
