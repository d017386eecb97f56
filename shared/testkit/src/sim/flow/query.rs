//! The expressions of a flow: texts of the form `{% … %}`, in a part of JSONata.
//!
//! The part: texts, numbers, `true`, `false`, `null`, variables and paths of names (`$states.input.word`), objects, arrays,
//! parentheses, `? :`, `=`, `!=`, `<`, `<=`, `>`, `>=`, `and`, `or`, `in`, `&`, `+`, `-`, and the functions `$merge`, `$type`, `$exists`,
//! `$not`. A path may end in an array, of whose items it takes a field each. All else is refused when the flow is read, and so is,
//! when it is evaluated, what JSONata would do with other sequences (a path that goes on behind an array, an array in an array),
//! because nothing of ours uses it.
//!
//! Not a crate: those that pass the reference's suite switch `preserve_order` of `serde_json` on, and with it every test would
//! read and write JSON in another order than the functions that are deployed.

mod parse;

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, de};
use serde_json::{Map, Value};

use super::error::Error;

/// JSON in which texts may be expressions.
#[derive(Debug)]
pub(super) enum Template {
    Plain(Value),
    Query(Tree),
    Array(Vec<Self>),
    Object(Vec<(String, Self)>),
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tree {
    Value(Value),
    Variable(String),
    Field(Box<Self>, String),
    Object(Vec<(Self, Self)>),
    Array(Vec<Self>),
    Call(Function, Vec<Self>),
    Both(Operator, Box<[Self; 2]>),
    If(Box<[Self; 3]>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Merge,
    Type,
    Exists,
    Not,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    In,
    More,
    MoreOrEqual,
    Join,
    Plus,
    Minus,
}

/// What expressions can see: `$states`, and the variables that states assigned.
pub(super) struct Scope<'a> {
    pub(super) states: Value,
    pub(super) variables: &'a BTreeMap<String, Value>,
}

/// `None` is JSONata's `undefined`: what a path selects that leads nowhere.
type Found = Result<Option<Value>, String>;

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::read(Value::deserialize(from)?).map_err(de::Error::custom)
    }
}

impl Template {
    fn read(value: Value) -> Result<Self, String> {
        let query = |text: &str| text.strip_prefix("{%")?.strip_suffix("%}").map(str::to_owned);
        Ok(match value {
            Value::String(text) => match query(&text) {
                Some(query) => Self::Query(parse::parse(&query).map_err(|why| format!("`{query}`: {why}"))?),
                None => Self::Plain(Value::String(text)),
            },
            Value::Array(items) => Self::Array(items.into_iter().map(Self::read).collect::<Result<_, _>>()?),
            Value::Object(fields) => {
                let fields = fields.into_iter().map(|(name, value)| Ok((name, Self::read(value)?)));
                Self::Object(fields.collect::<Result<_, String>>()?)
            }
            plain => Self::Plain(plain),
        })
    }

    /// Evaluates every expression, however deep (Step Functions Developer Guide, "Transforming data with JSONata"). One that
    /// selects nothing is an error there too.
    pub(super) fn evaluate(&self, scope: &Scope<'_>) -> Result<Value, Error> {
        let failed = |why| Error::new("States.QueryEvaluationError", why);
        match self {
            Self::Plain(value) => Ok(value.clone()),
            Self::Query(tree) => tree
                .evaluate(scope)
                .and_then(|found| found.ok_or_else(|| format!("{tree:?} selects nothing")))
                .map_err(failed),
            Self::Array(items) => items.iter().map(|item| item.evaluate(scope)).collect(),
            Self::Object(fields) => {
                let fields = fields.iter().map(|(name, value)| Ok((name.clone(), value.evaluate(scope)?)));
                fields.collect::<Result<_, _>>().map(Value::Object)
            }
        }
    }
}

impl Tree {
    fn evaluate(&self, scope: &Scope<'_>) -> Found {
        match self {
            Self::Value(value) => Ok(Some(value.clone())),
            Self::Variable(name) if name == "states" => Ok(Some(scope.states.clone())),
            Self::Variable(name) => Ok(scope.variables.get(name).cloned()),
            Self::Field(from, name) => match from.select(scope)? {
                Some(Value::Object(fields)) => Ok(fields.get(name).cloned()),
                Some(Value::Array(items)) => through(items, name),
                _ => Ok(None),
            },
            Self::Object(fields) => {
                let mut object = Map::new();
                for (name, value) in fields {
                    let Some(Value::String(name)) = name.evaluate(scope)? else {
                        return Err("the name of a field is no text".to_owned());
                    };
                    object.extend(value.evaluate(scope)?.map(|value| (name, value)));
                }
                Ok(Some(Value::Object(object)))
            }
            Self::Array(items) => {
                let mut array = Vec::new();
                for item in items {
                    match item.evaluate(scope)? {
                        Some(Value::Array(_)) => {
                            return Err("an array in an array is not simulated".to_owned());
                        }
                        item => array.extend(item),
                    }
                }
                Ok(Some(Value::Array(array)))
            }
            Self::Call(function, arguments) => {
                let arguments = arguments.iter().map(|argument| argument.evaluate(scope));
                function.call(&arguments.collect::<Result<Vec<_>, _>>()?)
            }
            Self::Both(operator, sides) => operator.of(sides[0].evaluate(scope)?, sides[1].evaluate(scope)?),
            Self::If(parts) => {
                parts[if truth(parts[0].evaluate(scope)?.as_ref()) { 1 } else { 2 }].evaluate(scope)
            }
        }
    }

    /// Follows a path without copying what it passes.
    fn select<'a>(&self, scope: &'a Scope<'_>) -> Result<Option<&'a Value>, String> {
        match self {
            Self::Variable(name) if name == "states" => Ok(Some(&scope.states)),
            Self::Variable(name) => Ok(scope.variables.get(name)),
            Self::Field(from, name) => match from.select(scope)? {
                Some(Value::Object(fields)) => Ok(fields.get(name)),
                Some(Value::Array(_)) => {
                    Err(format!("a path that goes on behind an array, at `{name}`, is not simulated"))
                }
                _ => Ok(None),
            },
            other => Err(format!("a path that begins with {other:?} is not simulated")),
        }
    }
}

/// The field `name` of each of `items` that has it: a sequence, which of one value is the value (JSONata documentation, "Sequences").
fn through(items: &[Value], name: &str) -> Found {
    let mut found = Vec::new();
    for item in items {
        match item {
            Value::Object(fields) => found.extend(fields.get(name).cloned()),
            Value::Array(_) => return Err(format!("an array in an array, at `{name}`, is not simulated")),
            _ => {}
        }
    }
    if found.iter().any(Value::is_array) {
        return Err(format!("a path to arrays, at `{name}`, is not simulated"));
    }
    Ok(if found.len() > 1 { Some(Value::Array(found)) } else { found.pop() })
}

impl Function {
    fn call(self, arguments: &[Option<Value>]) -> Found {
        let [argument] = arguments else { return Err(format!("{self:?} takes one argument")) };
        Ok(match self {
            Self::Exists => Some(argument.is_some().into()),
            Self::Not => argument.as_ref().map(|argument| (!truth(Some(argument))).into()),
            Self::Type => argument.as_ref().map(|argument| kind(argument).into()),
            Self::Merge => {
                let Some(Value::Array(objects)) = argument else {
                    return Err("$merge takes an array".to_owned());
                };
                let mut merged = Map::new();
                for object in objects {
                    let Value::Object(fields) = object else { return Err("$merge takes objects".to_owned()) };
                    merged.extend(fields.clone());
                }
                Some(Value::Object(merged))
            }
        })
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// What counts as true (JSONata documentation, `$boolean`).
fn truth(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => false,
        Some(Value::Bool(truth)) => *truth,
        Some(Value::Number(number)) => number.as_f64() != Some(0.0),
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Array(items)) => items.iter().any(|item| truth(Some(item))),
        Some(Value::Object(fields)) => !fields.is_empty(),
    }
}

impl Operator {
    fn of(self, left: Option<Value>, right: Option<Value>) -> Found {
        match self {
            Self::Or => return Ok(Some((truth(left.as_ref()) || truth(right.as_ref())).into())),
            Self::And => return Ok(Some((truth(left.as_ref()) && truth(right.as_ref())).into())),
            Self::Join => return Ok(Some(format!("{}{}", text(left)?, text(right)?).into())),
            Self::In => {
                let (Some(left), Some(right)) = (left, right) else { return Ok(Some(false.into())) };
                let found = right.as_array().map_or(left == right, |items| items.contains(&left));
                return Ok(Some(found.into()));
            }
            // What is not there equals nothing, and differs from nothing.
            Self::Equal => return Ok(Some((left.is_some() && left == right).into())),
            Self::NotEqual => return Ok(Some((left.is_some() && right.is_some() && left != right).into())),
            _ => {}
        }
        let (Some(left), Some(right)) = (left, right) else { return Ok(None) };
        let order = match (&left, &right) {
            (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
            (Value::Number(left), Value::Number(right)) => left.as_f64().partial_cmp(&right.as_f64()),
            _ => None,
        };
        let order = order.ok_or_else(|| format!("{left} and {right} cannot be compared or counted"))?;
        let sum = |sign: i64| match (left.as_i64(), right.as_i64()) {
            (Some(left), Some(right)) => left.checked_add(sign * right).map(|sum| Some(sum.into())),
            _ => None,
        };
        match self {
            Self::Less => Ok(Some(order.is_lt().into())),
            Self::LessOrEqual => Ok(Some(order.is_le().into())),
            Self::More => Ok(Some(order.is_gt().into())),
            Self::MoreOrEqual => Ok(Some(order.is_ge().into())),
            Self::Plus => sum(1).ok_or_else(|| format!("{left} + {right} is not simulated")),
            _ => sum(-1).ok_or_else(|| format!("{left} - {right} is not simulated")),
        }
    }
}

/// A value in a joined text.
fn text(value: Option<Value>) -> Result<String, String> {
    match value {
        None => Ok(String::new()),
        Some(Value::String(text)) => Ok(text),
        Some(plain @ (Value::Number(_) | Value::Bool(_) | Value::Null)) => Ok(plain.to_string()),
        Some(other) => Err(format!("{other} in a text is not simulated")),
    }
}

#[cfg(test)]
mod tests;
