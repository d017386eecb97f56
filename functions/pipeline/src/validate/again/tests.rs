use model::UsdMicros;
use providers::Model;
use serde_json::json;

use super::*;

fn model(id: &str, tier: &str) -> Model {
    let model = json!({
        "id": id, "aliases": [], "tasks": ["image"], "tier": tier, "max_count": 1, "min_side": 1, "max_side": 9,
        "max_ratio": 1.0, "lifecycle": "active", "prices": [],
    });
    serde_json::from_value(model).unwrap()
}

/// Whether another try is useful after the model `asked` of a tier, when what is left pays for those of `tiers`, which are named
/// after them, and only the size is wrong.
fn useful((asked, tier): (&str, &str), tiers: &[&str]) -> bool {
    let models: Vec<_> = tiers.iter().map(|tier| model(tier, tier)).collect();
    let offer = |model| Offer {
        provider: "p",
        idempotent_create: false,
        model,
        price: UsdMicros::new(1),
        source: "s",
        read_on: "r",
    };
    let offers: Vec<_> = models.iter().map(offer).collect();
    let tried = [format!("p/{asked}")];
    let demand = Demand { quality: model::Quality::High, tried: &tried, ..Demand::default() };
    is_useful(&offers, &demand, Some(&model(asked, tier)), true)
}

#[test]
fn a_render_is_made_again_by_a_model_as_good_as_the_one_before_or_not_at_all() {
    assert!(useful(("other", "best"), &["best"]), "another model of the tier");
    assert!(!useful(("best", "best"), &["best"]), "the same model would paint the same size");
    assert!(!useful(("best", "best"), &["best", "fast"]), "one of another tier is not asked instead");
    assert!(!useful(("other", "best"), &["fast"]), "the purse pays for a lesser model only");
    assert!(useful(("other", "fast"), &["best"]), "a better one is as welcome");
    assert!(!useful(("other", "best"), &[]), "nothing of the purse is left");
}
