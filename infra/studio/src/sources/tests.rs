use super::*;

#[test]
fn a_folder_is_its_scenes_in_the_order_of_their_names() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["b.tsx", "a.tsx", "notes.md", "10.tsx"] {
        fs::write(folder.path().join(name), name).unwrap();
    }
    fs::create_dir(folder.path().join("public")).unwrap();
    let (scenes, public) = read(folder.path()).unwrap();
    let codes: Vec<_> = scenes.iter().map(|scene| scene.code.as_str()).collect();
    assert_eq!(codes, ["10.tsx", "a.tsx", "b.tsx"]);
    assert_eq!(public, folder.path().join("public"));
}

#[test]
fn films_and_pictures_are_noticed_by_their_names() {
    let scene = |code: &str| Source { name: String::new(), code: code.to_owned() };
    assert!(scene("<OffthreadVideo src={staticFile('a.mp4')} />").plays_films());
    assert!(scene("<div style={{background: `url(${staticFile('a.jpg')})`}} />").shows_pictures());
    assert!(!scene("<Icon icon='mdi:image' />").shows_pictures());
    assert!(!scene("const isVideo = 1; <Img src='Video.png' />").plays_films());
}

#[test]
fn what_is_missing_says_how_it_is_made() {
    let folder = tempfile::tempdir().unwrap();
    for place in [folder.path().to_owned(), folder.path().join("intro.tsx")] {
        let error = read(&place).unwrap_err();
        assert!(error.to_string().contains("scene new"), "{error}");
        assert!(error.downcast_ref::<Failure>().is_some_and(|failure| failure.code() == 2));
    }
}
