use super::*;

#[test]
fn every_file_is_a_font() {
    for face in FACES {
        let registered = Fonts::default().register(FontResource::new(face.bytes));
        assert!(registered.is_ok_and(|families| !families.is_empty()), "{} {:?}", face.family, face.subset);
    }
}

#[test]
fn a_text_reads_what_it_needs_and_no_more() {
    let mut case = FontCase::new();
    let text = |text: &str| [Element::Text(text.to_owned())];
    case.open_for(&text("Plain words, 50 % of them \u{2014} caf\u{e9}"));
    assert_eq!(case.read, [Subset::Latin]);
    case.open_for(&text("\u{43f}\u{440}\u{438}\u{432}\u{435}\u{442} \u{5e9}\u{5dc}\u{5d5}\u{5dd}"));
    assert_eq!(case.read, [Subset::Latin, Subset::Cyrillic, Subset::Hebrew]);
    case.open_for(&text("\u{43f}"));
    assert_eq!(case.read.len(), 3, "each is read once");
}

#[test]
fn fonts_of_systems_are_those_of_their_kind() {
    let lists = [
        ("system-ui", "sans-serif"),
        ("ui-sans-serif, -apple-system,BlinkMacSystemFont", "sans-serif, sans-serif,sans-serif"),
        ("\"Segoe UI\", 'Helvetica Neue', ARIAL", "sans-serif, sans-serif, sans-serif"),
        ("Times New Roman", "serif"),
        (
            "Menlo, Monaco, Consolas, 'Courier New', ui-monospace",
            "monospace, monospace, monospace, monospace, monospace",
        ),
        ("italic 16px/1.5 'Segoe UI', Georgia", "italic 16px/1.5 sans-serif, serif"),
        ("bold 2em Courier New", "bold 2em monospace"),
        ("700 24px system-ui", "700 24px sans-serif"),
    ];
    for (list, wanted) in lists {
        assert_eq!(bundled(list), wanted, "{list}");
    }
    for list in [
        "Inter, sans-serif",
        "Source Serif 4",
        "'JetBrains Mono'",
        "Arial Nova",
        "12px Inter",
        "",
        "\"",
        "inherit",
    ] {
        assert_eq!(bundled(list), list);
    }
}

#[test]
fn symbols_are_read_before_the_emoji_that_some_of_them_are() {
    let read = |text: &str| {
        let mut case = FontCase::new();
        case.open_for(&[Element::Text(text.to_owned())]);
        case.read
    };
    assert_eq!(read("\u{2713} \u{2605} \u{2192} \u{2460} \u{2764}"), [Subset::Latin, Subset::Symbols]);
    assert_eq!(read("\u{1f680}"), [Subset::Latin, Subset::Symbols, Subset::Emoji]);
    assert_eq!(read("\u{2705}"), [Subset::Latin, Subset::Symbols, Subset::Emoji]);
    assert_eq!(read("\u{2764}\u{fe0f}"), [Subset::Latin, Subset::Symbols, Subset::Emoji]);
    assert_eq!(read("\u{2191} \u{2212} \u{2026}"), [Subset::Latin], "these come with the letters");
}
