//! An instruction, clause by clause: what each asks to change.

use super::tone::Tone;
use crate::builtin::intent::{
    Composition, Hour, Instruction, Mood, Season, Setting, Style, Subject, Swatch, Weather,
};

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Change {
    Hour(Hour),
    Weather(Weather),
    Season(Season),
    Mood(Mood),
    Style(Style),
    Setting(Setting),
    Framing(Composition),
    /// The whole picture's colours.
    Palette(Vec<Swatch>),
    /// The colours of one thing in it; of what the picture is of when no thing is named.
    Own(Option<Subject>, Vec<Swatch>),
    Remove(Subject),
    Replace(Subject, Subject, String),
    Add(Subject, String, Vec<Swatch>),
    Tone(Tone),
}

const REMOVE: [&str; 19] = [
    "remove",
    "delete",
    "erase",
    "without",
    "no",
    "drop",
    "hide",
    "entferne",
    "entfernen",
    "ohne",
    "losche",
    "enleve",
    "supprime",
    "sans",
    "quita",
    "elimina",
    "borra",
    "sin",
    "togli",
];
const ADD: [&str; 10] =
    ["add", "put", "include", "insert", "place", "ajoute", "anade", "agrega", "aggiungi", "erganze"];
const REPLACE: [&str; 10] = [
    "replace",
    "turn",
    "change",
    "swap",
    "transform",
    "convert",
    "ersetze",
    "remplace",
    "reemplaza",
    "cambia",
];
const INTO: [&str; 9] = ["with", "by", "into", "to", "for", "durch", "par", "por", "con"];
const KEEP: [&str; 7] = ["keep", "leave", "everything", "rest", "please", "same", "unchanged"];

/// The changes that an instruction asks for; a sentence for the caller when some of it is not understood.
pub(super) fn read(instruction: &str) -> Result<Vec<Change>, String> {
    let said = Instruction::new(instruction);
    let mut changes = Vec::new();
    for clause in said.clauses() {
        if clause.opens_with(&KEEP) {
            continue;
        }
        let found = of(&clause);
        if found.is_empty() {
            return Err(format!(
                "The sketch engine does not know how to do \"{}\". It can change hour, weather, season, style, colours and \
                 light, remove or replace what the picture is of, and add one of the things that it draws.",
                clause.text()
            ));
        }
        changes.extend(found);
    }
    if changes.is_empty() {
        return Err(
            "The instruction names nothing to change. Say what, for example \"make it night\".".to_owned()
        );
    }
    Ok(changes)
}

fn of(clause: &Instruction<'_>) -> Vec<Change> {
    if clause.opens_with(&REMOVE) {
        return removal(clause);
    }
    if let Some(tone) = clause.tone() {
        return vec![Change::Tone(tone)];
    }
    if clause.opens_with(&REPLACE)
        && let Some((from, to, words)) = clause.exchange(&INTO)
    {
        return vec![Change::Replace(from, to, words)];
    }
    if clause.opens_with(&ADD)
        && let Some((subject, words)) = clause.thing()
        && clause.weather().is_none()
        && clause.season().is_none()
    {
        return vec![Change::Add(subject, words, clause.colours())];
    }
    described(clause)
}

/// "Remove the fog" clears the weather, "remove the boat" takes away a thing.
fn removal(clause: &Instruction<'_>) -> Vec<Change> {
    if clause.opens_with(&["no", "without"]) && clause.tone() == Some(Tone::Monochrome) {
        return vec![Change::Tone(Tone::Monochrome)];
    }
    let mut changes = Vec::new();
    if clause.weather().is_some() {
        changes.push(Change::Weather(Weather::Clear));
    }
    if clause.season() == Some(Season::Winter) {
        changes.push(Change::Season(Season::Unstated));
    }
    if changes.is_empty() {
        changes.extend(clause.thing().map(|(subject, _)| Change::Remove(subject)));
    }
    changes
}

/// "Make it night", "in the desert", "as an ink drawing", "the boat red".
fn described(clause: &Instruction<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    changes.extend(clause.hour().map(Change::Hour));
    changes.extend(clause.weather().map(Change::Weather));
    changes.extend(clause.season().map(Change::Season));
    changes.extend(clause.style().map(Change::Style));
    changes.extend(clause.mood().map(Change::Mood));
    changes.extend(clause.composition().map(Change::Framing));
    let colours = clause.colours();
    if !colours.is_empty() {
        changes.push(match clause.thing() {
            Some((subject, _)) => Change::Own(Some(subject), colours),
            None if clause.is_of_all() => Change::Palette(colours),
            None => Change::Own(None, colours),
        });
    } else if changes.is_empty() {
        changes.extend(clause.setting().map(Change::Setting));
    }
    changes
}
