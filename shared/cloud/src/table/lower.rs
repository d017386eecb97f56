//! Guards and edits as DynamoDB expressions. The meaning of each is told in `contract::port::table`.
//!
//! Attributes are always named by aliases, because many of our names (`status`, `ttl`, `size`) are reserved words.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use contract::port::table::{Edit, Guard, Value, Write};

use super::item::{PK, Wire, attribute, whole};

/// A write in DynamoDB's words.
#[derive(Debug, PartialEq)]
pub(super) struct Lowered {
    /// What to do.
    pub(super) action: Action,
    /// Under which condition, and what the words mean.
    pub(super) terms: Terms,
}

/// A condition, and the aliases of it and of the update expression.
#[derive(Debug, PartialEq)]
pub(super) struct Terms {
    /// The condition, if any.
    pub(super) condition: Option<String>,
    /// What the aliases mean; `None` when there are none, because DynamoDB refuses an empty map.
    pub(super) names: Option<HashMap<String, String>>,
    /// What the values are.
    pub(super) values: Option<Wire>,
}

/// What to do with the item.
#[derive(Debug, PartialEq)]
pub(super) enum Action {
    /// Put this one in its place.
    Put(Wire),
    /// Apply this update expression.
    Update(String),
    /// Delete it.
    Delete,
    /// Nothing; only look.
    Check,
}

/// Puts a write into DynamoDB's words. The same write always gives the same words: a repeated token demands it.
pub(super) fn lower(write: &Write) -> Lowered {
    let mut aliases = Aliases::default();
    let action = action(write, &mut aliases);
    let condition = match fold(&write.guard) {
        Test::Always if action == Action::Check => Some(aliases.always()),
        Test::Always => None,
        test => Some(aliases.condition(&test)),
    };
    let Aliases { names, values } = aliases;
    let names = (!names.is_empty()).then_some(names);
    let values = (!values.is_empty()).then_some(values);
    Lowered { action, terms: Terms { condition, names, values } }
}

fn action(write: &Write, aliases: &mut Aliases) -> Action {
    match write.edits.as_slice() {
        [] => Action::Check,
        [Edit::Put(item)] => Action::Put(whole(&write.key, item)),
        [Edit::Delete] => Action::Delete,
        edits => Action::Update(aliases.update(edits)),
    }
}

/// A guard with everything that is decided beforehand taken out, so that no alias is made that the text does not use
/// (DynamoDB refuses those as well).
enum Test<'g> {
    Always,
    Never,
    One(One<'g>),
    Any(Vec<Self>),
    All(Vec<Self>),
}

/// A single test of one attribute.
enum One<'g> {
    Exists(&'static str),
    Missing(&'static str),
    Compare(&'static str, &'static str, AttributeValue),
    In(&'static str, Vec<AttributeValue>),
    IsSet(&'static str),
    IsNoSet(&'static str),
    Fewer(&'static str, usize),
    Lacks(&'static str, &'g str),
}

fn fold(guard: &Guard) -> Test<'_> {
    match guard {
        Guard::Always => Test::Always,
        Guard::Absent => Test::One(One::Missing(PK)),
        Guard::Present => Test::One(One::Exists(PK)),
        Guard::Version(version) => {
            Test::One(One::Compare("version", "=", AttributeValue::N(version.to_string())))
        }
        Guard::AtLeast(attr, least) => Test::One(One::Compare(attr.0, ">=", number(*least))),
        Guard::RoomFor { cap: 0, .. } | Guard::StatusIn([]) => Test::Never,
        Guard::RoomFor { set, member, cap } => Test::Any(vec![
            Test::One(One::Missing(set.0)),
            Test::All(vec![
                Test::One(One::IsSet(set.0)),
                Test::One(One::Fewer(set.0, *cap)),
                Test::One(One::Lacks(set.0, member)),
            ]),
        ]),
        // `contains` and `size` also take texts, and mean their letters.
        Guard::Lacks { set, member } => {
            Test::Any(vec![Test::One(One::IsNoSet(set.0)), Test::One(One::Lacks(set.0, member))])
        }
        Guard::StatusIn(statuses) => {
            let words = statuses.iter().map(|status| AttributeValue::S(status.word().to_owned()));
            Test::One(One::In("status", words.collect()))
        }
        Guard::Unset(attr) => Test::One(One::Missing(attr.0)),
        // No attribute is an empty set, and DynamoDB does not take one as a value.
        Guard::Is(_, Value::Set(members)) if members.is_empty() => Test::Never,
        Guard::Is(attr, value) => Test::One(One::Compare(attr.0, "=", attribute(value))),
        Guard::Before(attr, moment) => Test::One(One::Compare(attr.0, "<", number(moment.millis()))),
        Guard::Any(guards) => any(guards.iter().map(fold)),
        Guard::All(guards) => all(guards.iter().map(fold)),
    }
}

fn any<'g>(tests: impl Iterator<Item = Test<'g>>) -> Test<'g> {
    let mut open = Vec::new();
    for test in tests {
        match test {
            Test::Always => return Test::Always,
            Test::Never => {}
            test => open.push(test),
        }
    }
    if open.len() > 1 { Test::Any(open) } else { open.pop().unwrap_or(Test::Never) }
}

fn all<'g>(tests: impl Iterator<Item = Test<'g>>) -> Test<'g> {
    let mut open = Vec::new();
    for test in tests {
        match test {
            Test::Never => return Test::Never,
            Test::Always => {}
            test => open.push(test),
        }
    }
    if open.len() > 1 { Test::All(open) } else { open.pop().unwrap_or(Test::Always) }
}

fn number(value: i64) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

/// The names and values that expressions use instead of the things themselves.
#[derive(Default)]
struct Aliases {
    names: HashMap<String, String>,
    values: Wire,
}

impl Aliases {
    fn name(&mut self, attr: &str) -> String {
        let alias = format!("#{attr}");
        self.names.entry(alias.clone()).or_insert_with(|| attr.to_owned());
        alias
    }

    fn value(&mut self, value: AttributeValue) -> String {
        let alias = format!(":v{}", self.values.len());
        self.values.insert(alias.clone(), value);
        alias
    }

    /// A condition that always holds, for a check that asks nothing: the call needs one.
    fn always(&mut self) -> String {
        let pk = self.name(PK);
        format!("attribute_exists({pk}) OR attribute_not_exists({pk})")
    }

    fn condition(&mut self, test: &Test<'_>) -> String {
        match test {
            Test::Always => self.always(),
            Test::Never => {
                let pk = self.name(PK);
                format!("attribute_exists({pk}) AND attribute_not_exists({pk})")
            }
            Test::One(one) => self.one(one),
            Test::Any(tests) => self.joined(tests, " OR "),
            Test::All(tests) => self.joined(tests, " AND "),
        }
    }

    /// Only what is itself joined gets parentheses: DynamoDB refuses redundant ones.
    fn joined(&mut self, tests: &[Test<'_>], word: &str) -> String {
        let parts: Vec<_> = tests
            .iter()
            .map(|test| match test {
                Test::Any(_) | Test::All(_) => format!("({})", self.condition(test)),
                _ => self.condition(test),
            })
            .collect();
        parts.join(word)
    }

    fn one(&mut self, one: &One<'_>) -> String {
        match one {
            One::Exists(attr) => format!("attribute_exists({})", self.name(attr)),
            One::Missing(attr) => format!("attribute_not_exists({})", self.name(attr)),
            One::Compare(attr, sign, value) => {
                format!("{} {sign} {}", self.name(attr), self.value(value.clone()))
            }
            One::In(attr, values) => {
                let listed: Vec<_> = values.iter().map(|value| self.value(value.clone())).collect();
                format!("{} IN ({})", self.name(attr), listed.join(", "))
            }
            One::IsSet(attr) => self.is_set(attr),
            One::IsNoSet(attr) => format!("NOT {}", self.is_set(attr)),
            One::Fewer(attr, cap) => {
                format!("size({}) < {}", self.name(attr), self.value(AttributeValue::N(cap.to_string())))
            }
            One::Lacks(attr, member) => {
                let member = self.value(AttributeValue::S((*member).to_owned()));
                format!("NOT contains({}, {member})", self.name(attr))
            }
        }
    }

    fn is_set(&mut self, attr: &str) -> String {
        let set = self.value(AttributeValue::S("SS".to_owned()));
        format!("attribute_type({}, {set})", self.name(attr))
    }

    fn update(&mut self, edits: &[Edit]) -> String {
        let clauses = ["SET", "REMOVE", "ADD", "DELETE"].map(|clause| {
            let terms: Vec<_> = edits.iter().filter_map(|edit| self.term(clause, edit)).collect();
            if terms.is_empty() { String::new() } else { format!("{clause} {}", terms.join(", ")) }
        });
        clauses.into_iter().filter(|clause| !clause.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The term of an edit, if it belongs to this clause. A put or a delete stands alone and has none.
    fn term(&mut self, clause: &str, edit: &Edit) -> Option<String> {
        let one = |member: &str| AttributeValue::Ss(vec![member.to_owned()]);
        match (clause, edit) {
            ("SET", Edit::Set(attr, value)) => {
                Some(format!("{} = {}", self.name(attr.0), self.value(attribute(value))))
            }
            ("SET", Edit::Add { attr, by, start }) => {
                let (name, start, by) =
                    (self.name(attr.0), self.value(number(*start)), self.value(number(*by)));
                Some(format!("{name} = if_not_exists({name}, {start}) + {by}"))
            }
            ("REMOVE", Edit::Unset(attr)) => Some(self.name(attr.0)),
            ("ADD", Edit::Insert { set, member }) | ("DELETE", Edit::Remove { set, member }) => {
                Some(format!("{} {}", self.name(set.0), self.value(one(member))))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
