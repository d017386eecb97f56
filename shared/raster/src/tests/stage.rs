//! Scenes laid out from HTML, for tests and for the measurement in `examples/ratio.rs`.

use std::{collections::HashMap, rc::Rc, sync::Arc};

use takumi_core::{
    context::RenderContext,
    html::{FromHtmlOptions, from_html},
    layout::tree::RenderNode,
    resources::{
        font::{FontResource, Fonts},
        image::{ImageCacheMode, ImageSource, ResourceCache},
        image_buffer::ImageBuffer,
    },
    scene::Scene,
    style::{SizingContext, StyleSheet},
    viewport::Viewport,
};

/// Inter's Latin letters at weight 600, under the SIL Open Font License (see `inter.LICENSE`).
const INTER: &[u8] = include_bytes!("inter.woff2");
/// Two pictures of Noto Color Emoji, U+1F680 and U+1F600, under the same licence (2021 Google).
const EMOJI: &[u8] = include_bytes!("emoji.woff2");
const ICON: &[u8] = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24">
<path fill="#ffffff" d="M12 4a4 4 0 0 1 4 4a4 4 0 0 1-4 4a4 4 0 0 1-4-4a4 4 0 0 1 4-4m0 10c4.42 0 8 1.79 8 4v2H4v-2c0-2.21
 3.58-4 8-4"/></svg>"##;

/// What scenes draw with: a font, the images `photo`, `soft` and `small`, and the drawing `icon`.
pub struct Stage {
    fonts: Fonts,
    images: Rc<HashMap<Arc<str>, ImageSource>>,
    cache: ResourceCache,
    sheet: Arc<StyleSheet>,
}

impl Stage {
    /// A stage whose photo has `photo` pixels.
    pub fn new(photo: (u32, u32)) -> Self {
        let mut fonts = Fonts::default();
        fonts.register(FontResource::new(INTER)).expect("the font registers");
        fonts.register(FontResource::new(EMOJI).last_resort()).expect("the emoji register");
        let cache = ResourceCache::default();
        let icon = cache.get_or_decode(ICON, ImageCacheMode::Auto).expect("the icon parses");
        let images = HashMap::from([
            ("photo".into(), ImageSource::from(picture(photo.0, photo.1, 255))),
            ("soft".into(), ImageSource::from(sky())),
            ("small".into(), ImageSource::from(picture(40, 30, 180))),
            ("icon".into(), icon),
        ]);
        let sheet = StyleSheet::parse("* { box-sizing: border-box }").expect("the sheet parses");
        Self { fonts, images: Rc::new(images), cache, sheet: Arc::new(sheet) }
    }

    /// `html` on a canvas of `size`.
    pub fn scene(&self, size: (u32, u32), html: &str) -> Scene {
        let viewport = Viewport::new(size);
        let context = RenderContext::builder()
            .fonts(self.fonts.snapshot())
            .sizing(SizingContext::builder().viewport(viewport).build())
            .images(Rc::clone(&self.images))
            .resource_cache(Some(self.cache.clone()))
            .stylesheet(Arc::clone(&self.sheet))
            .build();
        let node = from_html(html, FromHtmlOptions::default()).expect("the markup parses");
        Scene::lay_out(RenderNode::from_node(&context, node), viewport, true).expect("the scene lays out")
    }
}

/// Tones that change every few pixels.
fn sky() -> ImageBuffer {
    let bytes = (0..90_u32 * 60).flat_map(|at| [(at % 90 / 4 + at / 90) as u8, 90, 160, 255]).collect();
    ImageBuffer::from_rgba_bytes(bytes, 90, 60).expect("four bytes a pixel")
}

/// Soft shapes with some grain.
fn picture(width: u32, height: u32, alpha: u8) -> ImageBuffer {
    let mut bytes = Vec::with_capacity((width * height * 4) as usize);
    for y in 0..height {
        for x in 0..width {
            let (u, v) = (x as f32 / 97.0, y as f32 / 61.0);
            let grain = (x.wrapping_mul(2_654_435_761) ^ (y.wrapping_mul(40_503) >> 3)) as u8 % 24;
            let tone = |phase: f32| ((u + phase).sin() * (v - phase).cos() * 100.0 + 128.0) as u8;
            bytes.extend([tone(0.0) - grain, tone(1.7) - grain, tone(3.1) - grain, alpha]);
        }
    }
    ImageBuffer::from_rgba_bytes(bytes, width, height).expect("four bytes a pixel")
}
