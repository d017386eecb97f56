//! Scenes that nobody should write: each ends in a problem that says what is wrong, and harms nothing.

use serde_json::Value;

use crate::desk::Desk;

/// Code, the problem's code, and a part of what it says.
const CORPUS: &[(&str, &str, &str)] = &[
    ("export default () => <div>", "compile", "\"line\":1"),
    ("export default () => { return <div></span>; }", "compile", "Expected `</div>`"),
    ("const x = ;", "compile", "\"column\":11"),
    ("", "threw", "export default"),
    ("import {x} from 'three';\nexport default () => null;", "compile", "WebGL"),
    ("import {Sequenze} from 'remotion';\nexport default () => <Sequenze />;", "compile", "Sequence"),
    ("import fs from 'fs';\nexport default () => null;", "compile", "system"),
    ("export default () => <i>{process.env.HOME}</i>;", "compile", "process"),
    ("fetch('http://x');\nexport default () => null;", "compile", "fetch"),
    ("import('x');\nexport default () => null;", "compile", "import()"),
    ("await 1;\nexport default () => null;", "compile", "wait"),
    ("export default () => <iframe src='x' />;", "compile", "Pages"),
    ("export default () => { throw new Error('boom'); };", "threw", "boom"),
    ("export default () => null.x;", "threw", "\"line\":1"),
    ("export default () => { throw 3; };", "threw", "throw an Error"),
    ("export default () => globalThis.constructor.constructor('return 1')();", "threw", ""),
    ("export default () => eval('1');", "", ""),
    ("while (true) {}\nexport default () => null;", "limit", "loop"),
    ("export default () => { for (;;) { try { for (;;) {} } finally { continue; } } };", "limit", ""),
    ("const f = () => { Promise.resolve().then(f); }; f();\nexport default () => null;", "limit", ""),
    ("export default () => <b>{/(a+)+$/.test('a'.repeat(40) + 'b')}</b>;", "limit", ""),
    ("const a = []; for (;;) a.push(new Uint8Array(1e7));\nexport default () => null;", "limit", "memory"),
    ("const a = new ArrayBuffer(2 ** 31);\nexport default () => null;", "", ""),
    ("let s = 'x'; for (;;) s += s;\nexport default () => null;", "limit", ""),
    ("let n = 3n; for (;;) n **= 9n;\nexport default () => null;", "threw", "BigInt"),
    ("const f = () => f() + 1; f();\nexport default () => null;", "limit", ""),
    ("const F = () => <F />;\nexport default F;", "limit", ""),
    ("export default () => Array.from({length: 1e6}, (_, i) => <i key={i} />);", "limit", "memory"),
    ("export default () => Array.from({length: 6e4}, (_, i) => <i key={i} />);", "limit", "elements"),
    ("export const meta = {durationInFrames: 0};\nexport default () => null;", "canvas", "durationInFrames"),
    ("export const meta = {durationInFrames: -5};\nexport default () => null;", "canvas", "durationInFrames"),
    (
        "export const meta = {durationInFrames: Infinity};\nexport default () => null;",
        "threw",
        "durationInFrames",
    ),
    ("export const meta = {width: 1e9};\nexport default () => null;", "canvas", "width"),
    (
        "import {Icon} from '@iconify/react';\nexport default () => <Icon icon='mdi:hart' />;",
        "icon",
        "mdi:heart",
    ),
    ("import {Img} from 'remotion';\nexport default () => <Img src='../../etc/passwd' />;", "asset", ".."),
    ("import {Img} from 'remotion';\nexport default () => <Img src='http://x/y.png' />;", "asset", "network"),
    ("import {Img} from 'remotion';\nexport default () => <Img src='none.png' />;", "asset", "not there"),
    ("import {Img} from 'remotion';\nexport default () => <Img src='cut.png' />;", "asset", "cut.png"),
    ("import {Img} from 'remotion';\nexport default () => <Img src='bomb.png' />;", "asset", "bomb.png"),
    (
        "import {OffthreadVideo} from 'remotion';\nexport default () => <OffthreadVideo src='cut.mp4' />;",
        "asset",
        "cut.mp4",
    ),
];

/// The header of a picture of 60,000 by 60,000 pixels, and nothing else that is true of it.
const BOMB: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x08\x06\0\0\0\x80\xd2\x75\x42";

#[test]
fn each_ends_in_a_problem_of_its_kind() {
    let names: Vec<_> = (0..CORPUS.len()).map(|n| format!("s/{n:02}.tsx")).collect();
    let files: Vec<_> = names.iter().zip(CORPUS).map(|(name, (code, ..))| (name.as_str(), *code)).collect();
    let desk = Desk::with(&files);
    std::fs::create_dir(desk.file("s/public")).unwrap();
    std::fs::write(desk.file("s/public/cut.png"), &BOMB[..20]).unwrap();
    std::fs::write(desk.file("s/public/bomb.png"), BOMB).unwrap();
    std::fs::write(desk.file("s/public/cut.mp4"), b"\0\0\0\x18ftypmp42").unwrap();

    // All of them in one run: what one does must not keep another from its own answer.
    let outcome = desk.run(&["scene", "check", "s", "--json"]);
    assert_eq!(outcome.code, 1, "{}", outcome.err);
    let document: Value = serde_json::from_str(&outcome.out).unwrap();
    let told = document["error"]["problems"].as_array().unwrap();
    let mut wrong = Vec::new();
    for (name, (code, kind, said)) in names.iter().zip(CORPUS) {
        let found = told.iter().find(|told| told["file"] == name.as_str());
        let problem = found.map_or(&Value::Null, |told| &told["problem"]);
        let text = problem.to_string();
        // Where no kind is named anything may come of it but harm.
        if !kind.is_empty() && (problem["code"] != *kind || !text.contains(said)) {
            wrong.push(format!("{name} {code:?}: {text}, not {kind} \"{said}\""));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(!outcome.out.contains("must-not-be-seen"));
}
