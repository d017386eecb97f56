//! Drafts become pictures here, in a thread of its own, while the code of the next frames runs.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use anyhow::{Context as _, Result, anyhow};
use scene::{Draft, Easel, Picture};
use sha2::{Digest as _, Sha256};

use super::sheets::{Changes, Sheet};
use super::voice::Voice;
use super::writer::Writer;
use crate::pixels::{Old, Pixels};
use crate::wire::{Painted, Report};

/// Drafts that may wait: enough that neither side stands still for one frame that takes longer, and few, because each holds what it draws.
const WAITING: usize = 2;
/// As much as the first thread of a process has: drawings may be nested deeply.
const STACK: usize = 8 << 20;

/// What is done in order.
enum Task {
    /// From here on, paint on the easel of another scene.
    Open(Box<Easel>),
    /// From here on, write pictures so.
    Begin { pixels: Pixels, hashed: bool },
    /// Paint a frame and send it.
    Paint(Draft, Box<Painted>),
    /// Say something that comes after the frames before it.
    Say(Report),
}

/// What the child's first thread has of it.
pub(super) struct Painting {
    tasks: SyncSender<Task>,
}

impl Painting {
    /// Starts the thread. If it fails, the process ends: nobody would notice that no pictures come.
    pub(super) fn start(voice: Voice) -> Result<Self> {
        let mut painter = Painter {
            voice,
            writer: Writer::start()?,
            changes: Changes::default(),
            easel: None,
            pixels: Pixels::Rgba,
            hashed: false,
            last: None,
        };
        let (tasks, ordered) = sync_channel(WAITING);
        std::thread::Builder::new().name("easel".into()).stack_size(STACK).spawn(move || {
            let _ends = EndsWithUs;
            if let Err(error) = painter.work(&ordered) {
                panic!("{error:#}");
            }
        })?;
        Ok(Self { tasks })
    }

    /// Paints on another easel from here on.
    pub(super) fn open(&self, easel: Easel) -> Result<()> {
        self.order(Task::Open(Box::new(easel)))
    }

    /// Says how the pictures that come are written.
    pub(super) fn begin(&self, pixels: Pixels, hashed: bool) -> Result<()> {
        self.order(Task::Begin { pixels, hashed })
    }

    /// Paints a frame and reports it. Waits while too many are waiting.
    pub(super) fn paint(&self, draft: Draft, painted: Painted) -> Result<()> {
        self.order(Task::Paint(draft, Box::new(painted)))
    }

    /// Reports something after all frames that were ordered before.
    pub(super) fn say(&self, report: Report) -> Result<()> {
        self.order(Task::Say(report))
    }

    fn order(&self, task: Task) -> Result<()> {
        self.tasks.send(task).map_err(|_| anyhow!("nobody paints any more"))
    }
}

/// Takes the process along when its thread panics.
struct EndsWithUs;

impl Drop for EndsWithUs {
    fn drop(&mut self) {
        if std::thread::panicking() {
            std::process::abort();
        }
    }
}

/// What lives in the thread.
struct Painter {
    voice: Voice,
    writer: Writer,
    changes: Changes,
    easel: Option<Box<Easel>>,
    pixels: Pixels,
    hashed: bool,
    /// The frame that was sent last, which the next one may equal.
    last: Option<Frame>,
}

/// A picture as it goes down the pipe.
struct Frame {
    pixels: Arc<Sheet>,
    hash: Option<String>,
}

impl Painter {
    fn work(&mut self, tasks: &Receiver<Task>) -> Result<()> {
        for task in tasks {
            match task {
                Task::Open(easel) => (self.easel, self.last) = (Some(easel), None),
                Task::Begin { pixels, hashed } => {
                    (self.pixels, self.hashed, self.last) = (pixels, hashed, None);
                }
                Task::Paint(draft, painted) => self.paint(draft, painted)?,
                Task::Say(report) => self.voice.say(&report)?,
            }
        }
        Ok(())
    }

    fn paint(&mut self, draft: Draft, mut painted: Box<Painted>) -> Result<()> {
        let mut easel = self.easel.take().context("no scene is open")?;
        let picture = easel.paint(draft);
        let frame = match self.last.take() {
            Some(frame) if picture.is_unchanged() => frame,
            before => {
                let frame = self.frame(&picture, before.as_ref())?;
                if let Some(before) = before {
                    self.writer.give_back(before.pixels);
                }
                frame
            }
        };
        self.easel = Some(easel);
        painted.hash.clone_from(&frame.hash);
        self.voice.say(&Report::Painted(painted))?;
        self.writer.write(Arc::clone(&frame.pixels))?;
        self.last = Some(frame);
        Ok(())
    }

    /// A picture as it goes down the pipe, after the one `before` it.
    fn frame(&mut self, picture: &Picture<'_>, before: Option<&Frame>) -> Result<Frame> {
        let mut sheet = self.writer.buffer();
        let old = before.map(|before| Old {
            before: &before.pixels.bytes,
            stale: self.changes.since(sheet.number).map(|areas| areas.copied().collect()),
        });
        self.pixels.write(picture, old, &mut sheet.bytes)?;
        sheet.number = match before {
            Some(_) => self.changes.follow(picture.changed),
            None => self.changes.begin(),
        };
        Ok(Frame { pixels: Arc::new(sheet), hash: self.hashed.then(|| hash(picture.rgba)) })
    }
}

fn hash(rgba: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(rgba) {
        _ = write!(hex, "{byte:02x}");
    }
    hex
}
