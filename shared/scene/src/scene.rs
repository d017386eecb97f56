//! A scene, frame by frame.

use raster::{Drawing, Rect, Scribe};
use serde_json::Value;

use crate::assets::Assets;
use crate::layout::Layout;
use crate::pictures::Pictures;
use crate::{Canvas, Frame, Limits, Module, Problem, Script, Sound, Wanted, Warning};

/// A scene that is open: its code runs, and its frames can be seen.
///
/// Frame n depends on the code, the properties and the assets alone, never on the frames that were seen before.
pub struct Scene {
    drafter: Drafter,
    easel: Easel,
}

/// The half of a scene that runs its code and writes down what each frame draws.
pub struct Drafter {
    script: Script,
    canvas: Canvas,
    layout: Layout,
    pictures: Pictures,
    scribe: Scribe,
    /// What the code wrote for the frame that was drafted last.
    shown: Option<String>,
    warnings: Vec<Warning>,
    heard: Vec<Sound>,
}

/// The other half, which paints: it may be in another thread.
pub struct Easel {
    canvas: Canvas,
    easel: raster::Easel,
}

/// What a frame draws; nothing where that is the same as in the draft before it.
#[derive(Debug)]
pub struct Draft(Option<Drawing>);

/// A step of making a frame, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The code runs.
    Script,
    /// What it wrote becomes elements.
    Stream,
    /// Elements become nodes.
    Nodes,
    /// Nodes become boxes in their places.
    Layout,
    /// Boxes become draws.
    Write,
    /// Draws become pixels.
    Paint,
}

/// One frame, as it is shown.
#[derive(Debug, Clone, Copy)]
pub struct Picture<'s> {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Red, green, blue and alpha of each pixel, premultiplied, row after row.
    pub rgba: &'s [u8],
    /// Outside of these it is the same as the last one that was painted, byte for byte.
    pub changed: &'s [Rect],
}

impl Picture<'_> {
    /// Whether it is the same as the last one that was painted.
    pub fn is_unchanged(&self) -> bool {
        self.changed.is_empty()
    }
}

impl Scene {
    /// Runs a module and finds its canvas: as wanted, else as the module says, else as its sequences end.
    pub fn open(
        module: &Module,
        props: &Value,
        assets: Box<dyn Assets>,
        limits: &Limits,
        wanted: Wanted,
    ) -> Result<Self, Problem> {
        let drafter = Drafter::open(module, props, assets, limits, wanted)?;
        let easel = Easel::new(drafter.canvas);
        Ok(Self { drafter, easel })
    }

    /// Its halves, so that one frame can be painted while the code of the next one runs.
    pub fn split(self) -> (Drafter, Easel) {
        (self.drafter, self.easel)
    }

    /// Its size, speed and length.
    pub fn canvas(&self) -> Canvas {
        self.drafter.canvas
    }

    /// Paints a frame. What the code writes for it decides every pixel: where it writes the same again, nothing is done.
    pub fn frame(&mut self, n: u32) -> Result<Picture<'_>, Problem> {
        self.frame_in_steps(n, &mut |_| {})
    }

    /// As [`Scene::frame`], and calls `ended` at the end of each step, so that each can be measured. A frame whose code writes
    /// the same again has the first step only.
    pub fn frame_in_steps(&mut self, n: u32, ended: &mut dyn FnMut(Step)) -> Result<Picture<'_>, Problem> {
        let draft = self.drafter.draft_in_steps(n, ended)?;
        let is_same = draft.0.is_none();
        let picture = self.easel.paint(draft);
        if !is_same {
            ended(Step::Paint);
        }
        Ok(picture)
    }

    /// The share of a frame that pictures of soft tones cover, from 0 to 1, without painting it.
    pub fn soft_tones(&mut self, n: u32) -> Result<f32, Problem> {
        self.drafter.soft_tones(n)
    }

    /// What is heard in a frame, without painting it.
    pub fn sounds(&mut self, n: u32) -> Result<Vec<Sound>, Problem> {
        Ok(self.drafter.run(n)?.sounds)
    }

    /// What is heard in the frame that was run last, painted or not. Nothing if its code failed.
    pub fn heard(&self) -> &[Sound] {
        self.drafter.heard()
    }

    /// What its author should know, each once.
    pub fn warnings(&mut self) -> Vec<Warning> {
        self.drafter.warnings()
    }
}

impl Drafter {
    fn open(
        module: &Module,
        props: &Value,
        assets: Box<dyn Assets>,
        limits: &Limits,
        wanted: Wanted,
    ) -> Result<Self, Problem> {
        let script = Script::open(module, props, limits)?;
        let meta = script.meta();
        let said = Wanted { width: meta.width, height: meta.height, fps: meta.fps, frames: meta.frames };
        let found = Wanted { frames: meta.end, ..Wanted::default() };
        let (canvas, warnings) = Canvas::of(&[wanted, said, found])?;
        Ok(Self {
            script,
            canvas,
            layout: Layout::new(),
            pictures: Pictures::new(assets),
            scribe: Scribe::new(canvas.width, canvas.height),
            shown: None,
            warnings,
            heard: Vec::new(),
        })
    }

    /// Its size, speed and length.
    pub fn canvas(&self) -> Canvas {
        self.canvas
    }

    /// Writes down what a frame draws. An [`Easel`] has to paint every draft, in the order in which they were made.
    pub fn draft(&mut self, n: u32) -> Result<Draft, Problem> {
        self.draft_in_steps(n, &mut |_| {})
    }

    /// Lets the next draft be whole, whatever the one before it was: something else is painted in between.
    pub fn begin(&mut self) {
        self.shown = None;
    }

    fn draft_in_steps(&mut self, n: u32, ended: &mut dyn FnMut(Step)) -> Result<Draft, Problem> {
        let shown = self.shown.take();
        let text = self.script.text(n, self.canvas)?;
        ended(Step::Script);
        let draft = if shown.as_ref() == Some(&text) { None } else { Some(self.drawing(&text, n, ended)?) };
        self.shown = Some(text);
        Ok(Draft(draft))
    }

    /// Writes down what the code wrote for frame `n`.
    fn drawing(&mut self, text: &str, n: u32, ended: &mut dyn FnMut(Step)) -> Result<Drawing, Problem> {
        let elements = self.read(text, n)?.elements;
        ended(Step::Stream);
        self.pictures.begin();
        let root = self.layout.nodes(&elements, self.canvas, &mut self.pictures)?;
        ended(Step::Nodes);
        let laid_out = self.layout.place(elements, root, self.canvas)?;
        ended(Step::Layout);
        let drawing = self.scribe.write(laid_out).map_err(|error| unpainted(&error))?;
        ended(Step::Write);
        Ok(drawing)
    }

    /// As [`Scene::soft_tones`].
    pub fn soft_tones(&mut self, n: u32) -> Result<f32, Problem> {
        let elements = self.run(n)?.elements;
        self.pictures.begin();
        let root = self.layout.nodes(&elements, self.canvas, &mut self.pictures)?;
        let laid_out = self.layout.place(elements, root, self.canvas)?;
        self.scribe.soft_tones(laid_out).map_err(|error| unpainted(&error))
    }

    /// As [`Scene::heard`].
    pub fn heard(&self) -> &[Sound] {
        &self.heard
    }

    /// As [`Scene::warnings`].
    pub fn warnings(&mut self) -> Vec<Warning> {
        let mut warnings = std::mem::take(&mut self.warnings);
        warnings.extend(self.layout.warnings());
        warnings
    }

    fn run(&mut self, n: u32) -> Result<Frame, Problem> {
        let text = self.script.text(n, self.canvas)?;
        self.read(&text, n)
    }

    fn read(&mut self, text: &str, n: u32) -> Result<Frame, Problem> {
        self.heard.clear();
        let mut frame = self.script.read(text, n)?;
        self.heard.clone_from(&frame.sounds);
        self.warnings.append(&mut frame.warnings);
        Ok(frame)
    }
}

impl Easel {
    fn new(canvas: Canvas) -> Self {
        Self { canvas, easel: raster::Easel::new(canvas.width, canvas.height) }
    }

    /// Paints a draft. Drafts of other scenes with canvases of the same size may come in between.
    pub fn paint(&mut self, Draft(drawing): Draft) -> Picture<'_> {
        let Canvas { width, height, .. } = self.canvas;
        let Some(drawing) = drawing else {
            return Picture { width, height, rgba: self.easel.rgba(), changed: &[] };
        };
        let painted = self.easel.paint(drawing);
        Picture { width, height, rgba: painted.rgba, changed: painted.changed }
    }
}

fn unpainted(error: &raster::PaintError) -> Problem {
    Problem::Paint { message: error.to_string() }
}

#[cfg(test)]
mod tests;
