//! Where boxes begin, as Chromium places them.
//!
//! A box with a transform begins on a whole pixel of the space it stands in. When it is only moved, the fraction that was
//! rounded off goes on inside of it, so nothing is lost. When it is scaled or turned, or a space of its own for other
//! reasons (`contain: paint`), the fraction is dropped: the box and all that is in it lie up to half a pixel elsewhere.
//! The engine drops it from what is rounded inside of the box (`NodePaint::paint_offset`), and keeps it in the transform.

use std::collections::HashMap;

use takumi_core::{
    geometry::Point,
    scene::{NodePaint, SceneView},
    style::Affine,
};

/// How far from the engine's places the boxes of a scene lie, in pixels of the canvas.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// By the path of the box; those that lie where the engine puts them are not in it.
    moved: HashMap<Vec<usize>, Point<f32>>,
}

/// A space that boxes are placed in: a box of the scene, or the canvas.
#[derive(Clone, Copy)]
struct Space<'s> {
    path: &'s [usize],
    /// Where the engine puts it.
    transform: Affine,
    /// Its place in the space that is rounded in.
    offset: Point<f32>,
    moved: Point<f32>,
}

impl Places {
    pub(super) fn of(view: SceneView<'_>) -> Self {
        let mut paints = Vec::new();
        view.for_each_paint(|paint| paints.push(paint.clone()));
        // What a box is placed in comes before the box.
        paints.sort_by(|one, other| one.path.cmp(&other.path));
        let canvas =
            Space { path: &[], transform: Affine::IDENTITY, offset: Point::ZERO, moved: Point::ZERO };
        let mut around = vec![canvas];
        let mut places = Self::default();
        for paint in &paints {
            around.retain(|space| paint.path.starts_with(space.path));
            let moved = moved(view, paint, &around);
            if moved != Point::ZERO {
                places.moved.insert(paint.path.clone(), moved);
            }
            around.push(Space {
                path: &paint.path,
                transform: paint.transform,
                offset: paint.paint_offset,
                moved,
            });
        }
        places
    }

    /// How far the box at `path` lies from where the engine puts it.
    pub(super) fn moved(&self, path: &[usize]) -> Point<f32> {
        self.moved.get(path).copied().unwrap_or(Point::ZERO)
    }

    /// `transform`, which is in the space of the box at `path`, from where that box lies.
    pub(super) fn place(&self, path: &[usize], transform: Affine) -> Affine {
        let Point { x, y } = self.moved(path);
        Affine { x: transform.x + x, y: transform.y + y, ..transform }
    }
}

/// How far `paint` lies from where the engine puts it, `around` being the boxes that it is in, outermost first.
fn moved(view: SceneView<'_>, paint: &NodePaint, around: &[Space<'_>]) -> Point<f32> {
    let inherited = around.last().map_or(Point::ZERO, |space| space.moved);
    let Some(node) = view.root.node_at_path(&paint.path) else { return inherited };
    let Ok(layout) = view.results.fragment_layout(paint.node_id, paint.fragment_index) else {
        return inherited;
    };
    let own = node.context.style.local_transform(layout.size.width, layout.size.height, &node.context.sizing);
    // A box may be placed in one further out than the box it stands in: in the one whose place, computed as the engine
    // computes it, gives its own to the bit.
    let to = Affine::translation(layout.location.x, layout.location.y);
    let holds = |space: &&Space<'_>| space.transform * to * own == paint.transform;
    let Some(space) = around.iter().rev().find(holds) else { return inherited };
    let at = space.offset + layout.location;
    if at == paint.paint_offset {
        return space.moved;
    }
    let across = dropped(at.x, paint.paint_offset.x);
    let down = dropped(at.y, paint.paint_offset.y);
    let Affine { a, b, c, d, .. } = space.transform;
    let moved = Point { x: space.moved.x + a * across + c * down, y: space.moved.y + b * across + d * down };
    if moved.x.is_finite() && moved.y.is_finite() { moved } else { inherited }
}

/// What rounding `at` changes, if the box does not begin with the fraction that is left.
#[expect(clippy::float_cmp, reason = "the engine computes the fraction that goes on by the same formula")]
fn dropped(at: f32, begins: f32) -> f32 {
    let whole = round(at);
    if at - whole == begins { 0.0 } else { whole - at }
}

/// The nearest whole pixel, the upper one from the middle on, as Blink's `LayoutUnit::Round`.
fn round(at: f32) -> f32 {
    (at + 0.5).floor()
}

/// How far a baseline at `at` is from the whole pixel that text stands on. Places are counted in 64ths of a pixel, as in
/// Blink, so that a sum of floats does not decide.
pub(super) fn to_baseline(at: f32) -> f32 {
    round((at * 64.0).round() / 64.0) - at
}
