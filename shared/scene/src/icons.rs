//! Icons by name.
//!
//! `icons.bin` is `icons1\0\0`, the lengths of the index and of the names (each a little-endian u32), the index, the names,
//! and the blocks. All parts are raw DEFLATE. The index has a line `first name TAB length` for each block; a block has up to
//! 64 icons in the order of their names, a line `name TAB width TAB height TAB body` each. So one icon costs the reading of
//! one block, a tenth of a millisecond.

use std::sync::LazyLock;

use crate::Problem;

mod near;

/// The file.
static FILE: &[u8] = include_bytes!("../icons/icons.bin");

static SHELVES: LazyLock<Shelves> = LazyLock::new(Shelves::read);

/// A drawing: the inside of an `<svg>` with this view box.
#[derive(Debug, Clone, PartialEq)]
pub struct Icon {
    /// The markup.
    pub body: String,
    /// Of the view box, which begins at 0.
    pub width: f32,
    /// Of the view box, which begins at 0.
    pub height: f32,
}

/// A name that no icon has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownIcon {
    /// The name.
    pub name: String,
    /// Up to five icons of nearly that name, the nearest first.
    pub near: Vec<String>,
}

/// The icon of a name such as `mdi:home`.
pub fn icon(name: &str) -> Result<Icon, UnknownIcon> {
    SHELVES.find(name).ok_or_else(|| UnknownIcon { name: name.to_owned(), near: near::names(name, 5) })
}

/// The names of icons that have all of the words in them, the shortest first, at most so many.
pub fn search_icons(words: &str, most: usize) -> Vec<String> {
    let words: Vec<String> = words.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let names = SHELVES.names();
    let mut found: Vec<&str> =
        names.lines().filter(|name| words.iter().all(|word| name.contains(word.as_str()))).collect();
    found.sort_by_key(|name| (name.len(), *name));
    found.into_iter().take(most).map(str::to_owned).collect()
}

impl From<UnknownIcon> for Problem {
    fn from(UnknownIcon { name, near }: UnknownIcon) -> Self {
        let advice = match near.as_slice() {
            [] => {
                "The sets are lucide, mdi, ph, simple-icons and tabler: write one of them, a colon and a name"
                    .to_owned()
            }
            near => format!("Did you mean {}?", near.join(", ")),
        };
        Self::Icon { message: format!("There is no icon `{name}`. {advice}"), name, near }
    }
}

/// The parts of the file.
struct Shelves {
    /// The first name in each block, and where the block is.
    blocks: Vec<(String, std::ops::Range<usize>)>,
    names: &'static [u8],
}

impl Shelves {
    fn read() -> Self {
        let length = |at: usize| {
            let bytes: [u8; 4] =
                FILE.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).unwrap_or_default();
            u32::from_le_bytes(bytes) as usize
        };
        let (index, names) = (length(8), length(12));
        let mut at = 16 + index + names;
        let mut blocks = Vec::new();
        for line in inflated(&FILE[16..16 + index]).lines() {
            let (first, length) = line.split_once('\t').unwrap_or_default();
            let end = at + length.parse::<usize>().unwrap_or_default();
            blocks.push((first.to_owned(), at..end));
            at = end;
        }
        Self { blocks, names: &FILE[16 + index..16 + index + names] }
    }

    fn names(&self) -> String {
        inflated(self.names)
    }

    fn find(&self, name: &str) -> Option<Icon> {
        let after = self.blocks.partition_point(|(first, _)| first.as_str() <= name);
        let (_, range) = self.blocks.get(after.checked_sub(1)?)?;
        let block = inflated(FILE.get(range.clone())?);
        let line = block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('\t'))?;
        let mut parts = line.splitn(3, '\t');
        let (width, height) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(Icon { body: parts.next()?.to_owned(), width, height })
    }
}

/// What a part of our own file says.
fn inflated(part: &[u8]) -> String {
    let bytes = miniz_oxide::inflate::decompress_to_vec(part).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests;
