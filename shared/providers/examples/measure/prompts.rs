//! Prompts from a file.

/// The prompts that the painter was tuned on.
pub const TUNED: &str = include_str!("prompts/tuned.tsv");

/// A line of a file of prompts.
pub struct Line {
    /// Whether the place shows its horizon.
    pub shown: bool,
    /// Width to height.
    aspect: (u32, u32),
    subjects: [String; 2],
    place: String,
    palette: String,
}

/// The lines of a file.
pub fn read(text: &str) -> Result<Vec<Line>, String> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| Line::read(line).ok_or(format!("this line has not six columns: {line}"))).collect()
}

impl Line {
    fn read(line: &str) -> Option<Self> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [shown, aspect, one, other, place, palette] = columns[..] else { return None };
        let (across, down) = aspect.split_once(':')?;
        Some(Self {
            shown: shown == "yes",
            aspect: (across.parse().ok()?, down.parse().ok()?),
            subjects: [one.to_owned(), other.to_owned()],
            place: place.to_owned(),
            palette: palette.to_owned(),
        })
    }

    /// The prompt with each of both subjects.
    pub fn prompts(&self, coloured: bool) -> [String; 2] {
        let palette = if coloured { &self.palette } else { "" };
        let join = if palette.starts_with("in ") || palette.is_empty() { "" } else { "," };
        self.subjects.each_ref().map(|subject| {
            format!("{}{join} {palette}", self.place.replace("{}", subject)).trim_end().to_owned()
        })
    }

    /// What a picture of it is called.
    pub fn name(&self) -> String {
        self.subjects[0].split(' ').skip(1).collect::<Vec<_>>().join("-")
    }

    /// A size of its shape whose longer side is `side`.
    pub fn size(&self, side: u32) -> (u32, u32) {
        let (across, down) = self.aspect;
        let longest = across.max(down);
        (side * across / longest, side * down / longest)
    }
}
