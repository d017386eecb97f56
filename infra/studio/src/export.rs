//! From scenes to a film: opens them, lets painters paint in turns, and feeds the encoder in order.

use std::fs::File;
use std::io::BufWriter;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result};
use scene::{Canvas, Folder, Mixer, Problem, SoundPlan, Wanted, Warning};
use serde_json::Value;

use crate::encoder::{Encoder, Ffmpeg, Film};
use crate::failure::{Failure, Told};
use crate::finer;
use crate::out::{Out, frames_before};
use crate::patches::Sheets;
use crate::plan::{Plan, Shot, Survey};
use crate::preset::{Format, Quality};
use crate::sources::Source;
use crate::wire::{Order, Painted, Turns};
use crate::worker::Worker;

/// Frames that one painter paints before it is another's turn. Frames that wait for their turn are in memory.
pub(crate) const RUN: u32 = 4;

/// What is to be made.
#[derive(Debug)]
pub(crate) struct Request {
    /// The scenes, in the order in which they are shown.
    pub(crate) scenes: Vec<Source>,
    /// Where `staticFile` finds files.
    pub(crate) public: PathBuf,
    pub(crate) props: Value,
    /// Size, speed and length that were asked for.
    pub(crate) wanted: Wanted,
    /// The first and the last frame to make, of the whole film.
    pub(crate) frames: Option<(u32, u32)>,
    pub(crate) format: Format,
    pub(crate) quality: Quality,
    pub(crate) out: PathBuf,
    /// Processor cores to use.
    pub(crate) threads: u32,
    /// Parts that are encoded apart and joined.
    pub(crate) chunks: u32,
    /// Whether our own picture of a problem takes the place of a frame that cannot be painted.
    pub(crate) forgiving: bool,
    pub(crate) hashed: bool,
}

impl Request {
    /// How many paint: one for two cores, because encoding takes about as long as painting. One alone paints each frame right after
    /// the one before it and repairs less than those that take turns.
    fn painters(&self) -> u32 {
        self.threads.div_ceil(2).max(1)
    }

    /// The files that scenes name.
    fn folder(&self, ffmpeg: &Ffmpeg) -> Folder {
        Folder::new(&self.public).with_films(ffmpeg.program().to_owned())
    }
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) canvas: Canvas,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) hashes: Vec<String>,
    /// Scenes that could not be painted, and were excused.
    pub(crate) excused: Vec<Told>,
}

/// Who wants to know how far it is.
pub(crate) trait Watch {
    /// The film has so many frames.
    fn begin(&mut self, canvas: Canvas);
    /// So many frames are painted.
    fn painted(&mut self, frames: u32);
}

/// Makes a film.
pub(crate) fn export(
    request: &Request,
    ffmpeg: &Ffmpeg,
    stop: &Arc<AtomicBool>,
    watch: &mut dyn Watch,
) -> Result<Outcome> {
    let mut crew = Crew::start(request, ffmpeg)?;
    let plan = crew.survey(request)?;
    watch.begin(plan.canvas);
    let film = Film {
        canvas: plan.canvas,
        format: request.format,
        quality: request.quality,
        finer: plan.finer.clone(),
        cores: request.threads.max(1),
    };
    let mut out = Out::begin(ffmpeg, &film, &request.out)?;
    let mut outcome = Outcome {
        canvas: plan.canvas,
        warnings: plan.warnings.clone(),
        hashes: Vec::new(),
        excused: plan.excused.clone(),
    };
    let mut reel = Reel {
        stop,
        watch,
        outcome: &mut outcome,
        done: 0,
        part: None,
        sheets: Sheets::new(film.preset().pixels, film.canvas.width, film.canvas.height),
        out: &mut out,
        request,
        film: &film,
        sounds: SoundPlan::new(film.canvas.fps),
    };
    for shot in &plan.shots {
        crew.shoot(shot, request, &film, &mut reel)?;
    }
    let sounds = reel.end()?;
    let sound = mix(&sounds, request, ffmpeg, &film, &out, &mut outcome)?;
    out.finish(sound.as_deref())?;
    Ok(outcome)
}

/// The painters of a film.
struct Crew {
    workers: Vec<Worker>,
    /// The scene that all of them have open.
    open: Option<usize>,
    ffmpeg: Ffmpeg,
}

impl Crew {
    fn start(request: &Request, ffmpeg: &Ffmpeg) -> Result<Self> {
        let workers =
            (0..request.painters()).map(|_| Worker::start(request.folder(ffmpeg))).collect::<Result<_>>()?;
        Ok(Self { workers, open: None, ffmpeg: ffmpeg.clone() })
    }

    /// Opens every scene once, so that all that is wrong is told before anything is painted.
    fn survey(&mut self, request: &Request) -> Result<Plan> {
        let mut survey = Survey::new(request);
        let only = request.scenes.len() == 1;
        for source in &request.scenes {
            let order = Order::Open(Box::new(source.job(&request.props, survey.wanted())));
            let opened = if only { self.open(&order) } else { self.workers[0].open(&order) };
            let finer = opened.as_ref().map_or(Vec::new(), |canvas| self.look(source, *canvas, request));
            let is_open = only && opened.is_ok() && self.workers.iter().all(|worker| !worker.is_dead());
            let changed = survey.take(opened, finer);
            self.open = (is_open && !changed).then_some(0);
            self.replace_dead(request)?;
        }
        survey.plan()
    }

    /// The frames of the scene just opened that are encoded finer, where the encoder is told of them. All painters that have it open
    /// look at once.
    fn look(&mut self, source: &Source, canvas: Canvas, request: &Request) -> Vec<Range<u32>> {
        let mut stretches = Vec::new();
        if request.format.preset(request.quality).finer.is_none() {
            return stretches;
        }
        if source.plays_films() {
            // To look at the pictures of a film takes as long as to show them.
            finer::add(&mut stretches, 0..canvas.frames);
        } else if source.shows_pictures() {
            let parts = finer::parts(canvas);
            let middles: Vec<_> = parts.iter().map(|part| part.middle).collect();
            let soft = self.soft(&middles, request.scenes.len() == 1);
            for part in parts.into_iter().filter(|part| soft.contains(&part.middle)) {
                finer::add(&mut stretches, part.frames);
            }
        }
        stretches
    }

    /// Those of some frames that show pictures of soft tones, as the first painter sees it, or all of them with a share each.
    fn soft(&mut self, frames: &[u32], all: bool) -> Vec<u32> {
        let open = if all { self.workers.len() } else { 1 };
        let share = |painter| frames.iter().skip(painter).step_by(open).copied().collect();
        let workers = &mut self.workers[..open];
        let begun: Vec<_> =
            workers.iter_mut().zip(0..).map(|(worker, painter)| worker.look(share(painter))).collect();
        let looked =
            workers.iter_mut().zip(begun).map(|(worker, begun)| begun.and_then(|()| worker.looked()));
        // What cannot be looked at cannot be painted, which is told then.
        looked.filter_map(Result::ok).flatten().collect()
    }

    /// A child that did not survive a scene is replaced: the other scenes go on.
    fn replace_dead(&mut self, request: &Request) -> Result<()> {
        let ffmpeg = &self.ffmpeg;
        for worker in self.workers.iter_mut().filter(|worker| worker.is_dead()) {
            *worker = Worker::start(request.folder(ffmpeg))?;
        }
        Ok(())
    }

    /// Opens a scene in all painters at once.
    fn open(&mut self, order: &Order) -> Result<Canvas, Problem> {
        let begun: Vec<_> = self.workers.iter_mut().map(|worker| worker.begin_open(order)).collect();
        let opened: Vec<_> = self
            .workers
            .iter_mut()
            .zip(begun)
            .map(|(worker, begun)| begun.and_then(|()| worker.opened()))
            .collect();
        let mut canvas = None;
        for outcome in opened {
            canvas = Some(outcome?);
        }
        canvas.ok_or_else(|| Problem::Paint { message: "there is no painter".to_owned() })
    }

    fn shoot(&mut self, shot: &Shot, request: &Request, film: &Film, reel: &mut Reel<'_>) -> Result<()> {
        let source = &request.scenes[shot.scene];
        let failed = |problem: Problem| Failure::scene(source, problem);
        if self.open != Some(shot.scene) || shot.excuse.is_some() {
            let order = match &shot.excuse {
                None => Order::Open(Box::new(source.job(&request.props, shot.wanted))),
                Some(problem) => Order::Excuse { message: problem.to_string(), wanted: shot.wanted },
            };
            self.open(&order).map_err(failed)?;
            self.open = None;
        }
        let workers = if source.plays_films() { &mut self.workers[..1] } else { &mut self.workers[..] };
        let painters = u32::try_from(workers.len())?;
        let turns = |painter| Turns { first: shot.first, end: shot.end, painter, painters, run: RUN };
        for (painter, worker) in (0..).zip(workers.iter_mut()) {
            let order = Order::Paint {
                turns: turns(painter),
                pixels: film.preset().pixels,
                hashed: request.hashed,
                forgiving: request.forgiving,
            };
            worker.paint(&order).map_err(failed)?;
        }
        // It gets ready while the first frame is painted.
        reel.begin_part()?;
        for n in shot.first..shot.end {
            let worker = &mut workers[turns(0).painter_of(n) as usize];
            let painted = worker.painted().map_err(failed)?;
            reel.add(worker, painted, source)?;
        }
        for worker in workers {
            let warnings = worker.done().map_err(failed)?;
            reel.warn(warnings);
        }
        Ok(())
    }
}

/// The film as it grows.
struct Reel<'r> {
    stop: &'r Arc<AtomicBool>,
    watch: &'r mut dyn Watch,
    outcome: &'r mut Outcome,
    /// Frames so far.
    done: u32,
    /// The part at hand: its first frame and its encoder.
    part: Option<(u32, Encoder)>,
    /// What painters have sent, where it is put together here.
    sheets: Sheets,
    out: &'r mut Out,
    request: &'r Request,
    film: &'r Film,
    sounds: SoundPlan,
}

impl Reel<'_> {
    /// Adds the next frame, whose pixels are in the painter's pipe.
    fn add(&mut self, worker: &mut Worker, painted: Painted, source: &Source) -> Result<()> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(Failure::Interrupted.into());
        }
        self.begin_part()?;
        let (_, encoder) = self.part.as_mut().context("a part has begun")?;
        encoder.feed(worker.pictures(), painted.bytes, &mut self.sheets)?;
        self.done += 1;
        self.sounds.push(&painted.sounds);
        self.outcome.hashes.extend(painted.hash);
        if let Some(problem) = painted.excuse {
            self.outcome.excuse(Told::new(source, problem));
        }
        self.watch.painted(self.done);
        Ok(())
    }

    /// Starts the encoder of the part that the next frame belongs to, if that is another.
    fn begin_part(&mut self) -> Result<()> {
        let frames = self.film.canvas.frames;
        let chunks = self.request.chunks.clamp(1, frames);
        let starts = (0..chunks).any(|part| frames_before(frames, chunks, part) == self.done);
        let part = match self.part.take() {
            Some((first, encoder)) if first == self.done || !starts => (first, encoder),
            last => {
                last.map_or(Ok(()), |(_, encoder)| encoder.finish())?;
                (self.done, self.out.encoder(self.done, chunks > 1)?)
            }
        };
        self.part = Some(part);
        Ok(())
    }

    fn warn(&mut self, warnings: Vec<Warning>) {
        for warning in warnings {
            if !self.outcome.warnings.contains(&warning) {
                self.outcome.warnings.push(warning);
            }
        }
    }

    /// Ends the last part, and says what is heard.
    fn end(mut self) -> Result<SoundPlan> {
        self.part.take().map_or(Ok(()), |(_, encoder)| encoder.finish())?;
        Ok(self.sounds)
    }
}

impl Outcome {
    /// Keeps a problem once for each scene: most of its frames have the same.
    fn excuse(&mut self, told: Told) {
        if self.excused.iter().all(|known| known.file != told.file) {
            self.excused.push(told);
        }
    }
}

/// Mixes what is heard into a file, where anything is.
fn mix(
    sounds: &SoundPlan,
    request: &Request,
    ffmpeg: &Ffmpeg,
    film: &Film,
    out: &Out,
    outcome: &mut Outcome,
) -> Result<Option<PathBuf>> {
    if sounds.is_silent() || film.preset().sound.is_none() {
        return Ok(None);
    }
    let place = out.work().join("sound.pcm");
    let mut file = BufWriter::new(File::create(&place)?);
    let mut folder = request.folder(ffmpeg);
    let mut mixer = Mixer::new(&mut folder);
    let mixed = mixer.mix(sounds, &mut file);
    let warnings = mixer.warnings();
    mixed.map_err(|problem| Failure::Scenes(vec![Told { file: "sound".to_owned(), problem }]))?;
    outcome.warnings.extend(warnings);
    file.into_inner()?;
    Ok(Some(place))
}
