//! The studio as a user runs it: scenes in, films out, looked at with ffmpeg.

mod desk;
mod films;
mod hostile;
mod words;
