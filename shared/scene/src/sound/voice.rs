//! A sound that plays, in samples.

use std::io::{ErrorKind, Read};

use super::SAMPLE_RATE;
use crate::media::Piece;
use crate::{Folder, Problem, Sound};

/// Samples of a loop that is kept in memory: half a minute.
const KEPT: u64 = 30 * SAMPLE_RATE as u64;
/// Bytes of a sample of both channels.
const SAMPLE: usize = 8;

/// What is known of a file that is heard.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// Whether it has sound.
    pub(crate) sound: bool,
    /// Whether it has one channel.
    pub(crate) mono: bool,
    /// Samples until it ends: those of a film's pictures, those of what has none only where they were counted.
    pub(crate) length: Option<u64>,
}

/// A source that is read on and on. After its end it is silent, or it begins again.
pub(super) struct Voice {
    name: String,
    piece: Piece,
    reader: Option<Box<dyn Read + Send>>,
    looped: Option<Turn>,
    raw: Vec<u8>,
}

/// How a loop goes on. Samples are those of the output: faster sounds have fewer.
struct Turn {
    /// Where in the source it begins again.
    start: u64,
    /// Samples of one turn.
    length: u64,
    /// Samples that are left of this turn.
    left: u64,
    /// One whole turn, where it is short.
    kept: Option<Vec<f32>>,
}

impl Voice {
    pub(super) fn open(sound: &Sound, source: &mut Source, folder: &mut Folder) -> Result<Self, Problem> {
        let name = sound.src.clone();
        let mut position = samples(sound.position);
        let mut looped = None;
        if sound.looped {
            let length = match source.length {
                Some(length) => length,
                None => *source.length.insert(count(
                    folder.listen(&name, Piece { from: 0, rate: 1.0, mono: source.mono })?,
                    &name,
                )?),
            };
            let start = samples(sound.start);
            if length > start {
                if position >= length {
                    position = start + (position - start) % (length - start);
                }
                let turn = |samples| scaled(samples, sound.rate).max(1);
                let (left, length) = (turn(length - position), turn(length - start));
                looped = Some(Turn { start, length, left, kept: None });
            }
        }
        let piece = Piece { from: position, rate: sound.rate, mono: source.mono };
        let reader = Some(folder.listen(&name, piece)?);
        Ok(Self { name, piece, reader, looped, raw: Vec::new() })
    }

    /// Fills a piece with what comes next.
    pub(super) fn read(&mut self, into: &mut [f32], folder: &mut Folder) -> Result<(), Problem> {
        let mut done = 0;
        while done < into.len() {
            let mut most = into.len() - done;
            if let Some(turn) = &self.looped {
                if turn.left == 0 {
                    self.begin_again(folder)?;
                    continue;
                }
                most = most.min(usize::try_from(turn.left).unwrap_or(usize::MAX).saturating_mul(2));
            }
            let piece = &mut into[done..done + most];
            self.read_turn(piece)?;
            done += most;
            if let Some(turn) = &mut self.looped {
                turn.left -= most as u64 / 2;
            }
        }
        Ok(())
    }

    /// Reads within one turn: from what is kept, else from the reader, else silence.
    fn read_turn(&mut self, into: &mut [f32]) -> Result<(), Problem> {
        if let Some(Turn { kept: Some(kept), length, left, .. }) = &self.looped {
            let from = usize::try_from(length - left).unwrap_or(0) * 2;
            into.copy_from_slice(&kept[from..from + into.len()]);
            return Ok(());
        }
        let Some(reader) = &mut self.reader else {
            into.fill(0.0);
            return Ok(());
        };
        self.raw.resize(into.len() / 2 * SAMPLE, 0);
        let count = fill(reader, &mut self.raw, &self.name)?;
        self.raw[count..].fill(0);
        if count < self.raw.len() {
            self.reader = None;
        }
        for (sample, bytes) in into.iter_mut().zip(self.raw.chunks_exact(4)) {
            *sample = f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        }
        Ok(())
    }

    fn begin_again(&mut self, folder: &mut Folder) -> Result<(), Problem> {
        let Some(turn) = &mut self.looped else { return Ok(()) };
        turn.left = turn.length;
        if turn.kept.is_some() {
            return Ok(());
        }
        let (start, length) = (turn.start, turn.length);
        // Its last process is done with before the next begins.
        self.reader = None;
        self.reader = Some(folder.listen(&self.name, Piece { from: start, ..self.piece })?);
        if length <= KEPT {
            let mut kept = vec![0.0; usize::try_from(length).unwrap_or(0) * 2];
            self.read_turn(&mut kept)?;
            self.reader = None;
            if let Some(turn) = &mut self.looped {
                turn.kept = Some(kept);
            }
        }
        Ok(())
    }
}

/// Reads until the piece is full or the source ends, and tells how much there was.
fn fill(reader: &mut dyn Read, into: &mut [u8], name: &str) -> Result<usize, Problem> {
    let mut done = 0;
    while done < into.len() {
        match reader.read(&mut into[done..]) {
            Ok(0) => break,
            Ok(count) => done += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => {
                return Err(crate::assets::problem(name, &format!("is damaged ({error}): save it again")));
            }
        }
    }
    Ok(done)
}

/// The samples that a source has.
fn count(mut reader: Box<dyn Read + Send>, name: &str) -> Result<u64, Problem> {
    let mut piece = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        match fill(reader.as_mut(), &mut piece, name)? {
            0 => return Ok(bytes / SAMPLE as u64),
            count => bytes += count as u64,
        }
    }
}

/// The samples of a time in seconds.
pub(crate) fn samples(seconds: f64) -> u64 {
    whole(seconds.max(0.0) * f64::from(SAMPLE_RATE))
}

/// How many samples of the output so many of a source are.
fn scaled(samples: u64, rate: f64) -> u64 {
    #[expect(clippy::cast_precision_loss, reason = "a film has fewer samples than 2^52")]
    let samples = samples as f64;
    whole(samples / rate)
}

fn whole(number: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is not negative, and a cast from a float saturates"
    )]
    let whole = number.round() as u64;
    whole
}
