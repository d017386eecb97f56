//! What ffmpeg prints about a file before it plays it.

/// What a header says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Header {
    /// The first stream of pictures that is no cover.
    pub(crate) video: Option<Video>,
    /// Whether there is a stream of sound.
    pub(crate) sound: bool,
    /// Whether the first stream of sound has one channel.
    pub(crate) mono: bool,
}

/// What a header says of pictures.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Video {
    /// Its codec: `h264`.
    pub(crate) codec: String,
    /// Whether one can see through it.
    pub(crate) alpha: bool,
    /// Whether its pictures say how their colours are coded.
    pub(crate) tagged: bool,
    /// What ffmpeg guesses of its rate, as a number a second.
    pub(crate) rate: Option<f64>,
}

impl Header {
    /// Reads what was printed, up to where ffmpeg tells of its own output.
    pub(crate) fn read(said: &str) -> Self {
        let mut header = Self::default();
        let mut in_video = false;
        for line in said.lines().map(str::trim) {
            if line.starts_with("Stream mapping:") || line.starts_with("Output #") {
                break;
            }
            if line.starts_with("Stream #0:") {
                in_video = false;
                if let Some((_, about)) = line.split_once(": Video: ") {
                    if header.video.is_none() && !about.contains("(attached pic)") {
                        header.video = Some(video(about));
                        in_video = true;
                    }
                } else if let Some((_, about)) = line.split_once(": Audio: ") {
                    header.mono |= !header.sound && parts(about).contains(&"mono");
                    header.sound = true;
                }
            } else if in_video && is_alpha_mode(line) {
                header.video.iter_mut().for_each(|video| video.alpha = true);
            }
        }
        header
    }
}

/// `alpha_mode : 1`, as WebM says it of VP8 and VP9.
fn is_alpha_mode(line: &str) -> bool {
    line.split_once(':')
        .is_some_and(|(key, value)| key.trim().eq_ignore_ascii_case("alpha_mode") && value.trim() == "1")
}

/// Reads `h264 (High) (avc1 / 0x31637661), yuv420p(tv, bt709, progressive), 320x180 […], 30 fps, 30 tbr, 15360 tbn`.
fn video(about: &str) -> Video {
    let parts = parts(about);
    let codec = parts.first().and_then(|part| part.split_whitespace().next()).unwrap_or_default();
    let (format, colours) = parts.get(1).map_or(("", ""), |part| part.split_once('(').unwrap_or((part, "")));
    let rate = |unit| {
        let part = parts.iter().find_map(|part| part.strip_suffix(unit))?;
        part.trim().parse::<f64>().ok().filter(|rate| *rate > 0.0)
    };
    Video {
        codec: codec.to_owned(),
        alpha: has_alpha(format),
        tagged: ["bt709", "bt2020", "bt470bg", "smpte170m", "smpte240m", "fcc", "gbr", "ycgco"]
            .iter()
            .any(|matrix| colours.split([',', ' ', '/', ')']).any(|word| word.starts_with(matrix))),
        rate: rate(" tbr").or_else(|| rate(" fps")),
    }
}

/// The parts between commas that are in no brackets.
fn parts(text: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    let outside = |char: char| {
        depth += i32::from("([".contains(char)) - i32::from(")]".contains(char));
        char == ',' && depth == 0
    };
    text.split(outside).map(str::trim).collect()
}

/// Whether a pixel format of ffmpeg's has alpha.
fn has_alpha(format: &str) -> bool {
    const WITH: [&str; 12] =
        ["yuva", "rgba", "bgra", "argb", "abgr", "gbrap", "ya8", "ya16", "ayuv", "vuya", "pal8", "gray10a"];
    WITH.iter().any(|start| format.starts_with(start))
}

#[cfg(test)]
mod tests;
