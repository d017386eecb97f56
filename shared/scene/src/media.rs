//! Films and sounds are read by an ffmpeg, one process for each that plays.
//!
//! Nothing of a file's contents chooses what the process may do: the container is told to it after a look at the first
//! bytes, so no playlist is followed; it may open local files alone; and only common codecs are decoded, in pictures of a
//! limited size. It sees no environment, and it ends with its reader.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Film;
use crate::sound::SAMPLE_RATE;

mod child;
mod header;
mod probe;
mod sniff;

pub(crate) use child::Output;
pub(crate) use probe::{Details, container};
pub(crate) use sniff::Container;

/// The most pixels of a film's picture: 8K.
pub(crate) const MOST_PIXELS: u32 = 7_680 * 4_320;
/// The longest side of a film's picture.
pub(crate) const LONGEST_SIDE: u32 = 8_192;
/// The most pictures of a film: four hours with 60 a second.
pub(crate) const MOST_PICTURES: usize = 864_000;
/// Seconds of a processor that a process may use to play something.
const PLAY_LIMIT: &str = "14400";
/// Seconds of a processor that a process may use to look at a file.
const LOOK_LIMIT: &str = "120";

/// What films and sounds are coded in, outside of museums.
const CODECS: &str = "h264,hevc,vp8,vp9,libvpx,libvpx-vp9,av1,libdav1d,mpeg4,mpeg2video,mpeg1video,mjpeg,prores,\
    dnxhd,png,qtrle,ffv1,rawvideo,theora,utvideo,huffyuv,ffvhuff,h263,msmpeg4v3,gif,\
    aac,mp3float,mp3,mp2float,mp2,opus,libopus,vorbis,flac,alac,ac3,eac3,wavpack,\
    pcm_u8,pcm_s8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,\
    pcm_alaw,pcm_mulaw,adpcm_ms,adpcm_ima_wav";

/// What is to be heard of a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    /// The sample of the source at which it begins.
    pub(crate) from: u64,
    /// How many times as fast it is played. It keeps its pitch.
    pub(crate) rate: f64,
    /// Whether its one channel is to be heard from both sides, each as loud as it was recorded, as a browser does it
    /// (Web Audio API, 4.5 "Channel up-mixing"). ffmpeg would make both sides quieter.
    pub(crate) mono: bool,
}

/// An ffmpeg at hand.
#[derive(Debug, Clone)]
pub(crate) struct Ffmpeg {
    binary: PathBuf,
}

impl Ffmpeg {
    pub(crate) fn new(binary: PathBuf) -> Self {
        Self { binary }
    }

    /// A process that looks at a file and says what it finds (`verbose`), or that plays it.
    fn command(&self, verbose: bool) -> Command {
        let mut command = Command::new(&self.binary);
        command.env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.args(["-nostdin", "-hide_banner", "-nostats", "-copyts", "-start_at_zero"]);
        command.args(["-v", if verbose { "info" } else { "error" }]);
        command.args(["-timelimit", if verbose { LOOK_LIMIT } else { PLAY_LIMIT }]);
        command
    }
}

impl Ffmpeg {
    /// The raw pictures of a film from one on, as [`Film`](crate::Film) says.
    pub(crate) fn play(&self, details: &Details, from: u32) -> Result<Output, String> {
        let start = details.times.in_file(from);
        let mut before = Vec::new();
        let enter = (start - details.back).to_string();
        if details.container.has_index() && start > details.back {
            before.extend(["-ss", enter.as_str()]);
        }
        if let Some(decoder) = details.decoder {
            before.extend(["-c:v", decoder]);
        }
        let mut command = self.command(false);
        input(&mut command, &details.place, details.container, &before);
        command.args(["-map", "0:V:0", "-fps_mode", "passthrough", "-vf", &filters(details, start)]);
        command.args(["-f", "rawvideo", "pipe:1"]);
        Output::of(&mut command).map_err(|error| format!("cannot be played ({error}): is ffmpeg there?"))
    }
}

impl Ffmpeg {
    /// What is heard of a file, `lead` seconds of it left out: interleaved stereo, 48,000 samples a second, 32-bit floats
    /// with the low byte first.
    pub(crate) fn listen(
        &self,
        place: &Path,
        container: Container,
        lead: f64,
        piece: Piece,
    ) -> Result<Output, String> {
        let rate_of = u64::from(SAMPLE_RATE);
        let from = piece.from + crate::sound::samples(lead);
        // Decoders need what comes before to decode well; so it is entered on a whole second, well ahead.
        let second = if container.has_index() { (from / rate_of).saturating_sub(2) } else { 0 };
        let enter = second.to_string();
        let before: &[&str] = if second > 0 { &["-ss", &enter] } else { &[] };
        let mut filters = format!(
            "aresample={SAMPLE_RATE}:async=1:first_pts={},atrim=start_sample={}",
            second * rate_of,
            from - second * rate_of
        );
        filters.push_str(&tempo(piece.rate));
        if piece.mono {
            filters.push_str(",pan=stereo|c0=c0|c1=c0");
        }
        let mut command = self.command(false);
        input(&mut command, place, container, before);
        command.args(["-map", "0:a:0", "-af", &filters, "-ac", "2", "-ar", &SAMPLE_RATE.to_string()]);
        command.args(["-f", "f32le", "pipe:1"]);
        Output::of(&mut command).map_err(|error| format!("cannot be heard ({error}): is ffmpeg there?"))
    }
}

/// The filters that change a speed. One of them changes it by two at the most without leaving pieces out.
fn tempo(rate: f64) -> String {
    let mut filters = String::new();
    let mut left = rate;
    while left > 2.0 {
        filters.push_str(",atempo=2");
        left /= 2.0;
    }
    while left < 0.5 {
        filters.push_str(",atempo=0.5");
        left *= 2.0;
    }
    if (left - 1.0).abs() > 1e-9 {
        // Writing to a text cannot fail.
        _ = write!(filters, ",atempo={left}");
    }
    filters
}

/// What makes the pictures of a file those of a film: their rate from a time on, their size and their form.
fn filters(details: &Details, start: f64) -> String {
    let film = &details.film;
    let colours = details.matrix.map(|matrix| format!("setparams=colorspace={matrix},")).unwrap_or_default();
    let form = if film.alpha { "format=rgba" } else { "format=yuv420p" };
    let matrix = if film.alpha { "" } else { ":out_color_matrix=bt709:out_range=tv" };
    let Film { width, height, fps, .. } = film;
    format!(
        "{colours}fps=fps={}/{}:start_time={start:.6},scale={width}:{height}{matrix},{form}",
        fps.num, fps.den
    )
}

/// Adds a file. `before` is what is told to its decoder.
fn input(command: &mut Command, file: &Path, container: Container, before: &[&str]) {
    command.args(["-protocol_whitelist", "file,pipe", "-codec_whitelist", CODECS]);
    command.args(["-max_pixels", &MOST_PIXELS.to_string(), "-threads", "2", "-f", container.demuxer()]);
    command.args(before);
    // With the name of the protocol a path can be no option and no other protocol.
    let mut address = std::ffi::OsString::from("file:");
    address.push(file);
    command.arg("-i").arg(address);
}

#[cfg(test)]
pub(crate) mod tests;
