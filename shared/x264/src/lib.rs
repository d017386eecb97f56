//! libx264, loaded from a file at run time.
//!
//! [`Library::open`] finds what it needs in a `libx264.so`, [`Library::encoder`] begins a film, and [`Encoder::encode`] takes its pictures
//! one after another. Nothing of libx264 is built or linked in: its licence is the GPL's, version 2 or later, and whoever loads it into a
//! process puts that process under it. Ours does so in one that does nothing else.
//!
//! This is the one crate of the workspace with `unsafe`. [`raw`] has what is taken from `x264.h`, of the two versions of it whose layout
//! was compared (164 and 165; the name of the function that opens an encoder has the version in it, so that no other can be taken for
//! them); [`Encoder`] upholds what that header asks for.

mod encoder;
mod library;
mod raw;

pub use encoder::{Encoder, Headers, Packet, Planes};
pub use library::{Error, Library, VERSIONS};

#[cfg(test)]
mod tests;
