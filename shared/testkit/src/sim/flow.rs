//! The flows: machines from their files, and executions of them.

mod error;
mod execution;
mod machine;
mod query;

pub use error::Error;
pub use execution::{End, Execution, Host};
pub use machine::Machine;
