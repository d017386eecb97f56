//! Formats, and what encoders are told for each.

use std::path::Path;

use clap::ValueEnum;
use serde::Serialize;

use crate::pixels::Pixels;

/// What kind of file a film becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    /// H.264 and AAC: plays everywhere
    Mp4,
    /// VP9 and Opus: for the web
    Webm,
    /// AV1 and AAC in MP4: the smallest files
    Av1,
    /// ProRes 4444 with transparency, for editing
    Mov,
    /// An animation of at most 256 colours, one palette for all frames
    Gif,
    /// A folder of lossless pictures
    Png,
    /// A folder of WebP pictures
    Webp,
}

/// How good a film looks, against how large and slow it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Quality {
    /// For drafts: smallest and fastest
    Low,
    /// Looks like the original
    Medium,
    /// For masters
    High,
}

/// What an encoder is told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Preset {
    /// How it takes pictures.
    pub(crate) pixels: Pixels,
    /// The codec's options.
    pub(crate) codec: &'static [&'static str],
    /// What is told after them for a small film, of which each pixel is seen larger ([`SMALL`]).
    pub(crate) small: &'static [&'static str],
    /// What is told where some frames are finer, if the encoder takes a quantiser for each frame.
    pub(crate) finer: Option<Finer>,
    /// The muxer's options.
    pub(crate) muxer: &'static [&'static str],
    /// The sound's options; none where there is none.
    pub(crate) sound: Option<&'static [&'static str]>,
}

/// What x264 is told of a film of which some frames are finer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Finer {
    /// Their quantiser.
    pub(crate) quantiser: &'static str,
    /// What is told for all frames.
    pub(crate) params: &'static str,
    /// The same for a small film.
    pub(crate) params_small: &'static str,
}

/// What is put back of x264 `ultrafast`: deblocking, CABAC, intra blocks of 4 x 4, and three B-frames between any two others, always.
///
/// The quantiser is the same for the whole film (`-qp`): a quality that x264 keeps by itself (`-crf`) needs its look-ahead and its
/// adaptive quantisation, a fifth of its time, and pictures that are drawn gain nothing by them: flat areas next to text take bits
/// that nobody sees (the bench's `terminal`: 182 KB at an SSIM of 0.9900 instead of 328 KB at 0.9897; `transitions`: 900 KB instead of
/// 1,141 KB at the same). A B-frame has fewer bits than a P-frame, by as much as moving text needs to be no larger than a browser's film
/// (`kinetic`: 2,613 KB, with 2.1 it is 2,747 KB). What stands still is seen as its keyframe left it.
macro_rules! fast {
    ($finer:literal, $fewer:literal) => {
        concat!(
            "deblock=0,0:cabac=1:bframes=3:b-adapt=0:ipratio=",
            $finer,
            ":pbratio=",
            $fewer,
            ":analyse=i4x4"
        )
    };
}
/// No frame is made from a B-frame (`b-pyramid=none`), so x264 need not finish it as a reference: 2 to 9 % off the time of films.
const FAST: &str = concat!(fast!("1.7", "2.2"), ":b-pyramid=none");
/// The same for a small film.
const FAST_SMALL: &str = concat!(fast!("1.7", "1.4"), ":b-pyramid=none");
/// [`FAST`] where some frames are finer: x264 goes no finer than its keyframes, which therefore are as fine as those. Every fourth
/// frame is a B-frame that others are made from, which soft tones gain by (`transitions`: 0.9932 instead of 0.9930, 2 % smaller).
const FAST_FINER: &str = fast!("2.3", "2.0");
/// The same for a small film.
const FAST_SMALL_FINER: &str = fast!("2.3", "1.4");

/// A film of at most so many pixels a frame is small: 1280 x 720. Each of its pixels is seen larger and there are fewer to pay for, so it
/// has a finer quantiser. With a coarser one, slow ends of movements begin to look like the frames before them (the bench's `title`:
/// eight frames of 120; two with this).
pub(crate) const SMALL: u32 = 1280 * 720;

/// BT.709 in limited range, which is what [`Pixels::Yuv420`] is.
const COLOURS: [&str; 8] =
    ["-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"];

impl Format {
    /// The format of a file's name.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "mp4" | "m4v" => Some(Self::Mp4),
            "webm" => Some(Self::Webm),
            "mov" => Some(Self::Mov),
            "gif" => Some(Self::Gif),
            _ => None,
        }
    }

    /// The ending of its files.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Mp4 | Self::Av1 => "mp4",
            Self::Webm => "webm",
            Self::Mov => "mov",
            Self::Gif => "gif",
            Self::Png => "png",
            Self::Webp => "webp",
        }
    }

    /// Whether it is a folder of pictures.
    pub(crate) fn is_folder(self) -> bool {
        matches!(self, Self::Png | Self::Webp)
    }

    /// Whether films of it can be put together from parts without encoding them again.
    pub(crate) fn joins(self) -> bool {
        matches!(self, Self::Mp4 | Self::Webm)
    }

    /// The colours that its encoder is told of.
    pub(crate) fn colours(self) -> &'static [&'static str] {
        match self.preset(Quality::Medium).pixels {
            Pixels::Yuv420 => &COLOURS,
            Pixels::Rgba => &[],
        }
    }

    /// What its encoder is told. The table is in `docs/export.md`, which a test holds against this.
    pub(crate) fn preset(self, quality: Quality) -> Preset {
        use Quality::{High, Low, Medium};
        let codec: &[&str] = match (self, quality) {
            (Self::Mp4, Low) => {
                h264!("ultrafast", "-qp", "26", FAST)
            }
            (Self::Mp4, Medium) => {
                h264!("ultrafast", "-qp", "20", FAST)
            }
            (Self::Mp4, High) => h264!("veryfast", "-crf", "17", "aq-mode=1"),
            (Self::Webm, Low) => vp9!("40", "8"),
            (Self::Webm, Medium) => vp9!("33", "6"),
            (Self::Webm, High) => vp9!("24", "4"),
            (Self::Av1, Low) => av1!("45", "12"),
            (Self::Av1, Medium) => av1!("35", "11"),
            (Self::Av1, High) => av1!("25", "8"),
            (Self::Mov, Low) => prores!("16"),
            (Self::Mov, Medium) => prores!("9"),
            (Self::Mov, High) => prores!("4"),
            (Self::Gif, Low) => &["paletteuse=dither=none:diff_mode=rectangle"],
            (Self::Gif, Medium) => &["paletteuse=dither=bayer:bayer_scale=4:diff_mode=rectangle"],
            (Self::Gif, High) => &["paletteuse=dither=sierra2_4a"],
            (Self::Png, _) => &["-c:v", "png", "-compression_level", "1", "-pred", "sub"],
            (Self::Webp, Low) => &["-c:v", "libwebp", "-quality", "60", "-compression_level", "2"],
            (Self::Webp, Medium) => &["-c:v", "libwebp", "-quality", "85", "-compression_level", "3"],
            (Self::Webp, High) => &["-c:v", "libwebp", "-lossless", "1", "-compression_level", "3"],
        };
        let small: &[&str] = match (self, quality) {
            (Self::Mp4, Low) => &["-qp", "24", "-x264-params", FAST_SMALL],
            (Self::Mp4, Medium) => &["-qp", "18", "-x264-params", FAST_SMALL],
            _ => &[],
        };
        let finer = |quantiser| Finer { quantiser, params: FAST_FINER, params_small: FAST_SMALL_FINER };
        let finer = match (self, quality) {
            (Self::Mp4, Low) => Some(finer("19")),
            (Self::Mp4, Medium) => Some(finer("13")),
            _ => None,
        };
        let aac: Option<&[&str]> = Some(&["-c:a", "aac", "-b:a", "192k"]);
        let opus: Option<&[&str]> = Some(&["-c:a", "libopus", "-b:a", "160k"]);
        let pcm: Option<&[&str]> = Some(&["-c:a", "pcm_s16le"]);
        let (pixels, muxer, sound): (_, &[&str], _) = match self {
            Self::Mp4 | Self::Av1 => (Pixels::Yuv420, &["-movflags", "+faststart", "-f", "mp4"], aac),
            Self::Webm => (Pixels::Yuv420, &["-f", "webm"], opus),
            Self::Mov => (Pixels::Rgba, &["-f", "mov"], pcm),
            Self::Gif => (Pixels::Rgba, &["-f", "gif"], None),
            Self::Png | Self::Webp => (Pixels::Rgba, &["-f", "image2", "-start_number", "0"], None),
        };
        Preset { pixels, codec, small, finer, muxer, sound }
    }
}

macro_rules! h264 {
    ($preset:literal, $rate:literal, $value:literal, $more:expr) => {
        &["-c:v", "libx264", "-preset", $preset, $rate, $value, "-x264-params", $more, "-pix_fmt", "yuv420p"]
    };
}
macro_rules! vp9 {
    ($crf:literal, $speed:literal) => {
        &[
            "-c:v",
            "libvpx-vp9",
            "-crf",
            $crf,
            "-b:v",
            "0",
            "-deadline",
            "realtime",
            "-cpu-used",
            $speed,
            "-row-mt",
            "1",
            "-tile-columns",
            "2",
        ]
    };
}
macro_rules! av1 {
    ($crf:literal, $preset:literal) => {
        &[
            "-c:v",
            "libsvtav1",
            "-crf",
            $crf,
            "-preset",
            $preset,
            "-svtav1-params",
            "lp=2",
            "-pix_fmt",
            "yuv420p",
        ]
    };
}
macro_rules! prores {
    ($scale:literal) => {
        &[
            "-c:v",
            "prores_ks",
            "-profile:v",
            "4444",
            "-qscale:v",
            $scale,
            "-vendor",
            "apl0",
            "-pix_fmt",
            "yuva444p10le",
        ]
    };
}
use {av1, h264, prores, vp9};

#[cfg(test)]
mod tests;
