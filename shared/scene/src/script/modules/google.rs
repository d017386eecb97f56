//! The family of modules `@remotion/google-fonts/…`. Fonts are not downloaded: a family that is not in the binary is drawn with one
//! of its kind that is.

use crate::fonts::FAMILIES;

/// Families with serifs whose names do not say so, among those that are used most.
const SERIFS: &[&str] = &[
    "Abril",
    "Alegreya",
    "Arvo",
    "Baskerville",
    "Bitter",
    "Bodoni",
    "Cardo",
    "Caslon",
    "Cinzel",
    "Cormorant",
    "Crimson",
    "Domine",
    "Fraunces",
    "Garamond",
    "Gelasio",
    "Literata",
    "Lora",
    "Lustria",
    "Merriweather",
    "Neuton",
    "Newsreader",
    "Old Standard",
    "Playfair",
    "Prata",
    "Rufina",
    "Slab",
    "Spectral",
    "Tinos",
    "Unna",
    "Vollkorn",
];

/// The source of a module of the family. `PlayfairDisplay` is the family "Playfair Display".
pub(super) fn source(font: &str) -> Option<String> {
    if !font.starts_with(|first: char| first.is_ascii_uppercase())
        || !font.chars().all(|c| c.is_ascii_alphanumeric())
    {
        return None;
    }
    let family = family(font);
    Some(format!(
        "import {{font}} from '#remotion/environment';\nconst one = font('{family}', '{font}', '{}');\n\
         export const {{fontFamily, loadFont, getInfo}} = one;\n",
        drawn(&family)
    ))
}

/// The name of a family as Google writes it.
fn family(font: &str) -> String {
    if let Some(ours) = FAMILIES.iter().find(|ours| ours.replace(' ', "") == font) {
        return (*ours).to_owned();
    }
    let mut family = String::new();
    let mut was_lower = false;
    for letter in font.chars() {
        if (letter.is_ascii_uppercase() || letter.is_ascii_digit()) && was_lower {
            family.push(' ');
        }
        was_lower = letter.is_ascii_lowercase();
        family.push(letter);
    }
    family
}

/// The bundled family that draws one.
fn drawn(family: &str) -> &'static str {
    let [sans, serif, mono] = FAMILIES;
    if let Some(ours) = FAMILIES.iter().find(|ours| **ours == family) {
        return ours;
    }
    if family
        .split(' ')
        .any(|word| matches!(word, "Mono" | "Code" | "Inconsolata" | "Typewriter" | "Courier"))
    {
        return mono;
    }
    let is_serif = family.contains("Serif") || SERIFS.iter().any(|name| family.contains(name));
    if is_serif && !family.contains("Sans") { serif } else { sans }
}

#[cfg(test)]
mod tests {
    use super::{drawn, family};

    #[test]
    fn a_family_is_drawn_with_itself_or_with_one_of_its_kind() {
        for (font, name, ours) in [
            ("Inter", "Inter", "Inter"),
            ("JetBrainsMono", "JetBrains Mono", "JetBrains Mono"),
            ("SourceSerif4", "Source Serif 4", "Source Serif 4"),
            ("PlayfairDisplay", "Playfair Display", "Source Serif 4"),
            ("MerriweatherSans", "Merriweather Sans", "Inter"),
            ("RobotoMono", "Roboto Mono", "JetBrains Mono"),
            ("Poppins", "Poppins", "Inter"),
        ] {
            let found = family(font);
            assert_eq!((found.as_str(), drawn(&found)), (name, ours));
        }
    }
}
