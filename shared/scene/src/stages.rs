//! A frame step by step, so that each step can be measured.

use raster::Painter;
use serde_json::Value;

use crate::assets::Assets;
use crate::layout::Layout;
use crate::pictures::Pictures;
use crate::{Canvas, Limits, Module, Problem, Script, Wanted};

/// A step of making a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The code runs.
    Script,
    /// What it wrote becomes elements.
    Stream,
    /// Elements become nodes.
    Nodes,
    /// Nodes become boxes in their places.
    Layout,
    /// Boxes become pixels.
    Paint,
}

/// What [`crate::Scene`] does, telling when each step ends.
pub struct Stages {
    script: Script,
    canvas: Canvas,
    layout: Layout,
    pictures: Pictures,
    painter: Painter,
    shown: Option<String>,
}

impl Stages {
    /// As `Scene::open`, with the canvas that the module says.
    pub fn open(module: &Module, assets: Box<dyn Assets>) -> Result<Self, Problem> {
        let script = Script::open(module, &Value::Null, &Limits::default())?;
        let meta = script.meta();
        let said = Wanted { width: meta.width, height: meta.height, fps: meta.fps, frames: meta.frames };
        let found = Wanted { frames: meta.end, ..Wanted::default() };
        let (canvas, _) = Canvas::of(&[said, found])?;
        Ok(Self {
            script,
            canvas,
            layout: Layout::new(),
            pictures: Pictures::new(assets),
            painter: Painter::new(canvas.width, canvas.height),
            shown: None,
        })
    }

    /// Its size, speed and length.
    pub fn canvas(&self) -> Canvas {
        self.canvas
    }

    /// Makes a frame and hands out its bytes; `ended` is called at the end of each step.
    pub fn frame(&mut self, n: u32, ended: &mut dyn FnMut(Stage)) -> Result<&[u8], Problem> {
        let text = self.script.text(n, self.canvas)?;
        ended(Stage::Script);
        if self.shown.as_ref() == Some(&text) {
            return Ok(self.painter.rgba());
        }
        self.shown = None;
        let frame = self.script.read(&text, n)?;
        ended(Stage::Stream);
        let root = self.layout.nodes(&frame.elements, self.canvas, &mut self.pictures)?;
        ended(Stage::Nodes);
        let laid_out = self.layout.place(frame.elements, root, self.canvas)?;
        ended(Stage::Layout);
        self.painter.paint(laid_out).map_err(|error| Problem::Paint { message: error.to_string() })?;
        self.shown = Some(text);
        ended(Stage::Paint);
        Ok(self.painter.rgba())
    }
}
