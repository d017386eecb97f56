use serde_json::json;

use super::*;

fn of(template: Value) -> Result<Value, Error> {
    let states = json!({
        "input": { "word": "ok", "try": 1, "list": [{ "x": 1 }], "no": null },
        "both": [{ "word": "ok" }, { "no": 1 }, { "word": "stop" }],
        "result": { "Payload": { "word": "stop", "try": 2 } },
    });
    let template = Template::read(template).map_err(|why| Error::new("refused", why))?;
    template.evaluate(&Scope { states, variables: &BTreeMap::from([("n".to_owned(), json!(3))]) })
}

fn query(query: &str) -> Result<Value, Error> {
    of(json!(format!("{{% {query} %}}")))
}

#[test]
fn an_expression_is_evaluated_wherever_it_stands_and_all_else_stays() {
    let template =
        json!({ "a": ["{% $states.input.word = 'ok' %}", "$states"], "b": "{% $n + 1 %}", "c": 0.5 });
    assert_eq!(of(template).unwrap(), json!({ "a": [true, "$states"], "b": 4, "c": 0.5 }));
}

#[test]
fn the_outputs_of_our_flows_are_evaluated() {
    let merged = "$merge([$states.input, {'word': $type($states.result.Payload.word) = 'string' ? \
                  $states.result.Payload.word : 'none', 'try': $states.input.try, 'left': $states.nothing.at.all}])";
    let output = query(merged).unwrap();
    assert_eq!((&output["word"], &output["try"], output.get("left")), (&json!("stop"), &json!(1), None));
}

#[test]
fn operators_bind_as_in_jsonata() {
    for (text, value) in [
        ("1 + 2 = 3 and 2 > 1 or false", json!(true)),
        ("7 - 2 - 1", json!(4)),
        ("false ? 1 : true ? 2 : 3", json!(2)),
        ("(1 = 2 or 'x' < 'y') ? \"yes\" : 'no'", json!("yes")),
        ("$states.nothing = 1 or $states.nothing != 1", json!(false)),
        ("$exists($states.nothing) or $not($exists($n))", json!(false)),
        ("$type($states.input.no) & ' ' & $type([])", json!("null array")),
        ("{'a': [1, $states.nothing, {}], 'b' & 1: null}", json!({ "a": [1, {}], "b1": null })),
    ] {
        assert_eq!(query(text).unwrap(), value, "{text}");
    }
}

#[test]
fn a_path_through_an_array_takes_a_field_of_each_and_one_value_is_no_array() {
    for (text, value) in [
        ("$states.input.list.x", json!(1)),
        ("$states.both.word", json!(["ok", "stop"])),
        ("'stop' in $states.both.word ? 'stop' : 'ok'", json!("stop")),
        ("'cancel' in $states.both.word or 'x' in 'x' and 1 in $states.nothing", json!(false)),
        ("1 in $states.input.list.x", json!(true)),
    ] {
        assert_eq!(query(text).unwrap(), value, "{text}");
    }
}

#[test]
fn what_selects_nothing_or_is_wrong_is_an_error_of_the_state() {
    for text in ["$states.nothing", "$n + 'a'", "$merge(1)", "$states.input.list.x.y", "[[1]]", "$n < true"] {
        assert_eq!(query(text).unwrap_err().name, "States.QueryEvaluationError", "{text}");
    }
}

#[test]
fn what_is_not_simulated_is_refused_when_it_is_read() {
    let refused = [
        "$now()",
        "$parse('1')",
        "1 +",
        "$a[0]",
        "$n ~> $f",
        "input.x",
        "'a\\n'",
        "$n * 2",
        "1.5",
        "$a.*",
        "{1",
    ];
    for text in refused {
        assert_eq!(query(text).unwrap_err().name, "refused", "{text}");
    }
}
