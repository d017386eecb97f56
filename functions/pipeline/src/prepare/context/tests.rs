use model::{JobId, JobKind};

use super::*;

fn memory() -> Memory {
    Memory {
        hour: Some("dusk".to_owned()),
        style: Some("watercolour".to_owned()),
        palette: vec!["#008080".to_owned(), "#ffbf00".to_owned()],
        horizon: Some(0.6),
        ..Memory::of(JobId::from_body(JobKind::Render, 1), 1)
    }
}

fn directions(context: &Context, prompt: &str) -> Vec<String> {
    context.directions(&intent::report(prompt, None))
}

fn remembering() -> Context {
    Context { memory: Some(memory()), ..Context::default() }
}

#[test]
fn what_is_left_open_is_filled_from_memory() {
    let told = directions(&remembering(), "a village street");
    let expected = ["dusk light", "watercolour style", "horizon at 60%", "palette #008080 #ffbf00"];
    assert_eq!(told, expected);
    let said = "a village street at noon, ink drawing, low horizon, crimson and white";
    assert_eq!(directions(&remembering(), said), Vec::<String>::new());
}

#[test]
fn the_colour_of_a_thing_leaves_the_picture_open() {
    let told = directions(&remembering(), "a red boat");
    assert_eq!(told.last().map(String::as_str), Some("palette #008080 #ffbf00"));
}

#[test]
fn rules_are_always_told_and_before_what_is_remembered() {
    let rules = vec!["always at night".to_owned(), "no people".to_owned()];
    let context = Context { rules: rules.clone(), ..remembering() };
    let told = directions(&context, "a village street");
    assert_eq!(told[..2], rules);
    assert!(
        !told.contains(&"dusk light".to_owned()) && told.contains(&"watercolour style".to_owned()),
        "{told:?}"
    );
    assert_eq!(directions(&context, "a village street at noon")[..2], rules);
}

#[test]
fn a_reference_is_the_requests_own_word_about_colours() {
    let swatch = Swatch { hex: "#123456".to_owned(), share: 1.0 };
    let context = Context { palette: vec![swatch], ..remembering() };
    assert!(directions(&context, "a hill").iter().all(|phrase| !phrase.starts_with("palette")));
}

#[test]
fn without_a_memory_the_nearest_ancestor_is_followed() {
    let ancestor = |generation: u8, hour: &str| Ancestor {
        job: JobId::from_body(JobKind::Render, generation.into()),
        generation,
        prompt: "a hill".to_owned(),
        seed: 7,
        style: Some("ink".to_owned()),
        hour: Some(hour.to_owned()),
        mood: None,
        verdict: Some("accept".to_owned()),
    };
    let lineage = vec![ancestor(1, "dawn"), ancestor(2, "night")];
    let context = Context { lineage, ..Context::default() };
    assert_eq!(directions(&context, "a village street"), ["dawn light", "ink style"]);
}

#[test]
fn a_context_that_was_kept_by_an_older_version_reads_back() {
    let old = serde_json::json!({ "palette": [], "references": [] });
    assert_eq!(Context::deserialize(&old).unwrap(), Context::default());
}
