//! What can be bought where, and for how much.

use std::sync::LazyLock;

use model::{Size, UsdMicros};
use serde::Deserialize;

/// Every provider that this build knows.
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let sources = [include_str!("../catalogue/builtin.toml")];
    let read = |text| toml::from_str::<Offerer>(text);
    let providers = sources.into_iter().map(read).collect::<Result<_, _>>();
    // The files are part of the build, and a test reads them.
    Catalogue { providers: providers.unwrap_or_default() }
});

/// All providers and their models.
#[derive(Debug)]
pub struct Catalogue {
    providers: Vec<Offerer>,
}

/// One provider's part of the catalogue.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Offerer {
    id: String,
    idempotent_create: bool,
    models: Vec<Model>,
}

/// A model.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Its name at its provider.
    pub id: String,
    /// Other names that requests may use.
    pub aliases: Vec<String>,
    /// What it makes.
    pub tasks: Vec<Task>,
    /// How good it is: what the router goes by.
    pub tier: Tier,
    /// The most pictures of one request.
    pub max_count: u8,
    /// The shortest side of a picture.
    pub min_side: u32,
    /// The longest side of a picture.
    pub max_side: u32,
    /// Whether it may be used.
    pub lifecycle: Lifecycle,
    /// Whether it is used only when a request names it: no router chooses it.
    #[serde(default)]
    pub only_named: bool,
    /// In how many seconds it has answered when it answers later; absent when it answers at once.
    #[serde(default)]
    pub answers_within_seconds: Option<u32>,
    /// What it costs.
    pub(crate) prices: Vec<Price>,
}

/// What a model makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Pictures from words.
    Image,
    /// Pictures from a picture and words.
    Edit,
}

/// A class of capability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Rules and no model: previews, offline work, tests.
    Sketch,
    /// Quick and cheap.
    Fast,
    /// The best there is.
    Best,
}

/// Whether a model may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lifecycle {
    /// Yes.
    Active,
    /// For now: it has a date of shutdown.
    Deprecated,
    /// No longer.
    Retired,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Price {
    unit: Unit,
    usd_micros: i64,
    #[serde(rename = "valid_from")]
    _valid_from: String,
    source: String,
    read_on: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Unit {
    Image,
}

/// A model at its provider, for so many pictures at a price.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    /// Who offers it.
    pub provider: &'a str,
    /// Whether a request may be sent again when its answer was lost.
    pub idempotent_create: bool,
    /// What is offered.
    pub model: &'a Model,
    /// What the order would cost at most.
    pub price: UsdMicros,
    /// Where the price is published.
    pub source: &'a str,
    /// The day on which it was read there.
    pub read_on: &'a str,
}

impl Catalogue {
    /// The catalogue of this build.
    pub fn get() -> &'static Self {
        &CATALOGUE
    }

    /// Every offer that can do `task` for `count` pictures of `size`, in the order of the catalogue. `wanted` names one model,
    /// by alias or as `provider/model`.
    pub fn offers(&self, task: Task, size: Size, count: u8, wanted: Option<&str>) -> Vec<Offer<'_>> {
        let all = self
            .providers
            .iter()
            .flat_map(|provider| provider.models.iter().map(move |model| (provider, model)));
        let is_wanted = |provider: &Offerer, model: &Model| match wanted {
            Some(name) => model.is_called(&provider.id, name),
            None => !model.only_named,
        };
        all.filter(|(provider, model)| is_wanted(provider, model))
            .filter(|(_, model)| model.can(task, size, count))
            .filter_map(|(provider, model)| provider.offer(model, count))
            .collect()
    }

    /// Every model, with the id of its provider.
    pub fn models(&self) -> impl Iterator<Item = (&str, &Model)> {
        self.providers
            .iter()
            .flat_map(|provider| provider.models.iter().map(move |model| (provider.id.as_str(), model)))
    }

    /// The names that a request may use for a model that can do `task`.
    pub fn names(&self, task: Task) -> Vec<&str> {
        let models = self.providers.iter().flat_map(|provider| &provider.models);
        let usable =
            models.filter(|model| model.lifecycle != Lifecycle::Retired && model.tasks.contains(&task));
        usable.flat_map(|model| model.aliases.iter().map(String::as_str)).collect()
    }
}

impl Offerer {
    fn offer<'a>(&'a self, model: &'a Model, count: u8) -> Option<Offer<'a>> {
        let price = model.prices.iter().find(|price| price.unit == Unit::Image)?;
        Some(Offer {
            provider: &self.id,
            idempotent_create: self.idempotent_create,
            model,
            price: UsdMicros::new(price.usd_micros.checked_mul(count.into())?),
            source: &price.source,
            read_on: &price.read_on,
        })
    }
}

impl Model {
    fn is_called(&self, provider: &str, name: &str) -> bool {
        let full = name.split_once('/').is_some_and(|(p, m)| p == provider && m == self.id);
        full || self.aliases.iter().any(|alias| alias == name)
    }

    fn can(&self, task: Task, size: Size, count: u8) -> bool {
        let sides = self.min_side..=self.max_side;
        self.lifecycle != Lifecycle::Retired
            && self.tasks.contains(&task)
            && count <= self.max_count
            && sides.contains(&size.width)
            && sides.contains(&size.height)
    }
}

impl From<model::render::Task> for Task {
    fn from(task: model::render::Task) -> Self {
        match task {
            model::render::Task::Image => Self::Image,
            model::render::Task::Edit => Self::Edit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { width: 512, height: 512 };

    #[test]
    fn every_file_is_read() {
        assert!(toml::from_str::<Offerer>(include_str!("../catalogue/builtin.toml")).is_ok());
        assert!(!Catalogue::get().names(Task::Image).is_empty());
    }

    #[test]
    fn a_model_is_found_by_alias_and_by_its_full_name_and_priced_by_the_picture() {
        for name in [None, Some("builtin"), Some("builtin/sketch")] {
            let offers = Catalogue::get().offers(Task::Image, SIZE, 3, name);
            assert_eq!(
                offers.iter().map(|offer| offer.price.get()).collect::<Vec<_>>(),
                [30_000],
                "{name:?}"
            );
        }
        assert!(Catalogue::get().offers(Task::Image, SIZE, 1, Some("builtin/other")).is_empty());
        assert!(Catalogue::get().offers(Task::Image, Size { width: 4_096, height: 512 }, 1, None).is_empty());
    }

    #[test]
    fn a_model_that_is_only_named_is_chosen_by_nobody_else() {
        let named = |name| -> Vec<&str> {
            let offers = Catalogue::get().offers(Task::Image, SIZE, 1, name);
            offers.iter().map(|offer| offer.model.id.as_str()).collect()
        };
        assert!(!named(None).contains(&"easel"));
        assert_eq!((named(Some("easel")), named(Some("builtin/easel"))), (vec!["easel"], vec!["easel"]));
    }
}
