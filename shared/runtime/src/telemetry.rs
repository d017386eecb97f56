//! What a function says about itself, all of it on standard output.

pub(crate) mod emf;
pub(crate) mod log;
