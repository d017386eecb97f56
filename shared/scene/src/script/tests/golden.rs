//! What the real packages compute (`golden/*.mjs` recorded it), against ours.

use serde_json::{Value, json};

use super::{CANVAS, Script, only};
use crate::{Element, Limits, compile};

/// Computes every case in the interpreter and hands back the results as JSON.
const SCENE: &str = "
import {spring, measureSpring, random, interpolate, interpolateColors, Easing} from 'remotion';
import * as shapes from '@remotion/shapes';
import * as paths from '@remotion/paths';
import * as noise from '@remotion/noise';
const real: any = {spring, measureSpring, random, interpolate, interpolateColors, ...shapes, ...paths, ...noise};
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

/// Whether two results are the same, and numbers in them to a part.
fn same(ours: &Value, theirs: &Value, part: f64) -> bool {
    match (ours, theirs) {
        (Value::Number(a), Value::Number(b)) => near(a.as_f64().unwrap(), b.as_f64().unwrap(), part),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b, part))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b, part)))
        }
        (Value::String(a), Value::String(b)) => same_text(a, b, part),
        _ => ours == theirs,
    }
}

fn near(a: f64, b: f64, part: f64) -> bool {
    (a - b).abs() <= part * b.abs().max(1.0)
}

/// Whether texts have the same words, and numbers that are the same to a part. Spaces beside words do not count.
fn same_text(a: &str, b: &str, part: f64) -> bool {
    let (a, b) = (parts(a), parts(b));
    a.len() == b.len()
        && a.iter().zip(&b).all(|(a, b)| match (a.parse::<f64>(), b.parse::<f64>()) {
            (Ok(a), Ok(b)) => near(a, b, part),
            _ => a == b,
        })
}

/// The words and the numbers of a text.
fn parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut apart = true;
    for c in text.chars() {
        let last = parts.last().map_or("", String::as_str);
        let is_number = last.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'));
        let goes_on =
            c.is_ascii_digit() || c == '.' || c == 'e' || matches!(c, '-' | '+') && last.ends_with('e');
        if c.is_whitespace() || c == ',' {
            apart = true;
            continue;
        }
        match parts.last_mut() {
            Some(last) if !apart && is_number && goes_on => last.push(c),
            _ => parts.push(c.to_string()),
        }
        apart = false;
    }
    parts
}

#[track_caller]
fn hold(recorded: &str) {
    let cases: Vec<Value> = serde_json::from_str(recorded).unwrap();
    assert!(cases.len() > 1_000, "{}", cases.len());
    let module = compile("golden.tsx", SCENE).unwrap();
    let limits = Limits { time: 20_000, ..Limits::default() };
    let mut script = Script::open(&module, &json!({"cases": cases}), &limits).unwrap();
    let frame = script.frame(0, CANVAS).unwrap();
    let [Element::Text(text)] = only(&frame).children.as_slice() else { panic!("one text") };
    let ours: Vec<Value> = serde_json::from_str(text).unwrap();
    let wrong: Vec<String> = cases
        .iter()
        .zip(&ours)
        .filter(|(case, ours)| !same(ours, &case[2], case[3].as_f64().unwrap_or(1e-9)))
        .map(|(case, ours)| format!("{}{} is {} and not {ours}", case[0], case[1], case[2]))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn every_recorded_number_is_the_same_to_a_billionth() {
    hold(include_str!("../../../golden/recorded.json"));
}

#[test]
fn shapes_paths_and_noise_are_those_of_the_packages() {
    hold(include_str!("../../../golden/packages.json"));
}
