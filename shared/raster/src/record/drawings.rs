//! What drawings consist of, worked out once.

use std::{
    collections::HashMap,
    rc::Rc,
    sync::{Arc, Weak},
};

use takumi_core::{
    context::RenderContext,
    geometry::Size,
    resources::image::{SvgOp, SvgSource},
    style::ComputedStyle,
};

/// So many are kept. A drawing that changes is a new one in each frame.
const MOST: usize = 512;

/// Drawings as lists of paths. The list depends on the drawing, its size, the colour of the text around it and the style that
/// it inherits; where a drawing has text of its own, on the fonts as well, so that one is not kept.
#[derive(Default)]
pub(super) struct Drawings {
    known: HashMap<Key, Known>,
}

struct Known {
    drawing: Weak<SvgSource>,
    style: Rc<ComputedStyle>,
    paths: Arc<[SvgOp]>,
}

/// The address of the drawing, the size as bits, and the colour.
type Key = (usize, [u32; 2], [u8; 4]);

impl std::fmt::Debug for Drawings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Drawings").field("known", &self.known.len()).finish()
    }
}

impl Drawings {
    /// The paths of `drawing`, laid out for `size`.
    pub(super) fn paths(
        &mut self,
        drawing: &Arc<SvgSource>,
        context: &RenderContext,
        size: Size<f32>,
    ) -> Arc<[SvgOp]> {
        let bits = [size.width.to_bits(), size.height.to_bits()];
        let key = (Arc::as_ptr(drawing).addr(), bits, context.current_color.0);
        // While a weak reference is kept, its address is not given to another drawing.
        if let Some(known) = self.known.get(&key)
            && draws_alike(&known.style, &context.style, drawing)
        {
            return Arc::clone(&known.paths);
        }
        let paths: Arc<[SvgOp]> = drawing.vector_ops(context, size).into();
        if drawing.source().contains("<text") {
            return paths;
        }
        if self.known.len() >= MOST {
            self.drop_gone();
        }
        let (style, drawing) = (Rc::clone(&context.style), Arc::downgrade(drawing));
        self.known.insert(key, Known { drawing, style, paths: Arc::clone(&paths) });
        paths
    }

    /// Drops the drawings that are gone, or all when none is.
    fn drop_gone(&mut self) {
        self.known.retain(|_, known| known.drawing.strong_count() > 0);
        if self.known.len() >= MOST {
            self.known.clear();
        }
    }
}

/// Whether a drawing looks the same in boxes of these styles: it inherits from its box, and what its root declares of
/// itself counts only where the box has no such effect.
fn draws_alike(one: &Rc<ComputedStyle>, other: &Rc<ComputedStyle>, drawing: &SvgSource) -> bool {
    if Rc::ptr_eq(one, other) {
        return true;
    }
    let root = drawing.source().split('>').next().unwrap_or_default();
    if ["opacity=", "transform=", "clip-path=", "filter=", "mask=", "style="]
        .iter()
        .any(|name| root.contains(name))
    {
        return one == other;
    }
    one.custom_properties == other.custom_properties
        && one.inherited_data == other.inherited_data
        && one.misc_inherited_data == other.misc_inherited_data
        && one.misc_inherited1_data == other.misc_inherited1_data
        && one.svg_inherited_data == other.svg_inherited_data
        && one.svg_fill_data == other.svg_fill_data
        && one.svg_stroke_data == other.svg_stroke_data
        && one.svg_resources_data == other.svg_resources_data
}
