//! Sounds become one stream of samples.

use std::collections::{HashMap, HashSet};
use std::io::Write;

use super::voice::{Source, Voice};
use super::{Run, SoundPlan, first_sample};
use crate::{Folder, Problem, Warning};

/// So many sounds are heard at a time. Each is a process.
const MOST_AT_ONCE: usize = 64;

/// Mixes what a [`SoundPlan`] says.
///
/// It writes pulse code of 48,000 samples a second: two channels, left before right, 32-bit floats with the low byte first
/// (ffmpeg's `-f f32le -ar 48000 -ac 2`). Frame k begins exactly at sample `round(k * 48000 / fps)`, and the stream ends
/// with the last frame. A volume moves in a straight line from the start of a frame to the start of the next. What is
/// louder than 1 is cut off at 1, as loudspeakers of a browser do. A sound that is played faster or slower keeps its pitch.
///
/// Memory is bounded by the sounds that are heard at a time, whatever their length.
pub struct Mixer<'f> {
    folder: &'f mut Folder,
    sources: HashMap<String, Source>,
    silent: HashSet<String>,
    warnings: Vec<Warning>,
}

/// A sound that is heard.
struct Heard<'p> {
    run: &'p Run,
    voice: Voice,
}

impl<'f> Mixer<'f> {
    /// A mixer of the sounds of a folder.
    pub fn new(folder: &'f mut Folder) -> Self {
        Self { folder, sources: HashMap::new(), silent: HashSet::new(), warnings: Vec::new() }
    }

    /// Writes the sound of all frames. A file that is missing or damaged is a problem; one without sound is a warning.
    pub fn mix(&mut self, plan: &SoundPlan, out: &mut dyn Write) -> Result<(), Problem> {
        let mut heard: Vec<Heard<'_>> = Vec::new();
        let mut waiting = plan.runs().iter().peekable();
        for frame in 0..plan.frames() {
            heard.retain(|one| one.run.end() > frame);
            while let Some(run) = waiting.next_if(|run| run.from <= frame) {
                if let Some(voice) = self.voice(run)? {
                    heard.push(Heard { run, voice });
                }
                if heard.len() > MOST_AT_ONCE {
                    return Err(too_many(frame));
                }
            }
            let samples = first_sample(frame + 1, plan.fps()) - first_sample(frame, plan.fps());
            let mut mixed = vec![0.0_f32; usize::try_from(samples).unwrap_or(0) * 2];
            let mut own = vec![0.0_f32; mixed.len()];
            for one in &mut heard {
                one.voice.read(&mut own, self.folder)?;
                let nth = (frame - one.run.from) as usize;
                add(&mut mixed, &own, one.run.volume(nth), one.run.volume(nth + 1));
            }
            write(out, &mixed)?;
        }
        Ok(())
    }

    /// What its author should know, each once.
    pub fn warnings(&mut self) -> Vec<Warning> {
        std::mem::take(&mut self.warnings)
    }

    /// The voice of a sound, if it can be heard.
    fn voice(&mut self, run: &Run) -> Result<Option<Voice>, Problem> {
        let name = &run.sound.src;
        if run.volumes.iter().all(|volume| *volume == 0.0) || self.silent.contains(name) {
            return Ok(None);
        }
        if !(1.0 / 16.0..=16.0).contains(&run.sound.rate) {
            let told = format!(
                "`{name}` is played {} times as fast as it was recorded: only from 0.0625 to 16 it is heard.",
                run.sound.rate
            );
            self.warn("playback-rate", told);
            return Ok(None);
        }
        if !self.sources.contains_key(name) {
            let source = self.folder.sound(name)?;
            self.sources.insert(name.clone(), source);
        }
        let Some(source) = self.sources.get_mut(name) else { return Ok(None) };
        if !source.sound {
            self.silent.insert(name.clone());
            self.warn(
                "no-sound",
                format!(
                    "`{name}` has no sound, so nothing is heard of it: write `muted` to say that you know."
                ),
            );
            return Ok(None);
        }
        Voice::open(&run.sound, source, self.folder).map(Some)
    }

    fn warn(&mut self, code: &str, message: String) {
        let warning = Warning::new(code, message);
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}

/// Adds a sound whose volume goes from one to another.
fn add(mixed: &mut [f32], own: &[f32], from: f32, to: f32) {
    #[expect(clippy::cast_precision_loss, reason = "a frame has fewer samples than 2^23")]
    let step = (to - from) / (mixed.len() / 2).max(1) as f32;
    let mut place = 0.0_f32;
    for (sum, sample) in mixed.chunks_exact_mut(2).zip(own.chunks_exact(2)) {
        let volume = from + step * place;
        place += 1.0;
        sum[0] += sample[0] * volume;
        sum[1] += sample[1] * volume;
    }
}

fn write(out: &mut dyn Write, mixed: &[f32]) -> Result<(), Problem> {
    let finite = |sample: f32| if sample.is_nan() { 0.0 } else { sample.clamp(-1.0, 1.0) };
    let bytes: Vec<u8> = mixed.iter().flat_map(|sample| finite(*sample).to_le_bytes()).collect();
    out.write_all(&bytes).map_err(|error| Problem::Sound { message: error.to_string() })
}

fn too_many(frame: u32) -> Problem {
    Problem::Limit {
        limit: "sounds".to_owned(),
        frame: Some(frame),
        message: format!(
            "More than {MOST_AT_ONCE} sounds are heard at a time: mix some of them into one file"
        ),
    }
}
