//! The sorts of function. Each has a trait that a handler implements, and a function that erases it.

pub mod consumer;
pub mod decode;
pub mod duty;
pub mod http;
pub mod route;
pub mod stage;
pub mod stream;
