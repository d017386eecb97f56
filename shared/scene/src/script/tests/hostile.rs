//! Scenes that mean harm, or do harm. Each must end in a typed problem, in good time.

use serde_json::Value;

use super::CANVAS;
use crate::{Limits, Problem, Script, compile};

/// What becomes of a scene: the problem's code, and the limit's name.
fn outcome(tsx: &str) -> String {
    within(&Limits::default(), tsx)
}

/// The same with so much time that another limit is reached first, on the slowest of machines too.
fn unhurried(code: &str) -> String {
    within(&Limits { time: 60_000, ..Limits::default() }, &component(code))
}

fn within(limits: &Limits, tsx: &str) -> String {
    let compiled = compile("scene.tsx", tsx).map_err(|diagnostics| Problem::Compile { diagnostics });
    let script = compiled.and_then(|module| Script::open(&module, &Value::Null, limits));
    let made = script.and_then(|mut script| script.frame(0, CANVAS));
    match made {
        Ok(_) => "shown".to_owned(),
        Err(Problem::Limit { limit, .. }) => limit,
        Err(problem) => problem.code().to_owned(),
    }
}

/// What becomes of a component with a body.
fn body(code: &str) -> String {
    outcome(&component(code))
}

fn component(code: &str) -> String {
    format!("export default (): any => {{ {code}; return <p>x</p>; }};")
}

#[test]
fn loops_that_do_not_end_are_stopped() {
    assert_eq!(body("for (;;) {}"), "time");
    assert_eq!(body("try { for (;;) {} } catch {} finally { for (;;) {} }"), "time");
    assert_eq!(outcome("for (;;) {}\nexport default () => <p />;"), "time");
    assert_eq!(body("const o: any = {get length() { for (;;) {} }}; o.length"), "time");
    assert_eq!(body("const p: any = new Proxy({}, {ownKeys() { for (;;) {} }}); Object.keys(p)"), "time");
    assert_eq!(body("return <p style={{color: {toString() { for (;;) {} }} as any}} />"), "time");
}

#[test]
fn promises_that_do_not_end_are_stopped() {
    assert_eq!(body("const again = () => { Promise.resolve().then(again) }; again()"), "time");
    assert_eq!(body("(async () => { for (;;) await null })()"), "time");
    assert_eq!(outcome("const f = () => { queueMicrotask(f) }; f();\nexport default () => <p />;"), "time");
}

#[test]
fn a_regular_expression_that_does_not_end_is_stopped() {
    assert_eq!(body("/^(a+)+$/.test('a'.repeat(50) + 'b')"), "time");
}

#[test]
fn memory_is_limited() {
    assert_eq!(unhurried("const a: any[] = []; for (;;) a.push(new Array(1000).fill(1))"), "memory");
    assert_eq!(unhurried("let s = 'x'; for (;;) s = s + s + Math.sqrt(s.length)"), "memory");
    assert_ne!(unhurried("new Uint8Array(2 ** 30)"), "shown");
}

#[test]
fn what_changes_in_every_frame_does_not_fill_the_memory() {
    let tsx = "import {Star} from '@remotion/shapes'; import {getLength} from '@remotion/paths'; import {useCurrentFrame} from 'remotion';
        export default () => {
          const f = useCurrentFrame();
          const text = Array.from({length: 1000}, (_, i) => `${i === 0 ? 'M' : 'L'} ${i} ${(i * f) % 7}`).join(' ');
          return <><Star points={2000} innerRadius={5 + f / 10} outerRadius={9} />{getLength(text)}</>;
        };";
    let module = compile("scene.tsx", tsx).unwrap();
    let limits = Limits { memory: 24 << 20, ..Limits::default() };
    let mut script = Script::open(&module, &Value::Null, &limits).unwrap();
    for n in 0..40 {
        script.frame(n, CANVAS).unwrap();
    }
}

#[test]
fn calls_may_not_go_too_deep() {
    assert_eq!(unhurried("const f = (): any => 1 + f(); f()"), "stack");
    assert_eq!(unhurried("const A = (): any => <A />; return <A />"), "elements");
}

#[test]
fn trees_may_not_be_huge() {
    assert_eq!(unhurried("return Array.from({length: 100_000}, () => <i />)"), "elements");
    assert_eq!(
        unhurried("let tree: any = 'x'; for (let i = 0; i < 600; i++) tree = <div>{tree}</div>; return tree"),
        "depth"
    );
    assert_eq!(
        unhurried("let tree: any = 'x'; for (let i = 0; i < 500; i++) tree = <div>{tree}</div>; return tree"),
        "shown"
    );
}

#[test]
fn the_language_itself_may_not_count_for_ever() {
    assert_eq!(body("new Array(2 ** 32 - 1).indexOf(1)"), "threw");
    assert_eq!(body("Array.prototype.fill.call({length: 2 ** 53 - 1}, 1)"), "threw");
    assert_ne!(body("let n = 3n; for (;;) n = n * n"), "shown");
}

#[test]
fn there_is_nothing_around_a_scene() {
    for code in
        ["process.exit()", "fetch('x')", "require('fs')", "import('fs')", "eval('1')", "new Function('1')"]
    {
        assert_eq!(body(code), "compile", "{code}");
    }
    for name in ["process", "fetch", "require", "std", "os", "Deno", "performance", "Atomics", "WeakRef"] {
        assert_eq!(body(&format!("if ((globalThis as any)['{name}']) for (;;) {{}}")), "shown", "{name}");
    }
}

#[test]
fn text_does_not_become_code() {
    for code in [
        "(globalThis as any).eval('1')",
        "(() => {}).constructor('return 1')()",
        "(async () => {}).constructor('return 1')()",
        "(function* () {}).constructor('return 1')()",
        "(async function* () {}).constructor('return 1')()",
        "Reflect.construct((() => {}).constructor, ['return 1'])",
        "[].map.constructor('return 1')()",
        "Object.getPrototypeOf((async () => {}).constructor).constructor('return 1')()",
    ] {
        assert_eq!(body(code), "threw", "{code}");
    }
}

#[test]
fn anything_may_be_thrown() {
    for thrown in [
        "null",
        "undefined",
        "1",
        "'words'",
        "{}",
        "Symbol('s')",
        "{toString() { throw null }}",
        "new Proxy({}, {get() { throw 1 }})",
    ] {
        assert_eq!(body(&format!("throw {thrown}")), "threw", "{thrown}");
    }
    assert_eq!(body("throw {toString() { for (;;) {} }}"), "threw");
}

#[test]
fn a_state_that_is_set_in_each_render_is_told() {
    assert_eq!(
        outcome(
            "import {useState} from 'react';\nexport default () => { const [n, set] = useState(0); set(n + 1); return <p>{n}</p>; };"
        ),
        "threw"
    );
}
