//! What an order will cost, before anybody is asked.

use model::UsdMicros;

use crate::catalogue::Offer;
use crate::route::{Demand, route};

/// Prices of the offers that may be chosen.
#[derive(Debug, Clone, Copy)]
pub struct Estimate<'a> {
    /// Of the cheapest.
    pub min: UsdMicros,
    /// Of the one that would be chosen at this moment.
    pub likely: UsdMicros,
    /// The dearest: its price is what an order costs at most.
    pub dearest: Offer<'a>,
}

impl<'a> Estimate<'a> {
    /// The estimate for `offers`, of which `demand` decides; `None` when there are none.
    pub fn of(offers: &[Offer<'a>], demand: &Demand<'_>) -> Option<Self> {
        let dearest = *offers.iter().max_by_key(|offer| offer.price)?;
        let min = offers.iter().map(|offer| offer.price).min()?;
        Some(Self { min, likely: route(offers, demand)?.offer.price, dearest })
    }
}

#[cfg(test)]
mod tests {
    use model::Quality;

    use super::*;
    use crate::catalogue::Tier;
    use crate::catalogue::fixture::{model, offer};

    #[test]
    fn the_likely_price_is_that_of_the_model_that_would_be_routed() {
        let (fast, best) = (model("fast", Tier::Fast), model("best", Tier::Best));
        let offers = [offer(&fast, 10), offer(&best, 50), offer(&best, 40), offer(&fast, 70)];
        for (quality, likely) in [(Quality::Draft, 10), (Quality::High, 40)] {
            let estimate = Estimate::of(&offers, &Demand { quality, ..Demand::default() }).unwrap();
            let prices = [estimate.min, estimate.likely, estimate.dearest.price].map(UsdMicros::get);
            assert_eq!(prices, [10, likely, 70]);
        }
    }

    #[test]
    fn nothing_costs_nothing_and_is_no_estimate() {
        assert!(Estimate::of(&[], &Demand::default()).is_none());
    }
}
