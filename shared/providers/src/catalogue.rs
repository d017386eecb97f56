//! What can be bought where, and for how much.

use std::fmt;
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
    /// The most pictures of one edit; by default as many as of anything.
    #[serde(default)]
    pub max_edits: Option<u8>,
    /// The shortest side of a picture.
    pub min_side: u32,
    /// The longest side of a picture.
    pub max_side: u32,
    /// How many times as long as the shorter side the longer one may be.
    pub max_ratio: f64,
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

/// Why nothing in the catalogue can do an order: the first of its wishes that cannot be met, and what could be.
#[derive(Debug, Clone, PartialEq)]
pub enum Lack {
    /// No model has this name, or the one that has it does not do the task; these do.
    Model(Vec<String>),
    /// No model does the task.
    Task,
    /// The most pictures of one request.
    Count(u8),
    /// The bounds within which a model paints.
    Shape(Vec<Bounds>),
}

/// The shapes that a model paints.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The shortest side, in pixels.
    pub least: u32,
    /// The longest side, in pixels.
    pub most: u32,
    /// How many times as long as the shorter side the longer one may be.
    pub ratio: f64,
}

impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { least, most, ratio } = self;
        write!(f, "{least} to {most} pixels a side, the longer at most {ratio} times the shorter")
    }
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

    /// Why [`Self::offers`] has none for `task`, `wanted` and `count`; if nothing else is wrong, it is the shape.
    pub fn lack(&self, task: Task, count: u8, wanted: Option<&str>) -> Lack {
        let usable: Vec<_> = self
            .providers
            .iter()
            .flat_map(|provider| provider.models.iter().map(move |model| (provider, model)))
            .filter(|(_, model)| model.lifecycle != Lifecycle::Retired && model.tasks.contains(&task))
            .collect();
        if usable.is_empty() {
            return Lack::Task;
        }
        let called = |(provider, model): &&(&Offerer, &Model)| {
            wanted.map_or(!model.only_named, |name| model.is_called(&provider.id, name))
        };
        let named: Vec<_> = usable.iter().filter(called).map(|(_, model)| *model).collect();
        let Some(most) = named.iter().map(|model| model.most(task)).max() else {
            return Lack::Model(self.names(task).into_iter().map(str::to_owned).collect());
        };
        if count > most {
            return Lack::Count(most);
        }
        Lack::Shape(
            named.iter().filter(|model| count <= model.most(task)).map(|model| model.bounds()).collect(),
        )
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

impl Offer<'_> {
    /// `provider/model`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.provider, self.model.id)
    }
}

impl Tier {
    /// The tier in a word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sketch => "sketch",
            Self::Fast => "fast",
            Self::Best => "best",
        }
    }
}

impl Bounds {
    fn hold(&self, size: Size) -> bool {
        let sides = self.least..=self.most;
        let (shorter, longer) = (size.width.min(size.height), size.width.max(size.height));
        sides.contains(&shorter)
            && sides.contains(&longer)
            && f64::from(longer) <= self.ratio * f64::from(shorter)
    }
}

impl Model {
    const fn bounds(&self) -> Bounds {
        Bounds { least: self.min_side, most: self.max_side, ratio: self.max_ratio }
    }

    fn is_called(&self, provider: &str, name: &str) -> bool {
        let full = name.split_once('/').is_some_and(|(p, m)| p == provider && m == self.id);
        full || self.aliases.iter().any(|alias| alias == name)
    }

    /// The most pictures of one request for `task`.
    fn most(&self, task: Task) -> u8 {
        self.max_edits.filter(|_| task == Task::Edit).unwrap_or(self.max_count)
    }

    fn can(&self, task: Task, size: Size, count: u8) -> bool {
        self.lifecycle != Lifecycle::Retired
            && self.tasks.contains(&task)
            && count <= self.most(task)
            && self.bounds().hold(size)
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

/// A model and what it is offered for, for the tests of who chooses among them.
#[cfg(test)]
pub(crate) mod fixture {
    use super::*;

    pub(crate) fn model(id: &str, tier: Tier) -> Model {
        Model {
            id: id.to_owned(),
            aliases: vec![],
            tasks: vec![],
            tier,
            max_count: 1,
            max_edits: None,
            min_side: 1,
            max_side: 1,
            max_ratio: 1.0,
            lifecycle: Lifecycle::Active,
            only_named: false,
            answers_within_seconds: None,
            prices: vec![],
        }
    }

    pub(crate) fn offer(model: &Model, price: i64) -> Offer<'_> {
        let price = UsdMicros::new(price);
        Offer { provider: "p", idempotent_create: false, model, price, source: "s", read_on: "r" }
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
    fn a_shape_is_bounded_by_its_sides_and_by_their_ratio() {
        let bounds = Bounds { least: 256, most: 2_048, ratio: 2.5 };
        let holds = |width, height| bounds.hold(Size { width, height });
        assert!(holds(256, 640) && holds(640, 256) && holds(2_048, 2_048));
        assert!(!holds(256, 641) && !holds(641, 256) && !holds(255, 300) && !holds(2_049, 2_048));
    }

    #[test]
    fn the_first_wish_that_cannot_be_met_is_told_with_what_could_be() {
        let lack = |count, wanted| Catalogue::get().lack(Task::Image, count, wanted);
        assert_eq!(
            lack(1, Some("gpt-nothing")),
            Lack::Model(vec!["builtin".to_owned(), "sketch".to_owned(), "easel".to_owned()])
        );
        assert_eq!(lack(9, Some("sketch")), Lack::Count(4));
        assert_eq!(Catalogue::get().lack(Task::Edit, 2, None), Lack::Count(1));
        assert!(Catalogue::get().offers(Task::Edit, SIZE, 2, None).is_empty());
        assert_eq!(Catalogue::get().offers(Task::Edit, SIZE, 1, None).len(), 1);
        let Lack::Shape(bounds) = lack(1, None) else { panic!("the shape is left") };
        assert_eq!(
            bounds[0].to_string(),
            "256 to 2048 pixels a side, the longer at most 4 times the shorter"
        );
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
