//! How well prompts are understood: F1 per field, against labels that a reader gave.

use providers::builtin::intent::{Report, report};

/// The fields that are labelled, in the order of the columns after the prompt.
pub const FIELDS: [&str; 7] = ["subject", "setting", "style", "hour", "palette", "mood", "composition"];

/// The prompts on which the lexicon was improved.
pub const TUNED: &str = include_str!("tuned.tsv");
/// The prompts that were measured afterwards.
pub const HELD_OUT: &str = include_str!("held_out.tsv");

/// What was found, invented and missed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    right: u32,
    invented: u32,
    missed: u32,
}

/// A field that was read otherwise than labelled.
pub struct Slip {
    /// The prompt.
    pub prompt: &'static str,
    /// The field.
    pub field: &'static str,
    /// The label.
    pub label: &'static str,
    /// What was read.
    pub read: String,
}

impl std::fmt::Display for Slip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { prompt, field, label, read } = self;
        write!(f, "{prompt}: {field} is {label}, read as {read:?}")
    }
}

impl Score {
    /// The harmonic mean of precision and recall; 1 where there was nothing to find and nothing was invented.
    pub fn f1(self) -> f64 {
        let all = 2 * self.right + self.invented + self.missed;
        if all == 0 { 1.0 } else { f64::from(2 * self.right) / f64::from(all) }
    }

    fn add(&mut self, label: &str, read: &[String], is: impl Fn(&str, &str) -> bool) -> bool {
        let before = (self.invented, self.missed);
        if label.contains(',') || read.len() > 1 {
            let wanted: Vec<&str> = label.split(',').filter(|label| *label != "-").collect();
            let right = wanted.iter().filter(|label| read.iter().any(|read| is(label, read))).count();
            self.right += count(right);
            self.missed += count(wanted.len() - right);
            self.invented += count(read.len().saturating_sub(right));
        } else {
            let unsaid = label.split('|').any(|label| label == "-");
            match read.first() {
                None if unsaid => {}
                None => self.missed += 1,
                Some(read) if label.split('|').any(|label| is(label, read)) => self.right += 1,
                Some(_) => {
                    self.invented += 1;
                    self.missed += u32::from(!unsaid);
                }
            }
        }
        before == (self.invented, self.missed)
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Reads every prompt of a corpus: the score of each field, and what went wrong.
pub fn measure(corpus: &'static str) -> ([Score; FIELDS.len()], Vec<Slip>) {
    let mut scores = [Score::default(); FIELDS.len()];
    let mut slips = Vec::new();
    for row in corpus.lines() {
        let mut cells = row.split('\t');
        let Some(prompt) = cells.next() else { continue };
        let said = report(prompt, None);
        for ((field, label), score) in FIELDS.into_iter().zip(cells).zip(&mut scores) {
            let read = read(&said, field);
            let known = said.subject != said.subject_words;
            let is = |label: &str, read: &str| {
                // A word outside the vocabulary must come through; one inside it must be recognised.
                label == read || (field == "subject" && !known && read.to_lowercase().contains(label))
            };
            if !score.add(label, &read, is) {
                slips.push(Slip { prompt, field, label, read: read.join(",") });
            }
        }
    }
    (scores, slips)
}

/// What a report says of a field; nothing where the prompt leaves it open.
fn read(said: &Report, field: &str) -> Vec<String> {
    if said.open.iter().any(|open| open == field) {
        return Vec::new();
    }
    match field {
        "subject" => vec![said.subject.clone()],
        "setting" => vec![said.setting.clone()],
        "style" => vec![said.style.clone()],
        "hour" => vec![said.hour.clone()],
        "mood" => vec![said.mood.clone()],
        "composition" => vec![said.composition.clone()],
        _ => {
            // "Black and white" is one entry with several swatches.
            let names = said.palette.iter().flat_map(|colour| colour.name.split(" and "));
            names.map(str::to_owned).collect::<std::collections::BTreeSet<_>>().into_iter().collect()
        }
    }
}
