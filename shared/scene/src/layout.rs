//! A frame as scene code described it becomes boxes in their places.

mod nodes;
mod reuse;
mod styles;
mod transform;

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use takumi_core::context::RenderContext;
use takumi_core::layout::node::Node;
use takumi_core::layout::tree::RenderNode;
use takumi_core::resources::image::ImageSource;
use takumi_core::scene::Scene as LaidOut;
use takumi_core::style::{ComputedStyle, FontFamily, FromCssStr as _, SizingContext, StyleSheet};
use takumi_core::viewport::Viewport;

use self::nodes::Nodes;
use crate::fonts::FontCase;
use crate::pictures::Pictures;
use crate::{Canvas, Element, Problem, Warning};

/// What every page of Remotion's has: sizes of boxes include their borders.
const SHEET: &str = "*{box-sizing:border-box}";

/// The family of text that names none, as in a browser.
const DEFAULT_FAMILY: &str = "serif";

/// After so many frames what the engine keeps for them begins anew: it has limits in entries, not in frames.
const MOST_FRAMES: u32 = 256;

/// Lays out frame after frame and keeps what the next frame is likely to need again.
pub(crate) struct Layout {
    fonts: FontCase,
    family: Option<FontFamily>,
    sheet: Arc<StyleSheet>,
    /// What the scene adds to it, in the frame at hand.
    added: Vec<String>,
    nodes: Nodes,
    /// Pictures that styles name, such as backgrounds.
    named: Rc<HashMap<Arc<str>, ImageSource>>,
    shared: Option<Shared>,
    last: Option<Last>,
}

/// The frame that was laid out last.
struct Last {
    elements: Vec<Element>,
    scene: LaidOut,
}

/// What the frames share as long as nothing in it changes: with it the engine keeps styles, fonts and shaped texts.
struct Shared {
    context: RenderContext,
    canvas: Canvas,
    /// How many subsets of the fonts had been read.
    fonts: usize,
    frames: u32,
}

impl Layout {
    pub(crate) fn new() -> Self {
        Self {
            fonts: FontCase::new(),
            family: FontFamily::from_css_str(DEFAULT_FAMILY).ok(),
            sheet: Arc::new(StyleSheet::parse_loosy(SHEET)),
            added: Vec::new(),
            nodes: Nodes::default(),
            named: Rc::default(),
            shared: None,
            last: None,
        }
    }

    /// The boxes of a frame, placed on its canvas.
    #[cfg(test)]
    pub(crate) fn lay_out(
        &mut self,
        elements: Vec<Element>,
        canvas: Canvas,
        pictures: &mut Pictures,
    ) -> Result<&LaidOut, Problem> {
        let root = self.nodes(&elements, canvas, pictures)?;
        self.place(elements, root, canvas)
    }

    /// What the layout engine places, with everything that it names read.
    pub(crate) fn nodes(
        &mut self,
        elements: &[Element],
        canvas: Canvas,
        pictures: &mut Pictures,
    ) -> Result<Node, Problem> {
        self.fonts.open_for(elements);
        let root = self.nodes.root(elements, canvas, pictures)?;
        self.load_named(&root, pictures)?;
        self.add_sheets();
        Ok(root)
    }

    /// The nodes of a frame, which are those of `elements`, in their places.
    pub(crate) fn place(
        &mut self,
        elements: Vec<Element>,
        root: Node,
        canvas: Canvas,
    ) -> Result<&LaidOut, Problem> {
        let viewport = Viewport::new((canvas.width, canvas.height));
        let tree = RenderNode::from_node(self.context(canvas), root);
        let last = self.last.take().filter(|last| reuse::alike(&last.elements, &elements));
        let scene = match last {
            None => LaidOut::lay_out(tree, viewport, true),
            Some(last) => match reuse::restyled(last.scene, &tree, viewport) {
                Some(scene) => Ok(scene),
                None => reuse::lay_out_all(tree, viewport),
            },
        };
        let scene = scene.map_err(|error| Problem::Layout { message: error.to_string() })?;
        Ok(&self.last.insert(Last { elements, scene }).scene)
    }

    /// The context of a canvas, the last frame's where that is the same.
    fn context(&mut self, canvas: Canvas) -> &RenderContext {
        let fonts = self.fonts.count();
        let known = self
            .shared
            .take()
            .filter(|shared| shared.canvas == canvas && shared.fonts == fonts && shared.frames < MOST_FRAMES);
        if known.is_none() {
            self.last = None;
        }
        let shared = known.unwrap_or_else(|| self.begin(canvas, fonts));
        let shared = self.shared.insert(shared);
        shared.frames += 1;
        &shared.context
    }

    fn begin(&self, canvas: Canvas, fonts: usize) -> Shared {
        let context = RenderContext::builder()
            .fonts(self.fonts.fonts().snapshot_with_fallbacks(self.family.as_ref()))
            .sizing(SizingContext::builder().viewport(Viewport::new((canvas.width, canvas.height))).build())
            .images(Rc::clone(&self.named))
            .stylesheet(Arc::clone(&self.sheet))
            .style(Box::new(ComputedStyle::root(None, self.family.clone())))
            .build();
        Shared { context, canvas, fonts, frames: 0 }
    }

    /// What styles asked for and did not get, each once.
    pub(crate) fn warnings(&mut self) -> Vec<Warning> {
        self.nodes.warnings()
    }

    /// Styles by the sheets of the scene, when they are others than before.
    fn add_sheets(&mut self) {
        if self.added != self.nodes.sheets() {
            self.added = self.nodes.sheets().to_vec();
            self.sheet = Arc::new(StyleSheet::parse_loosy(&(SHEET.to_owned() + &self.added.concat())));
            self.shared = None;
        }
    }

    /// Reads the pictures that styles name and that no frame before has named.
    fn load_named(&mut self, root: &Node, pictures: &mut Pictures) -> Result<(), Problem> {
        for url in root.image_urls() {
            if !self.named.contains_key(url) {
                let picture = pictures.still(url)?;
                Rc::make_mut(&mut self.named).insert(Arc::from(url), picture);
                self.shared = None;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
