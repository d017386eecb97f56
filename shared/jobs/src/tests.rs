//! What the tests of this crate share, and the tests of the spine as a whole.

mod audit;
mod crash;
mod feed;
mod flow;
pub(crate) mod lab;
mod machine;
mod storm;
mod verbs;

pub(crate) use lab::{Invocation, Lab};
pub(crate) use verbs::{Ask, accepted_as, landed, output, problem, sent, words};
