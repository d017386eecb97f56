use super::*;

const PAGE: &str = include_str!("../../../../docs/export.md");

/// The rows of the table in the page: format, quality, the codec's options.
fn rows() -> Vec<String> {
    let mut rows = Vec::new();
    for format in Format::value_variants() {
        for quality in Quality::value_variants() {
            let name = |value: &dyn Fn() -> Option<clap::builder::PossibleValue>| {
                value().unwrap().get_name().to_owned()
            };
            let (of, how) = (name(&|| format.to_possible_value()), name(&|| quality.to_possible_value()));
            let preset = format.preset(*quality);
            rows.push(format!("| {of} | {how} | `{}` |", preset.codec.join(" ")));
            if !preset.small.is_empty() {
                rows.push(format!(
                    "| {of} up to 1280 x 720 | {how} | `{}` instead |",
                    preset.small.join(" ")
                ));
            }
            if let Some(Finer { quantiser, params, params_small }) = preset.finer {
                let row = |size: &str, params: &str| {
                    format!(
                        "| {of}{size} with soft pictures or films | {how} | `-x264-params {params}:zones=…,q={quantiser}` instead |"
                    )
                };
                rows.extend([row("", params), row(" up to 1280 x 720", params_small)]);
            }
        }
    }
    rows
}

#[test]
fn the_page_says_what_the_encoder_is_told() {
    for row in rows() {
        assert!(PAGE.contains(&row), "docs/export.md lacks:\n{}", rows().join("\n"));
    }
}

#[test]
fn the_name_of_a_file_says_its_format() {
    assert_eq!(Format::of(Path::new("a/B.MP4")), Some(Format::Mp4));
    assert_eq!(Format::of(Path::new("a.webm")), Some(Format::Webm));
    assert_eq!(Format::of(Path::new("a")), None);
}
