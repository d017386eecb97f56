//! The jailed child: it compiles, runs and paints, and knows nothing but what it is told.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use scene::{Assets, Limits, Picture, Problem, Scene, Wanted};
use sha2::{Digest as _, Sha256};

use self::excuse::Excuse;
use self::writer::Writer;
use crate::jail;
use crate::pixels::Pixels;
use crate::wire::{Answer, Job, Line, Order, Painted, Report, Turns};

mod excuse;
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
    let mut painter = Painter { line, writer, open: None };
    while let Some(order) = painter.next()? {
        painter.obey(order)?;
    }
    Ok(())
}

struct Painter {
    line: Rc<RefCell<Line>>,
    writer: Writer,
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
            let mut problem = None;
            if excuses < MOST_EXCUSES {
                match scene.frame(n) {
                    Ok(picture) => self.send(n, &picture, work, &mut last, None, Vec::new())?,
                    Err(found) if !work.forgiving => return self.say(&Report::Stopped { problem: found }),
                    Err(found) => problem = Some(found),
                }
            } else {
                problem = Some(excuse.again());
            }
            if let Some(problem) = problem {
                excuses += 1;
                // What the scene painted last is not what is shown last.
                last = Last::default();
                let picture = excuse.picture(&problem)?;
                self.send(n, &picture, work, &mut last, Some(problem), Vec::new())?;
                last = Last::default();
            }
        }
        Ok(())
    }

    fn send(
        &mut self,
        n: u32,
        picture: &Picture<'_>,
        work: &Work,
        last: &mut Last,
        excuse: Option<Problem>,
        sounds: Vec<scene::Sound>,
    ) -> Result<()> {
        let frame = match last.frame.take() {
            Some(frame) if picture.unchanged => frame,
            _ => {
                last.hash = work.hashed.then(|| hash(picture.rgba));
                let mut buffer = self.writer.buffer();
                work.pixels.write(picture, &mut buffer)?;
                Arc::new(buffer)
            }
        };
        last.frame = Some(Arc::clone(&frame));
        let hash = last.hash.clone();
        self.say(&Report::Painted(Box::new(Painted { n, hash, sounds, excuse })))?;
        self.writer.write(frame)
    }
}

struct Work {
    turns: Turns,
    pixels: Pixels,
    hashed: bool,
    forgiving: bool,
}

/// The frame that was sent last, which the next one may equal.
#[derive(Default)]
struct Last {
    frame: Option<Arc<Vec<u8>>>,
    hash: Option<String>,
}

fn hash(rgba: &[u8]) -> String {
    Sha256::digest(rgba).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Files that the studio is asked for: there is no other way to one in here.
struct Asked {
    line: Rc<RefCell<Line>>,
}

impl Asked {
    fn ask(&self, question: &Report) -> Result<(Answer, Vec<u8>)> {
        let mut line = self.line.borrow_mut();
        line.say(question, &[])?;
        let Some(answer) = line.hear()? else { bail!("the studio is gone") };
        Ok(answer)
    }
}

impl Assets for Asked {
    fn read(&mut self, name: &str) -> Result<Vec<u8>, Problem> {
        match self.ask(&Report::Read { name: name.to_owned() }) {
            Ok((Answer::File(outcome), bytes)) => outcome.map(|()| bytes),
            Err(error) => Err(lost(name, &error)),
        }
    }
}

fn lost(name: &str, error: &anyhow::Error) -> Problem {
    Problem::Asset { name: name.to_owned(), message: format!("`{name}` could not be asked for: {error:#}.") }
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
