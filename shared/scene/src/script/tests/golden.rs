//! What the real package computes (`golden/record.mjs` recorded it), against ours.

use serde_json::{Value, json};

use super::{CANVAS, Script, only};
use crate::{Element, Limits, compile};

/// Computes every case in the interpreter and hands back the results as JSON.
const SCENE: &str = "
import {spring, measureSpring, random, interpolate, interpolateColors, Easing} from 'remotion';
const real: any = {spring, measureSpring, random, interpolate, interpolateColors};
const easing = (name: string): any => {
  const call = /^(\\w+)\\((.*)\\)$/.exec(name);
  if (!call) return (Easing as any)[name];
  const inner = /^[-\\d.,]+$/.test(call[2]) ? call[2].split(',').map(Number) : [easing(call[2])];
  return (Easing as any)[call[1]](...inner);
};
const revive = (value: any): any => {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(revive);
  if (value.$easing) return easing(value.$easing);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, revive(one)]));
};
const run = ([name, given]: any) => {
  try {
    const made = name === 'easing' ? easing(given[0])(given[1]) : real[name](...given.map(revive));
    return made === Infinity ? {$inf: 1} : Number.isNaN(made) ? {$nan: 1} : made;
  } catch { return {$throws: 1}; }
};
export default ({cases}: any) => <p>{JSON.stringify(cases.map(run))}</p>;
";

fn same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            (a - b).abs() <= 1e-9 * b.abs().max(1.0)
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::String(a), Value::String(b)) => same_text(a, b),
        _ => ours == theirs,
    }
}

/// Whether texts have the same words, and numbers that are the same to 1e-9.
fn same_text(a: &str, b: &str) -> bool {
    let parts = |text: &str| -> Vec<String> {
        text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-'))).map(ToOwned::to_owned).collect()
    };
    let (a, b) = (parts(a), parts(b));
    a.len() == b.len()
        && a.iter().zip(&b).all(|(a, b)| match (a.parse::<f64>(), b.parse::<f64>()) {
            (Ok(a), Ok(b)) => (a - b).abs() <= 1e-9 * b.abs().max(1.0),
            _ => a == b,
        })
}

#[test]
fn every_recorded_number_is_the_same_to_a_billionth() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../../../golden/recorded.json")).unwrap();
    assert!(cases.len() > 1_000);
    let module = compile("golden.tsx", SCENE).unwrap();
    let limits = Limits { time: 20_000, ..Limits::default() };
    let mut script = Script::open(&module, &json!({"cases": cases}), &limits).unwrap();
    let frame = script.frame(0, CANVAS).unwrap();
    let [Element::Text(text)] = only(&frame).children.as_slice() else { panic!("one text") };
    let ours: Vec<Value> = serde_json::from_str(text).unwrap();
    let wrong: Vec<String> = cases
        .iter()
        .zip(&ours)
        .filter(|(case, ours)| !same(ours, &case[2]))
        .map(|(case, ours)| format!("{}{} is {} and not {ours}", case[0], case[1], case[2]))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
