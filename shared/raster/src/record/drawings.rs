//! What drawings consist of, worked out once.

use std::{
    collections::HashMap,
    sync::{Arc, Weak},
};

use takumi_core::{
    context::RenderContext,
    geometry::Size,
    resources::image::{SvgOp, SvgSource},
    style::{
        StyleMiscInheritedData, StyleSvgFillData, StyleSvgInheritedData, StyleSvgResourcesData,
        StyleSvgStrokeData, Visibility,
    },
};

/// So many are kept. A drawing that changes is a new one in each frame.
const MOST: usize = 512;

/// Drawings as lists of paths. The list depends on the drawing, its size, the colour of the text around it and the style that
/// it inherits. One that depends on more (on fonts, because it has text; on names that the page gave to values; on whether
/// its box has the effects that its root declares) is not kept.
#[derive(Default)]
pub(super) struct Drawings {
    known: HashMap<Key, Known>,
}

struct Known {
    drawing: Weak<SvgSource>,
    inherited: Inherited,
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
            && known.inherited.is_of(context)
        {
            return Arc::clone(&known.paths);
        }
        let paths: Arc<[SvgOp]> = drawing.vector_ops(context, size).into();
        if depends_on_more(drawing.source()) {
            return paths;
        }
        if self.known.len() >= MOST {
            self.drop_gone();
        }
        let (inherited, drawing) = (Inherited::of(context), Arc::downgrade(drawing));
        self.known.insert(key, Known { drawing, inherited, paths: Arc::clone(&paths) });
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

fn depends_on_more(markup: &str) -> bool {
    const EFFECTS: [&str; 6] = ["opacity=", "transform=", "clip-path=", "filter=", "mask=", "style="];
    let root = markup.split('>').next().unwrap_or_default();
    markup.contains("<text") || markup.contains("var(") || EFFECTS.iter().any(|name| root.contains(name))
}

/// What shapes inherit from their drawing's box.
struct Inherited {
    fill: StyleSvgFillData,
    stroke: StyleSvgStrokeData,
    drawn: StyleSvgInheritedData,
    joined: StyleMiscInheritedData,
    markers: StyleSvgResourcesData,
    visibility: Visibility,
    /// As bits.
    font_size: u32,
}

impl Inherited {
    fn of(context: &RenderContext) -> Self {
        let style = &context.style;
        Self {
            fill: (*style.svg_fill_data).clone(),
            stroke: (*style.svg_stroke_data).clone(),
            drawn: (*style.svg_inherited_data).clone(),
            joined: (*style.misc_inherited_data).clone(),
            markers: (*style.svg_resources_data).clone(),
            visibility: style.inherited_data.visibility,
            font_size: context.sizing.font_size.to_bits(),
        }
    }

    fn is_of(&self, context: &RenderContext) -> bool {
        let style = &context.style;
        self.fill == *style.svg_fill_data
            && self.stroke == *style.svg_stroke_data
            && self.drawn == *style.svg_inherited_data
            && self.joined == *style.misc_inherited_data
            && self.markers == *style.svg_resources_data
            && self.visibility == style.inherited_data.visibility
            && self.font_size == context.sizing.font_size.to_bits()
    }
}
