//! Providers of media: the catalogue of what they offer, and one module for each.
//!
//! The catalogue is data: capabilities, limits, prices with dates and sources. Routing reads it and knows no model by name.
//! A provider is asked in two steps: [`Provider::lower`] turns an order into the request on the wire, without side effects, and
//! [`Provider::submit`] sends it. One that answers later is asked again ([`Provider::poll`]). Who may send it, and how often, `jobs::attempt` decides.

pub mod builtin;
pub mod catalogue;

mod estimate;
mod registry;
mod route;

pub use catalogue::{Catalogue, Model, Offer, Task};
pub use contract::port::provider::{
    Answer, EditOf, MAX_ID_BYTES, MadeBy, Order, Picture, Polled, Provider, Wire, Withdrawn,
};
pub use estimate::Estimate;
pub use registry::Registry;
pub use route::{Demand, Routed, route};
