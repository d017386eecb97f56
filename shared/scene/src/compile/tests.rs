use super::{Diagnostic, compile};

fn told(tsx: &str) -> Diagnostic {
    compile("scene.tsx", tsx).unwrap_err().remove(0)
}

#[test]
fn a_scene_without_types_is_what_is_left() {
    let module = compile("scene.tsx", "const a: number = 1;\nexport default () => <p>{a}</p>;\n").unwrap();
    assert!(!module.code().contains("number"), "{}", module.code());
    assert_eq!(module.imports(), ["react/jsx-runtime"]);
}

#[test]
fn an_unclosed_tag_is_told_with_its_place() {
    let told = told("export default () => (\n  <div>\n    <p>text\n  </div>\n);\n");
    assert!((3..=4).contains(&told.line), "{told}");
    assert!(told.message.contains("closing tag"), "{told}");
}

#[test]
fn an_unknown_module_names_the_nearest() {
    let told = told("import {a} from 'remotoin';\nexport default () => <p>{a}</p>;");
    assert_eq!((told.line, told.column), (1, 17));
    assert!(told.hint.unwrap().contains("'remotion'"));
}

#[test]
fn an_unknown_name_of_a_module_names_the_nearest() {
    let told =
        told("import {\n  interpolat,\n} from 'remotion';\nexport default () => <p>{interpolat(1)}</p>;");
    assert_eq!((told.line, told.column), (2, 3));
    assert!(told.hint.unwrap().contains("'interpolate'"));
}

#[test]
fn a_name_that_was_not_imported_names_its_module() {
    let told = told("export default () => <p>{spring({})}</p>;");
    assert_eq!((told.line, told.column), (1, 26));
    assert!(told.hint.unwrap().contains("from 'remotion'"));
}

#[test]
fn what_a_scene_has_not_is_told() {
    for code in
        ["fetch('x')", "process.env.A", "require('x')", "import('x')", "eval('1')", "window.innerWidth"]
    {
        let told = told(&format!("export default () => <p>{{{code}}}</p>;"));
        assert!(told.hint.is_some(), "{code}: {told}");
    }
    assert!(compile("a.tsx", "export default () => <p>{typeof window}</p>;").is_ok());
}

#[test]
fn waiting_pages_canvases_and_classes_are_told() {
    for code in [
        "await null;\nexport default () => <p />;",
        "export default () => <canvas />;",
        "export default () => <iframe />;",
        "import {IFrame} from 'remotion';\nexport default () => <IFrame />;",
        "import {ThreeCanvas} from '@remotion/three';\nexport default () => <ThreeCanvas />;",
        "import React from 'react';\nexport default class A extends React.Component {}",
    ] {
        let told = told(code);
        assert!(told.hint.is_some(), "{code}: {told}");
    }
}

#[test]
fn a_diagnostic_is_one_line() {
    let told = told("export default () => <p>{oops}</p>;");
    assert!(told.to_string().starts_with("scene.tsx:1:26: 'oops' is not there"), "{told}");
}
