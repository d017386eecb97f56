//! Drafts become pictures here, in a thread of its own, while the code of the next frames runs.

use std::fmt::Write as _;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use anyhow::{Context as _, Result, anyhow};
use scene::{Draft, Easel};
use sha2::{Digest as _, Sha256};

use super::voice::Voice;
use super::writer::Writer;
use crate::patches;
use crate::pixels::Pixels;
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
    Begin(Manner),
    /// Paint a frame and send it.
    Paint(Draft, Box<Painted>),
    /// Say something that comes after the frames before it.
    Say(Report),
}

/// How pictures are written.
#[derive(Clone, Copy)]
pub(super) struct Manner {
    pub(super) pixels: Pixels,
    /// Which of the film's painters this is.
    pub(super) painter: u32,
    /// Whether each is hashed.
    pub(super) hashed: bool,
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
            easel: None,
            manner: Manner { pixels: Pixels::Rgba, painter: 0, hashed: false },
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
    pub(super) fn begin(&self, manner: Manner) -> Result<()> {
        self.order(Task::Begin(manner))
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
    easel: Option<Box<Easel>>,
    manner: Manner,
    /// The picture that was sent last, which the next one may equal.
    last: Option<Sent>,
}

/// What is kept of a picture that was sent.
struct Sent {
    hash: Option<String>,
}

impl Painter {
    fn work(&mut self, tasks: &Receiver<Task>) -> Result<()> {
        for task in tasks {
            match task {
                Task::Open(easel) => (self.easel, self.last) = (Some(easel), None),
                Task::Begin(manner) => (self.manner, self.last) = (manner, None),
                Task::Paint(draft, painted) => self.paint(draft, painted)?,
                Task::Say(report) => self.voice.say(&report)?,
            }
        }
        Ok(())
    }

    fn paint(&mut self, draft: Draft, mut painted: Box<Painted>) -> Result<()> {
        let Manner { pixels, painter, hashed } = self.manner;
        let picture = self.easel.as_mut().context("no scene is open")?.paint(draft);
        let last = self.last.take();
        let mut buffer = self.writer.buffer();
        patches::write(&picture, last.is_none(), pixels, painter, &mut buffer)?;
        let sent = match last {
            Some(last) if picture.is_unchanged() => last,
            _ => Sent { hash: hashed.then(|| hash(picture.rgba)) },
        };
        painted.hash.clone_from(&sent.hash);
        painted.bytes = buffer.len();
        self.last = Some(sent);
        self.voice.say(&Report::Painted(painted))?;
        self.writer.write(buffer)
    }
}

fn hash(rgba: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(rgba) {
        _ = write!(hex, "{byte:02x}");
    }
    hex
}
