use super::*;

#[test]
fn an_id_reads_back_and_sorts_like_its_body() {
    let bodies = [0, 1, 31, 32, 1 << 64, u128::MAX - 1, u128::MAX];
    let texts: Vec<_> = bodies.iter().map(|body| AssetId::from_body(*body).to_string()).collect();
    assert!(texts.is_sorted());
    for (body, text) in bodies.iter().zip(&texts) {
        assert_eq!(text.parse::<AssetId>(), Ok(AssetId::from_body(*body)), "{text}");
    }
}

#[test]
fn only_the_canonical_spelling_is_an_id() {
    let good = JobId::from_body(JobKind::Render, 77).to_string();
    let bad = [
        good.to_uppercase(),
        good.replace("rnd_", "prj_"),
        good.replace("rnd_", "rnd#"),
        format!("{good}0"),
        good[..good.len() - 1].to_owned(),
        format!("rnd_8{}", &good[5..]),
        good.replace('0', "o"),
        String::new(),
        "rnd_".to_owned(),
    ];
    for text in bad {
        assert!(text.parse::<JobId>().is_err(), "{text} must not be an id");
    }
}

#[test]
fn a_derived_id_depends_on_its_seed_and_its_kind() {
    assert_eq!(ProjectId::derived("a"), ProjectId::derived("a"));
    assert_ne!(ProjectId::derived("a"), ProjectId::derived("b"));
    let (user, workspace) = (UserId::derived("a").to_string(), WorkspaceId::derived("a").to_string());
    assert_ne!(user[4..], workspace[4..]);
}
