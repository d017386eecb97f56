//! What one encoder makes, and what it is told.

use std::ffi::OsString;
use std::ops::Range;

use scene::Canvas;

use crate::finer::zones;
use crate::preset::{Format, Preset, Quality, SMALL};

/// What one encoder makes.
#[derive(Debug, Clone)]
pub(crate) struct Film {
    pub(crate) canvas: Canvas,
    pub(crate) format: Format,
    pub(crate) quality: Quality,
    /// The frames that are encoded finer.
    pub(crate) finer: Vec<Range<u32>>,
    /// Processor cores to use.
    pub(crate) cores: u32,
}

/// What x264 is told of a film: a preset of its own, and options by their names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct X264 {
    pub(super) preset: String,
    pub(super) options: Vec<(String, String)>,
}

impl Film {
    /// What is told for its format and quality.
    pub(crate) fn preset(&self) -> Preset {
        self.format.preset(self.quality)
    }

    /// The raw pictures that go to ffmpeg.
    pub(super) fn input(&self) -> Vec<OsString> {
        let Canvas { width, height, fps, .. } = self.canvas;
        let (size, fps) = (format!("{width}x{height}"), fps.to_string());
        let raw = ["-f", "rawvideo", "-pix_fmt", self.preset().pixels.name(), "-s", &size, "-r", &fps];
        let colours = self.format.colours().iter().copied();
        raw.into_iter().chain(colours).chain(["-i", "pipe:0"]).map(OsString::from).collect()
    }

    /// What ffmpeg is told of the codec, for the part of the film that begins with a frame. What is said later holds.
    pub(super) fn codec(&self, first: u32) -> Vec<String> {
        let preset = self.preset();
        let small: &[&str] = if self.is_small() { preset.small } else { &[] };
        let mut words: Vec<_> = preset.codec.iter().chain(small).map(ToString::to_string).collect();
        words.extend(self.params(first).into_iter().flat_map(|params| ["-x264-params".to_owned(), params]));
        words
    }

    /// The same for x264 itself, where that is the codec.
    pub(super) fn x264(&self) -> Option<X264> {
        let words = self.codec(0);
        let said = |word: &str| words.windows(2).rfind(|pair| pair[0] == word).map(|pair| pair[1].as_str());
        said("-c:v").filter(|codec| *codec == "libx264")?;
        let option = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut options = Vec::new();
        for rate in ["qp", "crf"] {
            options.extend(said(&format!("-{rate}")).map(|value| option(rate, value)));
        }
        let params = said("-x264-params").unwrap_or_default();
        options
            .extend(params.split(':').filter_map(|param| param.split_once('=')).map(|(k, v)| option(k, v)));
        options.push(option("threads", &self.threads().to_string()));
        Some(X264 { preset: said("-preset")?.to_owned(), options })
    }

    /// Threads of the codec: half of the cores where it takes no longer than painting, which x264 does unless it is told to be finer. A
    /// second one would take a tenth more of the processor, for waiting on the first. A finer film has half a thread more than cores, as
    /// x264 itself chooses: one or the other always waits.
    pub(super) fn threads(&self) -> u32 {
        match self.preset().finer {
            None => self.cores,
            Some(_) if self.finer.is_empty() => (self.cores / 2).max(1),
            Some(_) => self.cores + self.cores / 2,
        }
    }

    /// Whether each of its pixels is seen large.
    fn is_small(&self) -> bool {
        self.canvas.width * self.canvas.height <= SMALL
    }

    /// What x264 is told instead for the part of it that begins with a frame, where any of its frames are finer: parts that are joined
    /// have all else in common.
    fn params(&self, first: u32) -> Option<String> {
        let finer = self.preset().finer.filter(|_| !self.finer.is_empty())?;
        let params = if self.is_small() { finer.params_small } else { finer.params };
        Some(zones(params, &self.finer, first, finer.quantiser))
    }
}

#[cfg(test)]
mod tests;
