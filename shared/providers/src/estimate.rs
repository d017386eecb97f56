//! What an order will cost, before anybody is asked.

use model::UsdMicros;

use crate::catalogue::Offer;

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
    /// The estimate for `offers`; `None` when there are none.
    pub fn of(offers: &[Offer<'a>]) -> Option<Self> {
        let dearest = *offers.iter().max_by_key(|offer| offer.price)?;
        let min = offers.iter().map(|offer| offer.price).min()?;
        Some(Self { min, likely: routed(offers)?.price, dearest })
    }
}

/// The offer to take: of the best tier, and of those the cheapest; `None` when there are none.
pub fn routed<'o, 'a>(offers: &'o [Offer<'a>]) -> Option<&'o Offer<'a>> {
    offers.iter().max_by(|one, other| one.model.tier.cmp(&other.model.tier).then(other.price.cmp(&one.price)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Lifecycle, Model, Tier};

    fn model(tier: Tier) -> Model {
        Model {
            id: "m".to_owned(),
            aliases: vec![],
            tasks: vec![],
            tier,
            max_count: 1,
            min_side: 1,
            max_side: 1,
            lifecycle: Lifecycle::Active,
            only_named: false,
            answers_within_seconds: None,
            prices: vec![],
        }
    }

    fn offer(model: &Model, price: i64) -> Offer<'_> {
        let price = UsdMicros::new(price);
        Offer { provider: "p", idempotent_create: false, model, price, source: "s", read_on: "r" }
    }

    #[test]
    fn the_likely_price_is_that_of_the_cheapest_of_the_best_tier() {
        let (fast, best) = (model(Tier::Fast), model(Tier::Best));
        let offers = [offer(&fast, 10), offer(&best, 50), offer(&best, 40), offer(&fast, 70)];
        let estimate = Estimate::of(&offers).unwrap();
        let prices = [estimate.min, estimate.likely, estimate.dearest.price].map(UsdMicros::get);
        assert_eq!(prices, [10, 40, 70]);
    }

    #[test]
    fn nothing_costs_nothing_and_is_no_estimate() {
        assert!(Estimate::of(&[]).is_none());
        assert!(routed(&[]).is_none());
    }
}
