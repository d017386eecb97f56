//! The jailed child: it compiles, runs and paints, and knows nothing but what it is told.

use std::cell::RefCell;
use std::fs::File;
use std::io::Read;
use std::rc::Rc;

use anyhow::{Context as _, Result};
use scene::{Assets, Drafter, Film, Limits, Problem, Scene, Wanted};

use self::easel::{Manner, Painting};
use self::excuse::Excuse;
use self::voice::Voice;
use crate::finer::MUCH;
use crate::jail;
use crate::wire::{Answer, Job, Line, Order, Painted, Report, Turns};

mod easel;
mod excuse;
mod voice;
mod writer;

/// The word that makes this program its own child.
pub(crate) const WORD: &str = "paint-in-jail";
/// After so many frames that could not be painted no more are tried: the rest will be no better, and costs time.
const MOST_EXCUSES: u32 = 8;

/// Runs until the studio has no more orders.
pub(crate) fn run() -> Result<()> {
    let line = Line::inherited()?;
    let voice = Voice::of(&line)?;
    // Before the walls: behind them no thread can be started.
    let painting = Painting::start(voice.clone())?;
    jail::close()?;
    let mut painter = Painter { line: Rc::new(RefCell::new(line)), voice, painting, open: None };
    while let Some(order) = painter.next()? {
        painter.obey(order)?;
    }
    Ok(())
}

struct Painter {
    line: Rc<RefCell<Line>>,
    voice: Voice,
    painting: Painting,
    open: Option<Drafter>,
}

impl Painter {
    fn next(&self) -> Result<Option<Order>> {
        Ok(self.line.borrow_mut().hear()?.map(|(order, _)| order))
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
                let drafter = self.open.as_mut().context("no scene is open")?;
                let soft = soft(drafter, &frames);
                self.voice.say(&Report::Looked { soft })
            }
            Order::Paint { turns, pixels, hashed, forgiving } => {
                let mut open = self.open.take().context("no scene is open")?;
                self.painting.begin(Manner { pixels, painter: turns.painter, hashed })?;
                self.paint(&mut open, turns, forgiving)?;
                let warnings = open.warnings();
                self.open = Some(open);
                self.painting.say(Report::Done { warnings })
            }
        }
    }

    fn scene(&self, job: &Job) -> Result<Scene, Problem> {
        let module =
            scene::compile(&job.file, &job.source).map_err(|diagnostics| Problem::Compile { diagnostics })?;
        let assets = Box::new(Asked { line: Rc::clone(&self.line), voice: self.voice.clone() });
        Scene::open(&module, &job.props, assets, &job.limits, job.wanted)
    }

    fn opened(&mut self, outcome: Result<Scene, Problem>) -> Result<()> {
        match outcome {
            Ok(scene) => {
                let canvas = scene.canvas();
                let (drafter, easel) = scene.split();
                self.open = Some(drafter);
                self.painting.open(easel)?;
                self.voice.say(&Report::Opened { canvas })
            }
            Err(problem) => self.voice.say(&Report::Refused { problem }),
        }
    }

    fn paint(&self, drafter: &mut Drafter, turns: Turns, forgiving: bool) -> Result<()> {
        let mut excuse = Excuse::new(drafter.canvas());
        let mut excuses = 0;
        for n in turns.frames() {
            let drafted = if excuses < MOST_EXCUSES { drafter.draft(n) } else { Err(excuse.again()) };
            match drafted {
                Ok(draft) => {
                    let sounds = drafter.heard().to_vec();
                    self.painting.paint(draft, Painted::unsent(n, sounds, None))?;
                }
                Err(problem) if forgiving => {
                    excuses += 1;
                    let draft = excuse.draft(&problem)?;
                    self.painting.paint(draft, Painted::unsent(n, Vec::new(), Some(problem)))?;
                }
                Err(problem) => return self.painting.say(Report::Stopped { problem }),
            }
        }
        Ok(())
    }
}

/// The frames that show pictures of soft tones, up to the first that fails: who paints it will say why.
fn soft(drafter: &mut Drafter, frames: &[u32]) -> Vec<u32> {
    let shares = frames.iter().map_while(|n| Some((*n, drafter.soft_tones(*n).ok()?)));
    shares.filter(|(_, share)| *share >= MUCH).map(|(n, _)| n).collect()
}

/// Files that the studio is asked for: there is no other way to one in here.
struct Asked {
    line: Rc<RefCell<Line>>,
    voice: Voice,
}

impl Asked {
    fn ask(&self, question: &Report) -> Result<(Answer, Vec<u8>)> {
        self.voice.say(question)?;
        self.line.borrow_mut().hear()?.context("the studio is gone")
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
