//! Tests over several crates, the template and the local cloud: one binary, so that it is linked once.

mod admitted;
mod drift;
mod events;
mod flows;
mod generated;
mod isolation;
mod law;
mod local;
mod repository;
mod simulator;
mod template;
