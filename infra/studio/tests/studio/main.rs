//! The studio as a user runs it: scenes in, films out, looked at with ffmpeg.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod desk;
mod films;
mod hostile;
mod words;
