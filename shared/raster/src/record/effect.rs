//! Clips and groups of the scene.

use takumi_core::{
    Error,
    paint_chunk::{PaintChunk, PropertySink},
    paint_property::{ClipId, ClipKind, ClipNode, EffectId, EffectKind, EffectNode},
    scene::{NodePaint, SceneView},
    style::{BackgroundImage, BlendMode, ComputedStyle},
};

use super::Recorder;
use crate::{
    area::Area,
    list::{Clip, Group, Item},
};

/// Enters and leaves the scene's clips and groups, and records what is painted in them.
pub(super) struct Sink<'s, 'm> {
    pub(super) view: SceneView<'s>,
    pub(super) recorder: Recorder<'m>,
    pub(super) owners: &'s [Option<&'s NodePaint>],
    /// For each open group, whether it cannot be seen.
    pub(super) hidden: Vec<bool>,
}

impl Sink<'_, '_> {
    pub(super) fn chunk(&mut self, chunk: &PaintChunk<'_>) {
        if self.recorder.stopped() || self.hidden.contains(&true) {
            return;
        }
        if let Some(bounds) = chunk.node.paint_bounds
            && !self.recorder.means.canvas.meets(Area::from(bounds))
        {
            return;
        }
        if let Err(error) = self.recorder.part(self.view, chunk) {
            self.recorder.fail(error);
        }
    }

    /// The style that opens an effect.
    fn style_of(&self, id: EffectId) -> Option<&ComputedStyle> {
        let owner = self.owners.get(id.index()).copied().flatten()?;
        Some(&self.view.root.node_at_path(&owner.path)?.context.style)
    }
}

impl PropertySink for Sink<'_, '_> {
    fn push_clip(&mut self, _id: ClipId, clip: &ClipNode) {
        let (ClipKind::Shape(shape) | ClipKind::ClipPath(shape)) = &clip.kind else { return };
        let shape = self.recorder.means.masks.shape(shape, clip.transform);
        self.recorder.push_clip(shape, false);
    }

    fn pop_clip(&mut self, clip: &ClipNode) {
        if !matches!(clip.kind, ClipKind::PixelMovingFilter(_)) {
            self.recorder.pop_clip();
        }
    }

    fn begin_effect(&mut self, id: EffectId, effect: &EffectNode) {
        let (refused, opacity) = match self.style_of(id) {
            _ if effect.kind == EffectKind::Filter => (Some("a filter"), 1.0),
            Some(style) => (refusal(style), style.svg_data.opacity.0),
            None => {
                self.recorder.fail(Error::InvalidLayoutNode(0));
                (None, 0.0)
            }
        };
        if let Some(what) = refused {
            self.recorder.refuse(what);
        }
        // The cast saturates.
        let opacity = (opacity * 255.0).round() as u8;
        self.hidden.push(opacity == 0);
        self.recorder.open_group(opacity);
    }

    fn end_effect(&mut self) {
        self.hidden.pop();
        self.recorder.close_group();
    }
}

/// What a group needs that we do not do.
fn refusal(style: &ComputedStyle) -> Option<&'static str> {
    let masks = style.misc2_data.mask_image.as_ref();
    if masks.is_some_and(|masks| masks.iter().any(|image| !matches!(image, BackgroundImage::None))) {
        return Some("a mask image");
    }
    if !style.misc1_data.backdrop_filter.is_empty() {
        return Some("a backdrop filter");
    }
    if style.misc_data.mix_blend_mode != BlendMode::Normal {
        return Some("a blend mode");
    }
    None
}

/// Adds a group to `list`, without a layer where none is needed.
pub(super) fn composite(mut items: Vec<Item>, opacity: u8, clip: Clip, list: &mut Vec<Item>) {
    let all = items.iter().fold(Area::default(), |all, item| all.union(item.bounds()));
    let bounds = all.intersect(clip.area);
    if bounds.is_empty() || opacity == 0 {
        return;
    }
    // An opaque group is what its draws are, unless a soft clip would have to be applied to each of them.
    if opacity == 255 && clip.masks.is_empty() && clip.area.contains(all) {
        list.append(&mut items);
        return;
    }
    list.push(Item::Group(Group { bounds, opacity, clip, items }));
}
