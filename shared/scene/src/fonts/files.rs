//! The files.

use takumi_core::resources::font::GenericFamily;

use super::Subset;

/// A font file.
pub(super) struct Face {
    pub(super) bytes: &'static [u8],
    pub(super) family: &'static str,
    pub(super) generic: Option<GenericFamily>,
    /// Whether it serves only what no other has.
    pub(super) last: bool,
    pub(super) subset: Subset,
}

/// One of the text families: upright and italic, each of all weights.
macro_rules! text {
    ($file:literal, $family:literal, $generic:ident, $subset:literal, $kind:ident, $style:literal) => {
        Face {
            bytes: include_bytes!(concat!("../../fonts/", $file, "-", $subset, "-wght-", $style, ".woff2")),
            family: $family,
            generic: Some(GenericFamily::$generic),
            last: false,
            subset: Subset::$kind,
        }
    };
}

macro_rules! fallback {
    ($file:literal, $family:literal, $kind:ident) => {
        Face {
            bytes: include_bytes!(concat!("../../fonts/", $file, ".woff2")),
            family: $family,
            generic: None,
            last: true,
            subset: Subset::$kind,
        }
    };
}

/// Every file. Inter is first: what names no family that is here gets it before the others.
pub(super) const FACES: &[Face] = &[
    text!("inter", "Inter", SANS_SERIF, "latin", Latin, "normal"),
    text!("inter", "Inter", SANS_SERIF, "latin", Latin, "italic"),
    text!("inter", "Inter", SANS_SERIF, "latin-ext", LatinExt, "normal"),
    text!("inter", "Inter", SANS_SERIF, "latin-ext", LatinExt, "italic"),
    text!("inter", "Inter", SANS_SERIF, "cyrillic", Cyrillic, "normal"),
    text!("inter", "Inter", SANS_SERIF, "cyrillic", Cyrillic, "italic"),
    text!("inter", "Inter", SANS_SERIF, "cyrillic-ext", CyrillicExt, "normal"),
    text!("inter", "Inter", SANS_SERIF, "cyrillic-ext", CyrillicExt, "italic"),
    text!("inter", "Inter", SANS_SERIF, "greek", Greek, "normal"),
    text!("inter", "Inter", SANS_SERIF, "greek", Greek, "italic"),
    text!("inter", "Inter", SANS_SERIF, "vietnamese", Vietnamese, "normal"),
    text!("inter", "Inter", SANS_SERIF, "vietnamese", Vietnamese, "italic"),
    text!("source-serif-4", "Source Serif 4", SERIF, "latin", Latin, "normal"),
    text!("source-serif-4", "Source Serif 4", SERIF, "latin", Latin, "italic"),
    text!("source-serif-4", "Source Serif 4", SERIF, "latin-ext", LatinExt, "normal"),
    text!("source-serif-4", "Source Serif 4", SERIF, "latin-ext", LatinExt, "italic"),
    text!("source-serif-4", "Source Serif 4", SERIF, "cyrillic", Cyrillic, "normal"),
    text!("source-serif-4", "Source Serif 4", SERIF, "cyrillic", Cyrillic, "italic"),
    text!("source-serif-4", "Source Serif 4", SERIF, "cyrillic-ext", CyrillicExt, "normal"),
    text!("source-serif-4", "Source Serif 4", SERIF, "cyrillic-ext", CyrillicExt, "italic"),
    text!("source-serif-4", "Source Serif 4", SERIF, "greek", Greek, "normal"),
    text!("source-serif-4", "Source Serif 4", SERIF, "greek", Greek, "italic"),
    text!("source-serif-4", "Source Serif 4", SERIF, "vietnamese", Vietnamese, "normal"),
    text!("source-serif-4", "Source Serif 4", SERIF, "vietnamese", Vietnamese, "italic"),
    text!("jetbrains-mono", "JetBrains Mono", MONOSPACE, "latin", Latin, "normal"),
    text!("jetbrains-mono", "JetBrains Mono", MONOSPACE, "latin", Latin, "italic"),
    text!("jetbrains-mono", "JetBrains Mono", MONOSPACE, "latin-ext", LatinExt, "normal"),
    text!("jetbrains-mono", "JetBrains Mono", MONOSPACE, "latin-ext", LatinExt, "italic"),
    text!("jetbrains-mono", "JetBrains Mono", MONOSPACE, "cyrillic", Cyrillic, "normal"),
    text!("jetbrains-mono", "JetBrains Mono", MONOSPACE, "cyrillic", Cyrillic, "italic"),
    text!("jetbrains-mono", "JetBrains Mono", MONOSPACE, "cyrillic-ext", CyrillicExt, "normal"),
    text!("jetbrains-mono", "JetBrains Mono", MONOSPACE, "cyrillic-ext", CyrillicExt, "italic"),
    text!("jetbrains-mono", "JetBrains Mono", MONOSPACE, "greek", Greek, "normal"),
    text!("jetbrains-mono", "JetBrains Mono", MONOSPACE, "greek", Greek, "italic"),
    text!("jetbrains-mono", "JetBrains Mono", MONOSPACE, "vietnamese", Vietnamese, "normal"),
    text!("jetbrains-mono", "JetBrains Mono", MONOSPACE, "vietnamese", Vietnamese, "italic"),
    fallback!("noto-sans-arabic-arabic-wght-normal", "Noto Sans Arabic", Arabic),
    fallback!("noto-sans-hebrew-hebrew-wght-normal", "Noto Sans Hebrew", Hebrew),
    fallback!("noto-sans-devanagari-devanagari-wght-normal", "Noto Sans Devanagari", Devanagari),
    fallback!("noto-sans-thai-thai-wght-normal", "Noto Sans Thai", Thai),
    fallback!("noto-sans-mono-symbols", "Noto Sans Mono", Symbols),
    fallback!("noto-sans-symbols", "Noto Sans", Symbols),
    fallback!("noto-sans-math-symbols", "Noto Sans Math", Symbols),
    fallback!("noto-sans-symbols2-symbols", "Noto Sans Symbols 2", Symbols),
    fallback!("noto-sans-symbols1-symbols", "Noto Sans Symbols", Symbols),
    fallback!("noto-color-emoji-emoji-400-normal", "Noto Color Emoji", Emoji),
];
