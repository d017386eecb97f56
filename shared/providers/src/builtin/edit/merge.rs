//! Changes merged into the plan of a picture that this painter painted.

use super::clauses::Change;
use super::tone::Tone;
use crate::builtin::Plan;
use crate::builtin::intent::{Role, Setting, Subject, Swatch, Weather};
use crate::builtin::scene::home;

/// Merges `changes`; a sentence for the caller when rules cannot do one.
pub(super) fn into(plan: &mut Plan, tones: &mut Vec<Tone>, changes: &[Change]) -> Result<(), String> {
    for change in changes {
        match change {
            Change::Hour(hour) => plan.intent.hour = *hour,
            Change::Weather(weather) => plan.intent.weather = *weather,
            Change::Season(season) => {
                plan.intent.season = *season;
                if plan.intent.weather == Weather::Snow && *season != crate::builtin::intent::Season::Winter {
                    plan.intent.weather = Weather::Clear;
                }
            }
            Change::Mood(mood) => plan.intent.mood = *mood,
            Change::Style(style) => plan.intent.style = *style,
            Change::Setting(place) => plan.intent.setting = *place,
            Change::Framing(composition) => plan.intent.composition = *composition,
            Change::Palette(swatches) => recolour(plan, swatches, Role::Scene),
            Change::Own(thing, swatches) => own(plan, *thing, swatches)?,
            Change::Remove(subject) => remove(plan, *subject)?,
            Change::Replace(from, to, words) => replace(plan, *from, *to, words)?,
            Change::Add(subject, words, swatches) => add(plan, *subject, words, swatches)?,
            Change::Tone(tone) => tones.push(*tone),
        }
    }
    Ok(())
}

/// Swatches in a role, in place of those that had it.
fn recolour(plan: &mut Plan, swatches: &[Swatch], role: Role) {
    let all = &mut plan.intent.palette.swatches;
    all.retain(|swatch| swatch.role != role);
    all.extend(swatches.iter().map(|swatch| Swatch { role, ..swatch.clone() }));
}

fn own(plan: &mut Plan, thing: Option<Subject>, swatches: &[Swatch]) -> Result<(), String> {
    if let Some(extra) =
        plan.extras.iter_mut().find(|extra| thing.is_some_and(|thing| is(extra.subject, thing)))
    {
        extra.swatches = swatches.to_vec();
        return Ok(());
    }
    if plan.absent || thing.is_some_and(|thing| !is(plan.intent.subject, thing)) {
        return Err(missing(plan, thing.unwrap_or(plan.intent.subject)));
    }
    recolour(plan, swatches, Role::Subject);
    Ok(())
}

fn remove(plan: &mut Plan, subject: Subject) -> Result<(), String> {
    let before = plan.extras.len();
    plan.extras.retain(|extra| !is(extra.subject, subject));
    if plan.extras.len() < before {
        return Ok(());
    }
    if plan.absent || !is(plan.intent.subject, subject) {
        return Err(missing(plan, subject));
    }
    let street = plan.intent.subject == Subject::City && place(plan) == Setting::Street;
    let whole = [Subject::Landscape, Subject::Abstract, Subject::Forest, Subject::Sea];
    if street || whole.contains(&plan.intent.subject) {
        return Err(format!(
            "The {} is the whole picture: without it nothing is left. Ask for another picture.",
            plan.intent.subject
        ));
    }
    plan.absent = true;
    Ok(())
}

fn replace(plan: &mut Plan, from: Subject, to: Subject, words: &str) -> Result<(), String> {
    if plan.absent || !is(plan.intent.subject, from) {
        return Err(missing(plan, from));
    }
    // The place stays, also where the new subject would have chosen another.
    plan.intent.setting = place(plan);
    plan.intent.subject = to;
    words.clone_into(&mut plan.intent.subject_words);
    Ok(())
}

fn add(plan: &mut Plan, subject: Subject, words: &str, swatches: &[Swatch]) -> Result<(), String> {
    let stands = !matches!(
        subject,
        Subject::Landscape
            | Subject::Abstract
            | Subject::Unknown
            | Subject::Forest
            | Subject::Sea
            | Subject::City
            | Subject::Mountain
            | Subject::Bridge
            | Subject::StillLife
    );
    if !stands {
        return Err(format!(
            "A {subject} cannot be added beside what is there. Ask for a picture that has it."
        ));
    }
    if plan.extras.len() >= 3 {
        return Err("Three things have been added: there is no room for a fourth.".to_owned());
    }
    let swatches = swatches.iter().map(|swatch| Swatch { role: Role::Subject, ..swatch.clone() }).collect();
    plan.extras.push(crate::builtin::Extra { subject, words: words.to_owned(), swatches });
    Ok(())
}

/// Where the picture's subject stands.
fn place(plan: &Plan) -> Setting {
    if plan.intent.setting == Setting::Open { home(plan.intent.subject) } else { plan.intent.setting }
}

/// A ship may be called a boat, and a tower a building.
fn is(one: Subject, other: Subject) -> bool {
    one == other || (one.family() == other.family() && one != Subject::Unknown)
}

fn missing(plan: &Plan, subject: Subject) -> String {
    let shows = if plan.absent { "an empty scene".to_owned() } else { format!("a {}", plan.intent.subject) };
    format!("There is no {subject} in this picture that could be changed: it shows {shows}.")
}
