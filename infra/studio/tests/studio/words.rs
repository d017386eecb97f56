//! What the studio says when it is used for the first time, or wrongly.

use crate::desk::Desk;

#[test]
fn a_new_scene_is_a_film_with_the_next_command() {
    let desk = Desk::with(&[]);
    let new = desk.run(&["scene", "new", "intro.tsx"]);
    assert!(new.out.contains("ferrotype export intro.tsx"), "{}", new.out);
    assert_eq!(desk.run(&["scene", "new", "intro.tsx"]).code, 2, "a scene is not written over");
    let checked = desk.answer(&["scene", "check", "intro.tsx"]);
    assert_eq!(checked["scenes"][0]["warnings"], serde_json::json!([]));
    let told = desk.answer(&["export", "intro.tsx", "--size", "320x180", "--frames", "0-9"]);
    assert_eq!(told["out"], "intro.mp4");
    assert!(desk.file("intro.mp4").is_file());
}

#[test]
fn what_is_typed_wrongly_says_what_to_type() {
    let desk =
        Desk::with(&[("empty/public/x", ""), ("s.tsx", "export default () => null;"), ("p.json", "[]")]);
    for (words, said) in [
        (&["export", "none.tsx"][..], "scene new none.tsx"),
        (&["export", "empty"], "has no scene"),
        (&["export", "s.tsx", "--format", "gif", "--chunks", "3"], "leave --chunks out"),
        (&["export", "s.tsx", "--props", "p.json"], "holds no object"),
        (&["export", "s.tsx", "--frames", "900-901"], "0 to 149"),
        (&["export", "s.tsx", "--out", "empty/"], "give another --out"),
        (&["export", "s.tsx", "--ffmpeg", "nowhere"], "is not there"),
        (&["scene", "icons", "qqqqqq"], "fewer or other words"),
    ] {
        let outcome = desk.run(words);
        assert_eq!(outcome.code, 2, "{words:?}: {}{}", outcome.out, outcome.err);
        assert!(outcome.err.contains(said), "{words:?}: {}", outcome.err);
    }
}
