//! An edge with a function of Python, each of whose steps is a word of the test.

mod ends;
mod gate;
mod pool;
mod talk;
