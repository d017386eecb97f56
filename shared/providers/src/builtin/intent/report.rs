//! An intent in words: what a checkpoint keeps of it, and what other stages read.

use serde::{Deserialize, Serialize};

use super::reading::Reading;
use super::{Intent, Role, Subject, Swatch};

/// What a prompt asks for, in words. Old checkpoints stay readable: a name that a later lexicon drops is still a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The subject's kind; when no word list has it, the subject's own words, as they were written.
    pub subject: String,
    /// The subject's phrase as it was written, without articles.
    pub subject_words: String,
    /// Where it stands; `open` when the prompt leaves that to the painter.
    pub setting: String,
    /// How the picture is made.
    pub style: String,
    /// Colours asked for, in the order of the prompt.
    pub palette: Vec<Colour>,
    /// Framing.
    pub composition: String,
    /// Time of day.
    pub hour: String,
    /// Weather.
    pub weather: String,
    /// Season.
    pub season: String,
    /// Feeling.
    pub mood: String,
    /// How much the prompt asks for, 1..=5.
    pub complexity: u8,
    /// What the prompt demands of any picture: counts (`2 red boats`), exclusions (`no people`), lettering (`text "Café"`,
    /// `no text`), a shape (`aspect 16:9`), materials (`material wood`).
    pub requirements: Vec<String>,
    /// Where the horizon lies, as a share of the height from the top, 0.15..=0.85.
    pub horizon: f32,
    /// The fields above of which the prompt says nothing, so that rules, memory and defaults may fill them.
    #[serde(default)]
    pub open: Vec<String>,
}

/// A colour that a prompt asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colour {
    /// The word or code by which it was asked for.
    pub name: String,
    /// The same as `#rrggbb`.
    pub hex: String,
    /// Whose it is: `scene`, `subject` or `detail`.
    pub role: String,
}

/// Reads a prompt as [`super::parse`] does, and puts the intent in words.
pub fn report(prompt: &str, style: Option<&str>) -> Report {
    let reading = Reading::new(prompt);
    let intent = super::of(&reading, style);
    let open = open(&reading, &intent, style);
    let requirements = reading.requirements();
    let subject = match intent.subject {
        Subject::Unknown => intent.subject_words.clone(),
        known => known.name().to_owned(),
    };
    Report {
        subject,
        subject_words: intent.subject_words,
        setting: intent.setting.name().to_owned(),
        style: intent.style.name().to_owned(),
        palette: intent.palette.swatches.iter().map(Colour::of).collect(),
        composition: intent.composition.name().to_owned(),
        hour: intent.hour.name().to_owned(),
        weather: intent.weather.name().to_owned(),
        season: intent.season.name().to_owned(),
        mood: intent.mood.name().to_owned(),
        complexity: intent.complexity.div_ceil(2),
        requirements,
        horizon: intent.horizon,
        open,
    }
}

/// The fields of which the words say nothing: their values are defaults.
fn open(reading: &Reading<'_>, intent: &Intent, style: Option<&str>) -> Vec<String> {
    let says = reading.says();
    let fields = [
        ("subject", !intent.subject_words.is_empty()),
        ("setting", intent.setting != super::Setting::Open),
        ("style", says.style || style.is_some_and(|style| super::style_of(style).is_some())),
        ("palette", !intent.palette.is_empty()),
        ("composition", says.composition),
        ("hour", says.hour),
        ("weather", says.weather),
        ("season", says.season),
        ("mood", says.mood),
        ("horizon", reading.horizon_asked().is_some()),
    ];
    fields.into_iter().filter(|(_, said)| !said).map(|(field, _)| field.to_owned()).collect()
}

impl Colour {
    fn of(swatch: &Swatch) -> Self {
        let [r, g, b] = swatch.rgb;
        let role = match swatch.role {
            Role::Scene => "scene",
            Role::Subject => "subject",
            Role::Detail => "detail",
        };
        Self { name: swatch.name.clone(), hex: format!("#{r:02x}{g:02x}{b:02x}"), role: role.to_owned() }
    }
}
