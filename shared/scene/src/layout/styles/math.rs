//! `min()`, `max()` and `clamp()`, which the layout engine drops with the declaration that they stand in.
//!
//! What can be compared before anything is laid out is: lengths of the canvas, of the page's letters, and in pixels. Percentages
//! and an unknown size of letters are taken to be positive. Source: CSS Values and Units Module Level 4, 10.

use std::collections::BTreeMap;

/// The size of the page's letters (`rem`), in pixels.
const ROOT_LETTERS: f64 = 16.0;

/// So deep may functions be nested.
const DEEPEST: usize = 32;

/// What lengths are measured in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measures {
    /// The canvas, in pixels.
    pub(super) width: f64,
    /// The canvas, in pixels.
    pub(super) height: f64,
    /// The size of the element's letters in pixels, where it is known.
    pub(super) em: Option<f64>,
}

/// A value without functions that compare.
#[derive(Debug, PartialEq)]
pub(super) enum Resolved {
    /// Nothing in it compares.
    Same,
    /// As text.
    Text(String),
    /// All of it is one value between two others that only the layout can compare.
    Between { least: Option<String>, middle: String, most: Option<String> },
    /// Something in it cannot be compared.
    Unknown,
}

/// A value of CSS, with what compares in it resolved.
pub(super) fn resolve(value: &str, measures: &Measures) -> Resolved {
    if !["min(", "max(", "clamp("].iter().any(|mark| value.contains(mark)) || value.contains(['"', '\'']) {
        return Resolved::Same;
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    let mut changed = false;
    while let Some((name, open)) = next_function(rest) {
        let end = if is_math(name) { closing(&rest[open..]).map(|end| open + end) } else { None };
        let Some(end) = end.filter(|end| compares(&rest[open - name.len()..=*end])) else {
            out.push_str(&rest[..=open]);
            rest = &rest[open + 1..];
            continue;
        };
        let start = open - name.len();
        let is_all = out.is_empty() && rest[..start].trim().is_empty() && rest[end + 1..].trim().is_empty();
        match evaluate(&rest[start..=end], measures) {
            Some(Made::Sum(sum)) => {
                out.push_str(&rest[..start]);
                out.push_str(&sum.css());
            }
            Some(Made::Between(sides)) if is_all => {
                let [least, middle, most] = sides.map(|side| side.map(|sum| sum.css()));
                return middle.map_or(Resolved::Unknown, |middle| Resolved::Between { least, middle, most });
            }
            _ => return Resolved::Unknown,
        }
        changed = true;
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    if changed { Resolved::Text(out) } else { Resolved::Same }
}

/// A length in pixels, if it is one without knowing more.
pub(super) fn pixels(value: &str, measures: &Measures) -> Option<f64> {
    let sum = Reader { rest: value.trim(), measures, depth: 0 }.whole()?;
    sum.only("px")
}

/// The name of the next function, and where its parenthesis is.
fn next_function(text: &str) -> Option<(&str, usize)> {
    let open = text.find('(')?;
    let start = text[..open].rfind(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'));
    let start = start.map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    Some((&text[start..open], open))
}

fn is_math(name: &str) -> bool {
    ["min", "max", "clamp", "calc"].contains(&name)
}

/// Whether a function, or one in it, compares.
fn compares(mut text: &str) -> bool {
    while let Some((name, open)) = next_function(text) {
        if is_math(name) && name != "calc" {
            return true;
        }
        text = &text[open + 1..];
    }
    false
}

/// Where the parenthesis that a text begins with is closed.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, char) in text.char_indices() {
        match char {
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// What a function made.
enum Made {
    Sum(Sum),
    /// The least, the wished and the most, which cannot be compared.
    Between([Option<Sum>; 3]),
}

fn evaluate(function: &str, measures: &Measures) -> Option<Made> {
    let mut reader = Reader { rest: function, measures, depth: 0 };
    if let Some(sum) = reader.whole() {
        return Some(Made::Sum(sum));
    }
    let (name, open) = next_function(function)?;
    let arguments = Reader { rest: &function[open + 1..], measures, depth: 0 }.arguments()?;
    // A number and a length are no two sides of anything.
    if arguments.iter().any(|one| one.0.contains_key("") != arguments[0].0.contains_key("")) {
        return None;
    }
    match (name, arguments.as_slice()) {
        ("min", [middle, most]) => Some(Made::Between([None, Some(middle.clone()), Some(most.clone())])),
        ("max", [least, middle]) => Some(Made::Between([Some(least.clone()), Some(middle.clone()), None])),
        ("clamp", [least, middle, most]) => {
            Some(Made::Between([Some(least.clone()), Some(middle.clone()), Some(most.clone())]))
        }
        _ => None,
    }
}

/// So much of each unit. A number has the unit of no letters.
#[derive(Debug, Clone, Default, PartialEq)]
struct Sum(BTreeMap<String, f64>);

impl Sum {
    fn plus(mut self, other: Self, times: f64) -> Option<Self> {
        // A number and a length have no sum.
        if self.0.contains_key("") != other.0.contains_key("") {
            return None;
        }
        for (unit, number) in other.0 {
            *self.0.entry(unit).or_default() += number * times;
        }
        Some(self)
    }

    fn times(mut self, factor: f64) -> Self {
        self.0.values_mut().for_each(|number| *number *= factor);
        self
    }

    /// How much it is, if it has no unit but that.
    fn only(&self, unit: &str) -> Option<f64> {
        match self.0.iter().collect::<Vec<_>>().as_slice() {
            [(known, number)] if known.as_str() == unit => Some(**number),
            _ => None,
        }
    }

    /// Whether it is at least another, if that can be known.
    fn is_least(&self, other: &Self) -> Option<bool> {
        let apart = self.clone().plus(other.clone(), -1.0)?;
        let far = |number: &f64| number.abs() > 1e-9;
        let signs: Vec<bool> =
            apart.0.values().filter(|number| far(number)).map(|number| *number > 0.0).collect();
        if signs.iter().all(|sign| *sign) {
            return Some(true);
        }
        signs.iter().all(|sign| !*sign).then_some(false)
    }

    fn css(&self) -> String {
        let parts: Vec<String> =
            self.0.iter().map(|(unit, number)| format!("{}{unit}", (number * 1e4).round() / 1e4)).collect();
        match parts.as_slice() {
            [one] => one.clone(),
            _ => format!("calc({})", parts.join(" + ")),
        }
    }
}

/// Reads sums from left to right.
struct Reader<'t> {
    rest: &'t str,
    measures: &'t Measures,
    depth: usize,
}

impl Reader<'_> {
    /// All that is left, as one sum.
    fn whole(&mut self) -> Option<Sum> {
        let sum = self.sum()?;
        self.rest.trim().is_empty().then_some(sum)
    }

    fn sum(&mut self) -> Option<Sum> {
        let mut sum = self.product()?;
        loop {
            // A sign of a sum stands between spaces; any other is of the number after it.
            let sign = match self.rest.trim_start() {
                next if next.starts_with("+ ") => 1.0,
                next if next.starts_with("- ") => -1.0,
                _ => return Some(sum),
            };
            self.rest = &self.rest.trim_start()[2..];
            sum = sum.plus(self.product()?, sign)?;
        }
    }

    fn product(&mut self) -> Option<Sum> {
        let mut product = self.term()?;
        loop {
            let Some(sign) = self.rest.trim_start().chars().next().filter(|sign| matches!(sign, '*' | '/'))
            else {
                return Some(product);
            };
            self.rest = &self.rest.trim_start()[1..];
            let other = self.term()?;
            product = match (sign, product.only(""), other.only("")) {
                ('*', _, Some(factor)) => product.times(factor),
                ('*', Some(factor), None) => other.times(factor),
                ('/', _, Some(factor)) if factor != 0.0 => product.times(1.0 / factor),
                _ => return None,
            };
        }
    }

    fn term(&mut self) -> Option<Sum> {
        self.rest = self.rest.trim_start();
        if let Some((name, open)) = next_function(self.rest).filter(|(name, open)| name.len() == *open) {
            let name = name.to_owned();
            self.depth += 1;
            if self.depth > DEEPEST {
                return None;
            }
            self.rest = &self.rest[open + 1..];
            let arguments = self.arguments()?;
            self.depth -= 1;
            return apply(&name, arguments);
        }
        let number = self.number()?;
        let end = self.rest.find(|c: char| !c.is_ascii_alphabetic() && c != '%').unwrap_or(self.rest.len());
        let unit = self.rest[..end].to_ascii_lowercase();
        self.rest = &self.rest[end..];
        let (unit, size) = self.measure(&unit);
        Some(Sum(BTreeMap::from([(unit, number * size)])))
    }

    fn number(&mut self) -> Option<f64> {
        let is_part =
            |(at, c): (usize, char)| c.is_ascii_digit() || c == '.' || at == 0 && matches!(c, '+' | '-');
        let end = self.rest.char_indices().find(|at| !is_part(*at)).map_or(self.rest.len(), |(at, _)| at);
        let number = self.rest[..end].parse().ok()?;
        self.rest = &self.rest[end..];
        Some(number)
    }

    /// What is between commas up to the parenthesis that closes.
    fn arguments(&mut self) -> Option<Vec<Sum>> {
        let mut arguments = vec![self.sum()?];
        loop {
            let next = self.rest.trim_start();
            self.rest = next.get(1..)?;
            match next.chars().next()? {
                ',' => arguments.push(self.sum()?),
                ')' => return Some(arguments),
                _ => return None,
            }
        }
    }

    /// A unit in another that can be compared, and its size in that.
    fn measure(&self, unit: &str) -> (String, f64) {
        let Measures { width, height, em } = *self.measures;
        let size = match unit.strip_prefix(['d', 's', 'l']).unwrap_or(unit) {
            "vw" | "vi" => width / 100.0,
            "vh" | "vb" => height / 100.0,
            "vmin" => width.min(height) / 100.0,
            "vmax" => width.max(height) / 100.0,
            _ => match unit {
                "px" => 1.0,
                "rem" => ROOT_LETTERS,
                "em" if em.is_some() => em.unwrap_or_default(),
                "in" => 96.0,
                "cm" => 96.0 / 2.54,
                "mm" => 9.6 / 2.54,
                "q" => 2.4 / 2.54,
                "pt" => 96.0 / 72.0,
                "pc" => 16.0,
                _ => return (unit.to_owned(), 1.0),
            },
        };
        ("px".to_owned(), size)
    }
}

/// A function of its arguments, if they can be compared.
fn apply(name: &str, arguments: Vec<Sum>) -> Option<Sum> {
    match (name, arguments.as_slice()) {
        ("" | "calc", [one]) => Some(one.clone()),
        ("min", _) => choose(arguments, false),
        ("max", _) => choose(arguments, true),
        ("clamp", [least, middle, most]) => {
            let most = choose(vec![middle.clone(), most.clone()], false)?;
            choose(vec![least.clone(), most], true)
        }
        _ => None,
    }
}

fn choose(sums: Vec<Sum>, largest: bool) -> Option<Sum> {
    let mut sums = sums.into_iter();
    let first = sums.next()?;
    sums.try_fold(first, |best, next| Some(if best.is_least(&next)? == largest { best } else { next }))
}

#[cfg(test)]
mod tests;
