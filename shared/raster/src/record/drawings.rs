//! What drawings consist of, worked out once.

use std::{
    collections::HashMap,
    sync::{Arc, Weak},
};

use takumi_core::{
    context::RenderContext,
    geometry::Size,
    resources::image::{SvgOp, SvgSource},
};

/// So many are kept. A drawing that changes is a new one in each frame.
const MOST: usize = 512;

/// Drawings as lists of paths. The list depends on the drawing, its size and the colour of the text around it; where a drawing
/// has text of its own, on the fonts as well, so that one is not kept.
#[derive(Default)]
pub(super) struct Drawings {
    known: HashMap<Key, (Weak<SvgSource>, Arc<[SvgOp]>)>,
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
        if let Some((_, paths)) = self.known.get(&key) {
            return Arc::clone(paths);
        }
        let paths: Arc<[SvgOp]> = drawing.vector_ops(context, size).into();
        if drawing.source().contains("<text") {
            return paths;
        }
        if self.known.len() >= MOST {
            self.drop_gone();
        }
        self.known.insert(key, (Arc::downgrade(drawing), Arc::clone(&paths)));
        paths
    }

    /// Drops the drawings that are gone, or all when none is.
    fn drop_gone(&mut self) {
        self.known.retain(|_, (drawing, _)| drawing.strong_count() > 0);
        if self.known.len() >= MOST {
            self.known.clear();
        }
    }
}
