//! The jailed child: it compiles, runs and paints, and knows nothing but what it is told.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;
use std::rc::Rc;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use scene::{Assets, Film, Limits, Picture, Problem, Scene, Wanted};
use sha2::{Digest as _, Sha256};

use self::excuse::Excuse;
use self::sheets::{Changes, Sheet};
use self::writer::Writer;
use crate::finer::MUCH;
use crate::jail;
use crate::pixels::{Old, Pixels};
use crate::wire::{Answer, Job, Line, Order, Painted, Report, Turns};

mod excuse;
mod sheets;
mod writer;

/// The word that makes this program its own child.
pub(crate) const WORD: &str = "paint-in-jail";
/// After so many frames that could not be painted no more are tried: the rest will be no better, and costs time.
const MOST_EXCUSES: u32 = 8;

/// Runs until the studio has no more orders.
pub(crate) fn run() -> Result<()> {
    let line = Line::inherited()?;
    // Before the walls: behind them no thread can be started.
    let writer = Writer::start()?;
    jail::close()?;
    let line = Rc::new(RefCell::new(line));
    let mut painter = Painter { line, writer, changes: Changes::default(), open: None };
    while let Some(order) = painter.next()? {
        painter.obey(order)?;
    }
    Ok(())
}

struct Painter {
    line: Rc<RefCell<Line>>,
    writer: Writer,
    changes: Changes,
    open: Option<Scene>,
}

impl Painter {
    fn next(&self) -> Result<Option<Order>> {
        Ok(self.line.borrow_mut().hear()?.map(|(order, _)| order))
    }

    fn say(&self, report: &Report) -> Result<()> {
        self.line.borrow_mut().say(report, &[])
    }

    fn obey(&mut self, order: Order) -> Result<()> {
        match order {
            Order::Open(job) => {
                // The last scene goes before the next comes: two at once could be too much.
                self.open = None;
                let opened = self.scene(&job);
                self.opened(opened)
            }
            Order::Excuse { message, wanted } => {
                let opened = excuse::scene(&message, wanted);
                self.opened(opened)
            }
            Order::Look { frames } => {
                let scene = self.open.as_mut().context("no scene is open")?;
                let soft = soft(scene, &frames);
                self.say(&Report::Looked { soft })
            }
            Order::Paint { turns, pixels, hashed, forgiving } => {
                let mut open = self.open.take().context("no scene is open")?;
                let work = Work { turns, pixels, hashed, forgiving };
                self.paint(&mut open, &work)?;
                let warnings = open.warnings();
                self.open = Some(open);
                self.say(&Report::Done { warnings })
            }
        }
    }

    fn scene(&self, job: &Job) -> Result<Scene, Problem> {
        let module =
            scene::compile(&job.file, &job.source).map_err(|diagnostics| Problem::Compile { diagnostics })?;
        let assets = Box::new(Asked { line: Rc::clone(&self.line) });
        Scene::open(&module, &job.props, assets, &job.limits, job.wanted)
    }

    fn opened(&mut self, outcome: Result<Scene, Problem>) -> Result<()> {
        match outcome {
            Ok(scene) => {
                let canvas = scene.canvas();
                self.open = Some(scene);
                self.say(&Report::Opened { canvas })
            }
            Err(problem) => self.say(&Report::Refused { problem }),
        }
    }

    fn paint(&mut self, scene: &mut Scene, work: &Work) -> Result<()> {
        let mut excuse = Excuse::new(scene.canvas());
        let mut last = Last::default();
        let mut excuses = 0;
        for n in work.turns.frames() {
            let problem = if excuses < MOST_EXCUSES {
                self.show(scene, n, work, &mut last)?
            } else {
                Some(excuse.again())
            };
            let Some(problem) = problem else { continue };
            if !work.forgiving {
                return self.say(&Report::Stopped { problem });
            }
            excuses += 1;
            let frame = self.frame(work, &excuse.picture(&problem)?, None)?;
            let painted = Painted { n, hash: frame.hash.clone(), sounds: Vec::new(), excuse: Some(problem) };
            self.send(painted, &frame)?;
            // What the scene painted last is not what was shown last.
            last = Last::default();
        }
        Ok(())
    }

    /// Paints and sends a frame, or says why not.
    fn show(&mut self, scene: &mut Scene, n: u32, work: &Work, last: &mut Last) -> Result<Option<Problem>> {
        let picture = match scene.frame(n) {
            Ok(picture) => picture,
            Err(problem) => return Ok(Some(problem)),
        };
        let frame = match last.0.take() {
            Some(frame) if picture.is_unchanged() => frame,
            before => {
                let frame = self.frame(work, &picture, before.as_ref())?;
                if let Some(before) = before {
                    self.writer.give_back(before.pixels);
                }
                frame
            }
        };
        let painted = Painted { n, hash: frame.hash.clone(), sounds: scene.heard().to_vec(), excuse: None };
        self.send(painted, &frame)?;
        last.0 = Some(frame);
        Ok(None)
    }

    /// A picture as it goes down the pipe, after the one `before` it.
    fn frame(&mut self, work: &Work, picture: &Picture<'_>, before: Option<&Frame>) -> Result<Frame> {
        let mut sheet = self.writer.buffer();
        let old = before.map(|before| Old {
            before: &before.pixels.bytes,
            stale: self.changes.since(sheet.number).map(|areas| areas.copied().collect()),
        });
        work.pixels.write(picture, old, &mut sheet.bytes)?;
        sheet.number = match before {
            Some(_) => self.changes.follow(picture.changed),
            None => self.changes.begin(),
        };
        Ok(Frame { pixels: Arc::new(sheet), hash: work.hashed.then(|| hash(picture.rgba)) })
    }

    fn send(&self, painted: Painted, frame: &Frame) -> Result<()> {
        self.say(&Report::Painted(Box::new(painted)))?;
        self.writer.write(Arc::clone(&frame.pixels))
    }
}

/// The frames that show pictures of soft tones, up to the first that fails: who paints it will say why.
fn soft(scene: &mut Scene, frames: &[u32]) -> Vec<u32> {
    let shares = frames.iter().map_while(|n| Some((*n, scene.soft_tones(*n).ok()?)));
    shares.filter(|(_, share)| *share >= MUCH).map(|(n, _)| n).collect()
}

struct Work {
    turns: Turns,
    pixels: Pixels,
    hashed: bool,
    forgiving: bool,
}

/// A picture as it goes down the pipe.
struct Frame {
    pixels: Arc<Sheet>,
    hash: Option<String>,
}

/// The frame that was sent last, which the next one may equal.
#[derive(Default)]
struct Last(Option<Frame>);

fn hash(rgba: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(rgba) {
        _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// Files that the studio is asked for: there is no other way to one in here.
struct Asked {
    line: Rc<RefCell<Line>>,
}

impl Asked {
    fn ask(&self, question: &Report) -> Result<(Answer, Vec<u8>)> {
        let mut line = self.line.borrow_mut();
        line.say(question, &[])?;
        line.hear()?.context("the studio is gone")
    }
}

impl Assets for Asked {
    fn read(&mut self, name: &str) -> Result<Vec<u8>, Problem> {
        match self.ask(&Report::Read { name: name.to_owned() }) {
            Ok((Answer::File(outcome), bytes)) => outcome.map(|()| bytes),
            other => Err(lost(name, other)),
        }
    }

    fn film(&mut self, name: &str) -> Result<Film, Problem> {
        match self.ask(&Report::Film { name: name.to_owned() }) {
            Ok((Answer::Film(outcome), _)) => outcome,
            other => Err(lost(name, other)),
        }
    }

    fn play(&mut self, name: &str, from: u32) -> Result<Box<dyn Read + Send>, Problem> {
        match self.ask(&Report::Play { name: name.to_owned(), from }) {
            Ok((Answer::Play(outcome), _)) => outcome?,
            other => return Err(lost(name, other)),
        }
        let pipe = self.line.borrow_mut().take().map_err(|error| lost::<()>(name, Err(error)))?;
        Ok(Box::new(File::from(pipe)))
    }
}

/// A question without an answer.
fn lost<T>(name: &str, heard: Result<T>) -> Problem {
    let why = heard
        .err()
        .map_or_else(|| "the answer is to another question".to_owned(), |error| format!("{error:#}"));
    Problem::Asset { name: name.to_owned(), message: format!("`{name}` could not be asked for: {why}.") }
}

/// A scene of ours, without files.
struct Nothing;

impl Assets for Nothing {
    fn read(&mut self, name: &str) -> Result<Vec<u8>, Problem> {
        Err(Problem::Asset { name: name.to_owned(), message: format!("`{name}` is not there.") })
    }
}

fn ours(file: &str, source: &str, props: &serde_json::Value, wanted: Wanted) -> Result<Scene, Problem> {
    let module = scene::compile(file, source).map_err(|diagnostics| Problem::Compile { diagnostics })?;
    Scene::open(&module, props, Box::new(Nothing), &Limits::default(), wanted)
}
