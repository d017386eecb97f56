//! Which container a file is, from its first bytes.

/// So many bytes are looked at.
pub(crate) const SEEN: usize = 1_024;

/// A container that films or sounds are kept in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    Mov,
    Matroska,
    Avi,
    Wav,
    Ogg,
    Flac,
    Mp3,
    Aac,
    Aiff,
    Caf,
    MpegTs,
    Gif,
}

impl Container {
    /// The container that begins so.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        let at = |place: usize, what: &[u8]| bytes.get(place..place + what.len()) == Some(what);
        let boxes: [&[u8]; 8] = [b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"moof"];
        let found = if boxes.iter().any(|name| at(4, name)) {
            Self::Mov
        } else if at(0, b"\x1a\x45\xdf\xa3") {
            Self::Matroska
        } else if at(0, b"RIFF") && at(8, b"AVI ") {
            Self::Avi
        } else if (at(0, b"RIFF") || at(0, b"RF64")) && at(8, b"WAVE") {
            Self::Wav
        } else if at(0, b"OggS") {
            Self::Ogg
        } else if at(0, b"fLaC") {
            Self::Flac
        } else if at(0, b"FORM") && (at(8, b"AIFF") || at(8, b"AIFC")) {
            Self::Aiff
        } else if at(0, b"caff") {
            Self::Caf
        } else if at(0, b"GIF8") {
            Self::Gif
        } else if at(0, b"\x47") && at(188, b"\x47") && at(376, b"\x47") {
            Self::MpegTs
        } else {
            return Self::of_frames(bytes);
        };
        Some(found)
    }

    /// A stream without a container: the eleven bits that a frame of MPEG audio begins with, and in AAC a layer of 0.
    fn of_frames(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"ID3") {
            return Some(Self::Mp3);
        }
        match bytes {
            [0xff, second, ..] if second & 0xf6 == 0xf0 => Some(Self::Aac),
            [0xff, second, ..] if second & 0xe0 == 0xe0 && second & 0x06 != 0 => Some(Self::Mp3),
            _ => None,
        }
    }

    /// What ffmpeg calls what reads it.
    pub(crate) fn demuxer(self) -> &'static str {
        match self {
            Self::Mov => "mov",
            Self::Matroska => "matroska",
            Self::Avi => "avi",
            Self::Wav => "wav",
            Self::Ogg => "ogg",
            Self::Flac => "flac",
            Self::Mp3 => "mp3",
            Self::Aac => "aac",
            Self::Aiff => "aiff",
            Self::Caf => "caf",
            Self::MpegTs => "mpegts",
            Self::Gif => "gif",
        }
    }

    /// Whether it can be entered at a picture that stands for itself, exactly. The others are read from their beginning.
    pub(crate) fn has_index(self) -> bool {
        matches!(self, Self::Mov | Self::Matroska)
    }
}
