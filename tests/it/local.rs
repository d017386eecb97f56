//! Tests against the deployed template on the local cloud: real functions, flows and tables.
//!
//! The cloud is started once for the test process, on ports and state of its own, and ends with it.

mod api;
mod bad_input;
mod budget;
mod cloud;
mod command;
mod concurrency;
mod conformance;
mod dead_letters;
mod death;
mod differential;
mod doctor;
mod edge;
mod failure;
mod fan_out;
mod least_privilege;
mod line;
mod nested;
mod outage;
mod patches;
mod projects;
mod raw;
mod receipt;
mod story;
mod streams;
mod uploads;
