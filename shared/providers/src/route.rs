//! Which model is asked: rules over capability tiers, never over names of models.
//!
//! The tier follows from the tool that wrote the prompt, from how much the prompt asks for, and from the quality. Of the offers in
//! that tier the cheapest is taken. A sketch is painted by rules: it is taken when it is asked for by name or when nothing else can
//! do the order, never because it is cheap.

use std::sync::LazyLock;

use model::Quality;
use serde::Deserialize;

use crate::catalogue::{Offer, Tier};

/// From this complexity on, of 5, a prompt asks for the best tier: several subjects, each with its own place and light.
pub const COMPLEX: u8 = 4;

/// What an order asks of a model, beside its size.
#[derive(Debug, Clone, Copy, Default)]
pub struct Demand<'a> {
    /// How much work is to go into it.
    pub quality: Quality,
    /// How much the prompt asks for, 1 to 5; unknown before it was read.
    pub complexity: Option<u8>,
    /// The tool that wrote the prompt.
    pub tool: Option<&'a str>,
    /// The models, as `provider/model`, that were asked before and did not hold what was wanted.
    pub tried: &'a [String],
}

/// An offer that was chosen, and why, in sentences.
#[derive(Debug, Clone)]
pub struct Routed<'o, 'a> {
    /// The offer.
    pub offer: &'o Offer<'a>,
    /// Why this one.
    pub reasons: Vec<String>,
}

/// The tools of the catalogue.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tools {
    /// Those that draw to scale.
    exact: Vec<String>,
}

static TOOLS: LazyLock<Tools> = LazyLock::new(|| {
    // The file is part of the build, and a test reads it.
    toml::from_str(include_str!("../catalogue/tools.toml")).unwrap_or_default()
});

impl Demand<'_> {
    /// The tier that is wanted, and why.
    fn tier(&self) -> (Tier, String) {
        if let Some(tool) = self.tool.filter(|tool| is_exact(tool)) {
            return (Tier::Best, format!("`{tool}` draws to scale, which asks for the best tier"));
        }
        if let Some(complexity) = self.complexity.filter(|complexity| *complexity >= COMPLEX) {
            return (
                Tier::Best,
                format!("the prompt asks for much, {complexity} of 5, and so for the best tier"),
            );
        }
        let quality = self.quality.word();
        match self.quality {
            Quality::High | Quality::Ultra => {
                (Tier::Best, format!("the quality `{quality}` asks for the best tier"))
            }
            Quality::Draft | Quality::Standard => {
                (Tier::Fast, format!("the quality `{quality}` asks for a fast model"))
            }
        }
    }
}

/// Whether `tool` is one that draws to scale.
fn is_exact(tool: &str) -> bool {
    let name: String = tool.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    TOOLS.exact.iter().any(|exact| name.starts_with(exact.as_str()))
}

/// The offer to take: of the wanted tier, or the nearest one above it, or else below it; in it one that was not tried before, and of
/// those the cheapest. `None` when there are no offers.
pub fn route<'o, 'a>(offers: &'o [Offer<'a>], demand: &Demand<'_>) -> Option<Routed<'o, 'a>> {
    let (wanted, why) = demand.tier();
    let tiers = offers.iter().map(|offer| offer.model.tier);
    let above = tiers.clone().filter(|tier| *tier >= wanted).min();
    let tier = above.or_else(|| tiers.max())?;
    let tried = |offer: &Offer<'_>| demand.tried.contains(&offer.name());
    let in_tier = offers.iter().filter(|offer| offer.model.tier == tier);
    let offer = in_tier.min_by_key(|offer| (tried(offer), offer.price))?;
    let mut reasons = vec![why];
    if tier != wanted {
        reasons.push(format!(
            "nothing of that tier can do this for the price held; the nearest tier is {}",
            tier.word()
        ));
    }
    if offers.iter().any(|other| other.model.tier == tier && tried(other)) {
        reasons.push(if tried(offer) {
            format!("no other model of the tier {} can do this", tier.word())
        } else {
            "another model of the tier was asked before and did not hold what was wanted".to_owned()
        });
    }
    Some(Routed { offer, reasons })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::fixture::{model, offer};

    /// The model that `demand` gets among a sketch, two fast ones and two of the best, and the reasons.
    fn routed(demand: Demand<'_>) -> (String, Vec<String>) {
        let models = [
            model("sketch", Tier::Sketch),
            model("quick", Tier::Fast),
            model("quicker", Tier::Fast),
            model("fine", Tier::Best),
            model("finest", Tier::Best),
        ];
        let prices = [1, 20, 10, 50, 40];
        let offers: Vec<_> = models.iter().zip(prices).map(|(model, price)| offer(model, price)).collect();
        let routed = route(&offers, &demand).unwrap();
        (routed.offer.model.id.clone(), routed.reasons)
    }

    #[test]
    fn the_tools_of_the_catalogue_are_read() {
        assert!(toml::from_str::<Tools>(include_str!("../catalogue/tools.toml")).is_ok());
        for tool in ["cad", "CAD", "AutoCAD LT", "SketchUp", "fusion 360"] {
            assert!(is_exact(tool), "{tool}");
        }
        for tool in ["chat", "figma", "", "notes on cad"] {
            assert!(!is_exact(tool), "{tool}");
        }
    }

    #[test]
    fn the_tier_follows_from_tool_complexity_and_quality() {
        let draft = Demand { quality: Quality::Draft, ..Demand::default() };
        assert_eq!(routed(draft).0, "quicker");
        for high in [
            Demand { tool: Some("cad"), ..draft },
            Demand { complexity: Some(COMPLEX), ..draft },
            Demand { quality: Quality::High, ..draft },
            Demand { quality: Quality::Ultra, ..draft },
        ] {
            let (model, reasons) = routed(high);
            assert_eq!(model, "finest", "{high:?}");
            assert!(reasons[0].contains("best tier"), "{reasons:?}");
        }
        let tool = Demand { tool: Some("figma"), complexity: Some(COMPLEX - 1), ..draft };
        assert_eq!(routed(tool).0, "quicker", "neither a tool of words nor a plain prompt asks for more");
    }

    #[test]
    fn a_sketch_is_taken_only_when_nothing_else_can_do_it() {
        let sketch = model("sketch", Tier::Sketch);
        let offers = [offer(&sketch, 1)];
        let routed = route(&offers, &Demand::default()).unwrap();
        assert_eq!(routed.offer.model.id, "sketch");
        assert!(routed.reasons[1].contains("the nearest tier is sketch"), "{:?}", routed.reasons);
        assert!(route(&[], &Demand::default()).is_none());
    }

    #[test]
    fn a_model_that_was_tried_gives_way_to_another_of_its_tier_and_to_none_below() {
        let tried = ["p/finest".to_owned()];
        let demand = Demand { quality: Quality::High, tried: &tried, ..Demand::default() };
        let (model, reasons) = routed(demand);
        assert_eq!(model, "fine");
        assert!(reasons.iter().any(|reason| reason.contains("was asked before")), "{reasons:?}");
        let both = ["p/finest".to_owned(), "p/fine".to_owned()];
        let (model, reasons) = routed(Demand { tried: &both, ..demand });
        assert_eq!(model, "finest", "{reasons:?}");
    }
}
