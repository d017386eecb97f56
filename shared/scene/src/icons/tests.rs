use super::*;

#[test]
fn every_name_finds_its_icon() {
    let names = SHELVES.names();
    let mut count = 0;
    // Every 97th, the first and the last: reading a block for each of all takes long.
    let all: Vec<&str> = names.lines().collect();
    for name in all.iter().step_by(97).chain(all.last()) {
        let icon = icon(name).unwrap_or_else(|unknown| panic!("{unknown:?}"));
        assert!(icon.width > 0.0 && icon.height > 0.0 && icon.body.starts_with('<'), "{name}");
        count += 1;
    }
    assert!(count > 200 && all.is_sorted(), "{count}");
}

#[test]
fn an_icon_is_its_drawing() {
    let square = icon("mdi:square").unwrap();
    assert_eq!((square.width, square.height), (24.0, 24.0));
    assert!(square.body.contains("<path"), "{}", square.body);
    for name in ["lucide:house", "ph:house-bold", "simple-icons:rust", "tabler:home", "mdi:home"] {
        assert!(icon(name).is_ok(), "{name}");
    }
}

#[test]
fn a_name_with_an_error_is_told_with_what_was_meant() {
    for (wrong, meant) in [
        ("mdi:hmoe", "mdi:home"),
        ("mid:home", "mdi:home"),
        ("lucide:arow-right", "lucide:arrow-right"),
        ("home", "mdi:home"),
        ("tabler:hart", "tabler:heart"),
    ] {
        let unknown = icon(wrong).unwrap_err();
        assert!(unknown.near.contains(&meant.to_owned()) && unknown.near.len() <= 5, "{unknown:?}");
    }
    let problem = Problem::from(icon("mdi:hmoe").unwrap_err());
    assert!(problem.to_string().starts_with("There is no icon `mdi:hmoe`. Did you mean mdi:"), "{problem}");
    let far = Problem::from(icon("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx").unwrap_err());
    assert!(far.to_string().contains("The sets are lucide"), "{far}");
}

#[test]
fn a_search_finds_names_with_all_words() {
    let found = search_icons("Arrow right", 20);
    assert!(found.contains(&"mdi:arrow-right".to_owned()) && found.len() == 20, "{found:?}");
    assert!(found.iter().all(|name| name.contains("arrow") && name.contains("right")), "{found:?}");
    assert_eq!(search_icons("nosuchword", 5), Vec::<String>::new());
}
