use super::*;

fn query(from: Option<&str>, to: Option<&str>, after: Option<&str>, descending: bool) -> Query {
    let place =
        |sort: &str| Place { sort: sort.to_owned(), key: Key { pk: "P".to_owned(), sk: sort.to_owned() } };
    Query {
        pk: "P".to_owned(),
        index: Index::Table,
        from: from.map(str::to_owned),
        to: to.map(str::to_owned),
        after: after.map(place),
        descending,
        limit: 10,
    }
}

/// The condition, and the sort key after which reading starts.
fn bounds(query: &Query) -> Option<(&'static str, Option<&str>)> {
    Range::of(query).map(|range| (range.condition(), range.after.map(|place| place.sort.as_str())))
}

#[test]
fn bounds_become_a_key_condition() {
    for (from, to, condition) in [
        (None, None, "#pk = :pk"),
        (Some("b"), None, "#pk = :pk AND #sk >= :from"),
        (None, Some("d"), "#pk = :pk AND #sk <= :to"),
        (Some("b"), Some("d"), "#pk = :pk AND #sk BETWEEN :from AND :to"),
        (Some("b"), Some("b"), "#pk = :pk AND #sk BETWEEN :from AND :to"),
        (Some(""), Some("d"), "#pk = :pk AND #sk <= :to"),
    ] {
        assert_eq!(bounds(&query(from, to, None, false)), Some((condition, None)));
    }
}

#[test]
fn an_empty_range_is_not_asked_for() {
    assert_eq!(bounds(&query(Some("d"), Some("b"), None, false)), None);
    assert_eq!(bounds(&query(None, Some(""), None, false)), None);
}

#[test]
fn a_place_before_the_range_is_its_beginning_and_one_behind_it_its_end() {
    let between = "#pk = :pk AND #sk BETWEEN :from AND :to";
    let at = |after, descending| query(Some("b"), Some("d"), Some(after), descending);
    assert_eq!(bounds(&at("a", false)), Some((between, None)));
    assert_eq!(bounds(&at("c", false)), Some((between, Some("c"))));
    assert_eq!(bounds(&at("d", false)), Some((between, Some("d"))));
    assert_eq!(bounds(&at("e", false)), None);
    assert_eq!(bounds(&at("e", true)), Some((between, None)));
    assert_eq!(bounds(&at("c", true)), Some((between, Some("c"))));
    assert_eq!(bounds(&at("a", true)), None);
}

#[test]
fn a_place_in_an_index_names_both_keys() {
    let place =
        Place { sort: "0001".to_owned(), key: Key { pk: "JOB#w".to_owned(), sk: "rnd_1".to_owned() } };
    let start = start_key(Index::Due, "DUE#3", &place);
    let expected = [("pk", "JOB#w"), ("sk", "rnd_1"), ("gdp", "DUE#3"), ("gds", "0001")]
        .map(|(k, v)| (k.to_owned(), text(v)));
    assert_eq!(start, Wire::from(expected));
}
