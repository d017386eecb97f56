//! Why bytes are no picture that we take.

use fault::{Fault, Kind};

use super::{MAX_BYTES, MAX_METADATA, MAX_PROFILE, MAX_SCANS, MAX_SIDE};
use crate::key::Format;

/// The cause that a decoder told, for the log.
type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why bytes are no picture that we take. Each message says what is wrong and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Undecodable {
    /// Nothing that we know as a picture.
    #[error("this is no PNG, JPEG or WebP picture: {found}; send one of these three")]
    NoPicture {
        /// What it looks like.
        found: &'static str,
    },
    /// A picture, in a format or a variant that is not read here.
    #[error("this is {found}, which is not read here; save it as PNG, JPEG or WebP with 8 bits a channel")]
    Unsupported {
        /// What it is.
        found: &'static str,
    },
    /// A picture that moves.
    #[error("this is an animated {format}; send one still frame of it as PNG, JPEG or WebP")]
    Animated {
        /// What it is.
        format: &'static str,
    },
    /// Larger than anything that a model makes.
    #[error(
        "the picture is {width} x {height} pixels; the most is {MAX_SIDE} on a side and 64 megapixels in all; send a smaller one"
    )]
    TooLarge {
        /// Pixels from left to right.
        width: u32,
        /// Pixels from top to bottom.
        height: u32,
    },
    /// More bytes than are read.
    #[error("the file has {bytes} bytes; the most is {MAX_BYTES}; send a smaller one")]
    TooHeavy {
        /// How many there are.
        bytes: u64,
    },
    /// Decoding it takes more memory than a picture may have.
    #[error(
        "decoding the picture takes {bytes} bytes of memory, which is above the ceiling; save it smaller, or neither interlaced nor progressive"
    )]
    TooHungry {
        /// How many it takes.
        bytes: u64,
    },
    /// Text, EXIF, profiles and other things beside the pixels.
    #[error(
        "the picture carries {bytes} bytes of metadata or more; the most is {MAX_METADATA}, and {MAX_PROFILE} for a colour profile; save it without"
    )]
    Metadata {
        /// How many there are at least.
        bytes: u64,
    },
    /// More passes over the picture than an encoder makes.
    #[error("the JPEG is cut into more than {MAX_SCANS} scans; save it anew")]
    Scans,
    /// The end is missing.
    #[error("the {} is cut off before its end; send the whole file", name(*.format))]
    Truncated {
        /// What it was going to be.
        format: Format,
    },
    /// The bytes do not hold what their beginning promises.
    #[error("the {} is damaged: {why}; save it anew", name(*.format))]
    Damaged {
        /// What it was going to be.
        format: Format,
        /// What is wrong.
        why: String,
        /// What the decoder told.
        #[source]
        cause: Option<Cause>,
    },
    /// A thumbnail could not be written.
    #[error("a thumbnail could not be encoded: {0}")]
    Encoder(#[source] Cause),
}

impl Undecodable {
    /// Damage that we found ourselves.
    pub(crate) fn damaged(format: Format, why: impl Into<String>) -> Self {
        Self::Damaged { format, why: why.into(), cause: None }
    }

    /// Damage that a decoder found.
    pub(crate) fn told(format: Format, cause: impl Into<Cause>) -> Self {
        let cause = cause.into();
        Self::Damaged { format, why: cause.to_string(), cause: Some(cause) }
    }

    /// For programs; see `docs/errors.md`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoPicture { .. } | Self::Truncated { .. } | Self::Damaged { .. } | Self::Encoder(_) => {
                "bad-image"
            }
            Self::Unsupported { .. } => "image-format",
            Self::Animated { .. } => "image-animated",
            Self::TooLarge { .. } | Self::TooHeavy { .. } | Self::TooHungry { .. } | Self::Scans => {
                "image-too-large"
            }
            Self::Metadata { .. } => "image-metadata",
        }
    }
}

impl From<Undecodable> for Fault {
    fn from(error: Undecodable) -> Self {
        if matches!(error, Undecodable::Encoder(_)) {
            return Self::defect("a thumbnail could not be encoded").because(error);
        }
        Self::new(Kind::Unprocessable, error.code(), error.to_string()).because(error)
    }
}

/// What people call it.
const fn name(format: Format) -> &'static str {
    match format {
        Format::Png => "PNG",
        Format::Jpeg => "JPEG",
        Format::Webp => "WebP",
    }
}
