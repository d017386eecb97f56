//! The studio's side of a jailed child: starts it, gives it orders, hands it files, and sees how it ends.

use std::io::{Read as _, Write as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};
use scene::{Assets as _, Canvas, Folder, Problem, Warning};

use crate::child;
use crate::wire::{Answer, Line, Order, PIPE, Painted, Report};

/// So long may a child say nothing: a frame's code has a limit of a second, the rest of a frame takes a few more at worst.
const PATIENCE: Duration = Duration::from_secs(15);

/// A child that paints.
pub(crate) struct Worker {
    child: Child,
    line: Line,
    reports: Receiver<Report>,
    pictures: ChildStdout,
    last_words: Option<JoinHandle<String>>,
    dead: bool,
}

impl Worker {
    /// Starts a child that may read from a folder of assets, through the studio.
    pub(crate) fn start(assets: Folder) -> Result<Self> {
        let (line, end) = Line::pair()?;
        let program = std::env::current_exe().context("cannot find this program")?;
        let mut child = Command::new(program)
            .arg(child::WORD)
            .env_clear()
            .process_group(0)
            .stdin(Stdio::from(end))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("cannot start the painter")?;
        let pictures = child.stdout.take().context("stdout was piped")?;
        // More than the default lets a painter go on while the encoder is busy; less works as well.
        _ = rustix::pipe::fcntl_setpipe_size(&pictures, PIPE);
        let mut stderr = child.stderr.take().context("stderr was piped")?;
        let last_words = std::thread::spawn(move || {
            let mut text = Vec::new();
            _ = stderr.by_ref().take(64 << 10).read_to_end(&mut text);
            String::from_utf8_lossy(&text).into_owned()
        });
        let (sender, reports) = channel();
        let desk = line.again()?;
        std::thread::spawn(move || serve(desk, assets, &sender));
        Ok(Self { child, line, reports, pictures, last_words: Some(last_words), dead: false })
    }

    /// Opens a scene.
    pub(crate) fn open(&mut self, order: &Order) -> Result<Canvas, Problem> {
        self.begin_open(order)?;
        self.opened()
    }

    /// Says what to open, and does not wait.
    pub(crate) fn begin_open(&mut self, order: &Order) -> Result<(), Problem> {
        // A child that is gone is found out when its report is missed.
        self.line.say(order, &[]).map_err(|_| self.end())
    }

    /// Waits until it is open.
    pub(crate) fn opened(&mut self) -> Result<Canvas, Problem> {
        match self.report()? {
            Report::Opened { canvas } => Ok(canvas),
            Report::Refused { problem } => Err(problem),
            other => Err(confused(&other)),
        }
    }

    /// Lets it look at frames of the open scene.
    pub(crate) fn look(&mut self, frames: Vec<u32>) -> Result<(), Problem> {
        self.line.say(&Order::Look { frames }, &[]).map_err(|_| self.end())
    }

    /// Those of them that show pictures of soft tones.
    pub(crate) fn looked(&mut self) -> Result<Vec<u32>, Problem> {
        match self.report()? {
            Report::Looked { soft } => Ok(soft),
            other => Err(confused(&other)),
        }
    }

    /// Lets it paint.
    pub(crate) fn paint(&mut self, order: &Order) -> Result<(), Problem> {
        self.line.say(order, &[]).map_err(|_| self.end())
    }

    /// The next painted frame; its pixels are in the pipe.
    pub(crate) fn painted(&mut self) -> Result<Painted, Problem> {
        match self.report()? {
            Report::Painted(painted) => Ok(*painted),
            Report::Stopped { problem } => Err(problem),
            other => Err(confused(&other)),
        }
    }

    /// Waits until all frames are painted.
    pub(crate) fn done(&mut self) -> Result<Vec<Warning>, Problem> {
        match self.report()? {
            Report::Done { warnings } => Ok(warnings),
            Report::Stopped { problem } => Err(problem),
            other => Err(confused(&other)),
        }
    }

    /// Whether it has ended, and can do nothing any more.
    pub(crate) fn is_dead(&self) -> bool {
        self.dead
    }

    /// Where its pictures come out.
    pub(crate) fn pictures(&mut self) -> &mut ChildStdout {
        &mut self.pictures
    }

    fn report(&mut self) -> Result<Report, Problem> {
        match self.reports.recv_timeout(PATIENCE) {
            Ok(report) => Ok(report),
            Err(RecvTimeoutError::Timeout) => {
                _ = self.child.kill();
                self.dead = true;
                Err(Problem::Limit {
                    limit: "time".to_owned(),
                    frame: None,
                    message: format!(
                        "Nothing was painted for {} s: look for a blur, a shadow or a drawing that is very large",
                        PATIENCE.as_secs()
                    ),
                })
            }
            Err(RecvTimeoutError::Disconnected) => Err(self.end()),
        }
    }

    /// Why the child ended.
    fn end(&mut self) -> Problem {
        self.dead = true;
        let status = self.child.wait();
        let words = self.last_words.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        if words.contains("memory allocation of") {
            return Problem::Limit {
                limit: "memory".to_owned(),
                frame: None,
                message:
                    "The scene needs more memory than it may use: show smaller pictures, or fewer at once"
                        .to_owned(),
            };
        }
        let how = status.map_or_else(|error| error.to_string(), |status| status.to_string());
        let word =
            words.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("it said nothing").to_owned();
        Problem::Paint { message: format!("the painter ended ({how}): {word}") }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Answers what the child asks, and passes on what it reports.
fn serve(mut line: Line, mut assets: Folder, reports: &Sender<Report>) {
    // A line that breaks is the child's end, which its reader finds out by the channel's.
    while let Ok(Some((report, _))) = line.hear::<Report>() {
        let outcome = match report {
            Report::Read { name } => match assets.read(&name) {
                Ok(bytes) => line.say(&Answer::File(Ok(())), &bytes),
                Err(problem) => line.say(&Answer::File(Err(problem)), &[]),
            },
            Report::Film { name } => line.say(&Answer::Film(assets.film(&name)), &[]),
            Report::Play { name, from } => play(&mut line, &mut assets, &name, from),
            other => reports.send(other).map_err(|_| anyhow!("nobody listens")),
        };
        if outcome.is_err() {
            return;
        }
    }
}

/// Hands over the end of a pipe into which a film plays, until the child closes it.
fn play(line: &mut Line, assets: &mut Folder, name: &str, from: u32) -> Result<()> {
    let mut film = match assets.play(name, from) {
        Ok(film) => film,
        Err(problem) => return line.say(&Answer::Play(Err(problem)), &[]),
    };
    let (end, mut pipe) = std::io::pipe()?;
    _ = rustix::pipe::fcntl_setpipe_size(&pipe, PIPE);
    std::thread::spawn(move || {
        let mut buffer = vec![0; PIPE];
        // It ends with the film, with a film that is damaged, or with a child that has seen enough.
        while let Ok(read @ 1..) = film.read(&mut buffer) {
            if pipe.write_all(&buffer[..read]).is_err() {
                return;
            }
        }
    });
    line.say(&Answer::Play(Ok(())), &[])?;
    line.give(end)
}

fn confused(report: &Report) -> Problem {
    let text = format!("{report:?}");
    Problem::Paint {
        message: format!("the painter said what nobody asked: {}", text.chars().take(80).collect::<String>()),
    }
}
