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
    /// The muxer's options.
    pub(crate) muxer: &'static [&'static str],
    /// The sound's options; none where there is none.
    pub(crate) sound: Option<&'static [&'static str]>,
}

/// What is put back of x264 `ultrafast`. Every other frame is a B-frame, always: deciding is what costs, and what lies between two
/// frames is told in fewer bytes (the bench's `transitions`: 1,152 KB at a plane SSIM of 0.9975 instead of 1,276 KB at 0.9970, in no
/// more time). What stands still is seen as its keyframe left it, and nothing is made from a B-frame: the one gets more bits and the
/// other fewer than x264 gives them (`terminal`: SSIM 0.98989 at 333 KB instead of 0.98978 at 331 KB, `paths` 0.99526 at 403 KB instead
/// of 0.99505 at 396 KB); with still fewer, frames begin to look like those before them. Pictures that are drawn have flat areas next
/// to text: less of adaptive quantisation takes fewer bits from the text. Frames do not wait for a look ahead, which has no more to say
/// than how much each costs: 7 to 18 MB less on five of six scenes, in as much time.
macro_rules! fast {
    ($aq:literal) => {
        concat!(
            "deblock=0,0:cabac=1:weightp=1:bframes=1:b-adapt=0:sync-lookahead=0:ipratio=1.7:pbratio=1.4:aq-mode=",
            $aq,
            ":aq-strength=0.8:analyse=i4x4"
        )
    };
}
const FAST: &str = fast!("1");
/// The same with x264's second way of adaptive quantisation.
const FAST_SMALL: &str = fast!("2");

/// A film of at most so many pixels a frame is small: 1280 x 720. There x264's second way of adaptive quantisation is nearer to the
/// original with fewer bytes (the bench's title card: 0.9856 at 496 KB, with the first 0.9847 at 541 KB). At 1920 x 1080 it makes what is
/// drawn a fifth larger at the same `-crf`, and photographs worse at a coarser one.
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
                h264!("ultrafast", "30", FAST)
            }
            (Self::Mp4, Medium) => {
                h264!("ultrafast", "24", FAST)
            }
            (Self::Mp4, High) => h264!("veryfast", "17", "aq-mode=1"),
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
            (Self::Mp4, Low | Medium) => &["-x264-params", FAST_SMALL],
            _ => &[],
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
        Preset { pixels, codec, small, muxer, sound }
    }
}

macro_rules! h264 {
    ($preset:literal, $crf:literal, $more:expr) => {
        &["-c:v", "libx264", "-preset", $preset, "-crf", $crf, "-x264-params", $more, "-pix_fmt", "yuv420p"]
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
