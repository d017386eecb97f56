use super::lexicon::LEXICON;
use super::*;

fn of(prompt: &str) -> Intent {
    parse(prompt, None)
}

#[test]
fn a_whole_prompt_is_read() {
    let intent =
        of("A watercolour of two red sailing boats on a lake at sunset, calm, wide shot, teal and #ffaa00");
    assert_eq!(intent.subject, Subject::Boat);
    assert_eq!(intent.setting, Setting::Lake);
    assert_eq!(intent.style, Style::Watercolour);
    assert_eq!(intent.hour, Hour::Sunset);
    assert_eq!(intent.mood, Mood::Calm);
    assert_eq!(intent.composition, Composition::Wide);
    let swatches: Vec<_> = intent.palette.swatches.iter().map(|s| (s.name.as_str(), s.role)).collect();
    assert_eq!(swatches, [("red", Role::Subject), ("teal", Role::Scene), ("#ffaa00", Role::Scene)]);
}

#[test]
fn subjects_are_found_in_many_words() {
    let cases = [
        ("kittens", Subject::Cat),
        ("an old light house", Subject::Lighthouse),
        ("three wolves in the snow", Subject::Dog),
        ("a man reading on a bench", Subject::Person),
        ("mountain lake", Subject::Landscape),
        ("eine Burg im Nebel", Subject::Castle),
        ("un voilier sur la mer", Subject::Boat),
        ("a bowl of lemons", Subject::StillLife),
        ("hot air balloons over the desert", Subject::Balloon),
        ("the old steam engine", Subject::Train),
        ("a polar bear and its cub", Subject::Bear),
        ("two giraffes", Subject::Giraffe),
        ("a flock of sheep on a hill", Subject::Sheep),
        ("three little piglets", Subject::Pig),
        ("a dromedary in the dunes", Subject::Camel),
        ("a biplane over the fields", Subject::Aeroplane),
        ("ein Fahrrad am Strand", Subject::Bicycle),
        ("a tipi under the stars", Subject::Tent),
        ("a plate of food", Subject::Meal),
    ];
    for (prompt, subject) in cases {
        assert_eq!(of(prompt).subject, subject, "{prompt}");
    }
}

#[test]
fn a_colour_belongs_to_the_thing_it_stands_before() {
    let roles = |prompt| of(prompt).palette.swatches.iter().map(|s| s.role).collect::<Vec<_>>();
    assert_eq!(roles("a red boat in teal light"), [Role::Subject, Role::Scene]);
    assert_eq!(roles("a girl with a red balloon, amber and navy"), [Role::Detail, Role::Scene, Role::Scene]);
    let landscape = of("van Gogh style wheat field");
    assert_eq!(
        (landscape.subject, landscape.setting, landscape.style),
        (Subject::Landscape, Setting::Meadow, Style::Oil)
    );
}

#[test]
fn an_unknown_subject_passes_on_as_it_was_written() {
    let intent = of("a Quantum Espresso-Machine in a meadow at dawn");
    assert_eq!(
        (intent.subject, intent.subject_words.as_str()),
        (Subject::Unknown, "Quantum Espresso-Machine")
    );
    assert_eq!((intent.setting, intent.hour), (Setting::Meadow, Hour::Dawn));
}

#[test]
fn styles_are_known_in_several_languages_and_a_chosen_one_wins() {
    for (prompt, style) in [
        ("ein Aquarell von einem Haus", Style::Watercolour),
        ("une peinture à l'huile d'un bateau", Style::Oil),
        ("dibujo de un caballo", Style::Ink),
        ("a cyberpunk alley", Style::Neon),
        ("8-bit castle", Style::PixelArt),
    ] {
        assert_eq!(of(prompt).style, style, "{prompt}");
    }
    assert_eq!(parse("a house, oil painting", Some("blueprint")).style, Style::Blueprint);
    assert_eq!(parse("a house, oil painting", Some("no such style")).style, Style::Oil);
}

#[test]
fn the_horizon_follows_the_prompt_and_stays_in_the_picture() {
    assert!((of("the sea, horizon at 35%").horizon - 0.35).abs() < 1e-6);
    assert!(of("a field, low horizon").horizon > of("a field, high horizon").horizon);
    assert!((of("the sea, horizon at 99%").horizon - 0.85).abs() < 1e-6);
}

#[test]
fn nothing_asked_for_is_a_landscape_by_day() {
    let intent = of("");
    assert_eq!(
        (intent.subject, intent.hour, intent.weather),
        (Subject::Landscape, Hour::Day, Weather::Clear)
    );
    assert!(intent.palette.is_empty() && intent.subject_words.is_empty());
    assert_eq!(intent.complexity, 1);
}

#[test]
fn every_word_list_is_read_whole() {
    let l = &*LEXICON;
    assert!(l.subjects.len() > 250 && l.settings.len() > 60 && l.styles.len() > 80);
    assert!(
        [
            l.script_styles.len(),
            l.hours.len(),
            l.weathers.len(),
            l.seasons.len(),
            l.compositions.len(),
            l.moods.len()
        ]
        .iter()
        .all(|count| *count > 5)
    );
    for subject in Subject::ALL.iter().filter(|subject| **subject != Subject::Unknown) {
        assert_eq!(of(subject.name()).subject, *subject, "{subject}");
    }
}

#[test]
fn a_report_says_what_is_demanded_and_what_is_left_open() {
    let said = report("two red boats and three gulls on a lake, no people, wooden pier, 16:9", None);
    assert_eq!((said.subject.as_str(), said.setting.as_str()), ("boat", "lake"));
    assert_eq!(
        said.requirements,
        ["2 red boats", "3 gulls", "no people", "aspect 16:9", "material wood"],
        "in the prompt's order"
    );
    assert_eq!(said.palette[0].hex, "#d62828");
    assert_eq!(said.palette[0].role, "subject");
    assert!(said.open.contains(&"hour".to_owned()) && !said.open.contains(&"setting".to_owned()));
    assert_eq!(
        report("a chair made of bread, 8 k, without text", None).requirements,
        ["no text", "material bread"]
    );
    assert_eq!(report("a sign with \"Deep Learning\" on it", None).requirements, ["text \"Deep Learning\""]);
}

#[test]
fn a_report_passes_an_unknown_subject_on_verbatim_and_survives_its_json() {
    let said = report("a Quantum Espresso-Machine in a meadow, ink", None);
    assert_eq!((said.subject.as_str(), said.style.as_str()), ("Quantum Espresso-Machine", "ink"));
    assert!((1..=5).contains(&said.complexity));
    let json = serde_json::to_string(&said).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), said);
}

#[test]
fn what_is_excluded_is_not_painted() {
    let marina = of("a marina without any boats in it");
    assert_eq!((marina.subject, marina.subject_words.as_str()), (Subject::Landscape, "marina"));
    let street = of("a street, no cars, no people");
    assert_eq!(street.subject, Subject::City);
}

#[test]
fn colours_are_known_by_the_words_that_people_use() {
    let named = |prompt| of(prompt).palette.swatches.iter().map(|s| s.name.clone()).collect::<Vec<_>>();
    assert_eq!(
        named("a barn in a field, wheat, sky blue, slate grey, dusty blue and off-white"),
        ["wheat", "sky blue", "slate", "dusty blue", "off white"]
    );
    assert_eq!(named("a boat in navy blue, white and deep purple"), ["navy blue", "white", "deep purple"]);
    assert_eq!(named("a bowl of walnuts on a stone by a wheat field"), [""; 0]);
    assert_eq!(named("a house in the warm golden hour"), [""; 0]);
    let light = |prompt: &str| of(prompt).palette.swatches[0].lab().l;
    assert!(light("a boat, pale green") > light("a boat, green") + 0.1);
    assert!(light("a boat, dark green") < light("a boat, green") - 0.1);
}

#[test]
fn a_colour_that_speaks_of_something_else_is_only_a_colour() {
    let intent = of("a castle on the coast, charcoal, steel blue, forest green and midnight blue");
    assert_eq!((intent.style, intent.setting, intent.hour), (Style::Photographic, Setting::Coast, Hour::Day));
    assert_eq!(of("a castle, charcoal").style, Style::Ink);
}
