//! A state machine as its file says it: the part of the Amazon States Language (with JSONata) that our flows use.
//!
//! Whatever is not known here is refused when the file is read, so that no flow is simulated as something else than it is.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::query::Template;

/// A state machine.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Machine {
    #[serde(rename = "Comment")]
    _comment: Option<String>,
    #[serde(rename = "QueryLanguage")]
    _language: Language,
    pub(super) timeout_seconds: Option<u64>,
    start_at: String,
    states: BTreeMap<String, State>,
}

#[derive(Debug, Deserialize)]
enum Language {
    #[serde(rename = "JSONata")]
    Jsonata,
}

/// The states of a branch of a Parallel.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Branch {
    start_at: String,
    states: BTreeMap<String, State>,
}

/// States that lead to each other, and where they begin.
#[derive(Clone, Copy)]
pub(super) struct States<'a> {
    pub(super) start_at: &'a str,
    pub(super) states: &'a BTreeMap<String, State>,
}

/// One state. Which fields go with which type is left to `tests/it/flows.rs` and to Step Functions.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct State {
    pub(super) r#type: Type,
    #[serde(rename = "Comment")]
    _comment: Option<String>,
    pub(super) next: Option<String>,
    #[serde(default)]
    pub(super) end: bool,
    pub(super) output: Option<Template>,
    pub(super) assign: Option<Template>,
    pub(super) resource: Option<Resource>,
    pub(super) arguments: Option<Template>,
    pub(super) timeout_seconds: Option<u64>,
    #[serde(default)]
    pub(super) retry: Vec<Retrier>,
    #[serde(default)]
    pub(super) catch: Vec<Catcher>,
    #[serde(default)]
    pub(super) choices: Vec<Branching>,
    pub(super) default: Option<String>,
    pub(super) seconds: Option<Template>,
    #[serde(default)]
    pub(super) branches: Vec<Branch>,
    pub(super) error: Option<Template>,
    pub(super) cause: Option<Template>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) enum Type {
    Task,
    Choice,
    Pass,
    Wait,
    Parallel,
    Succeed,
    Fail,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) enum Resource {
    #[serde(rename = "arn:aws:states:::lambda:invoke")]
    Invoke,
    #[serde(rename = "arn:aws:states:::lambda:invoke.waitForTaskToken")]
    InvokeAndWait,
}

/// When a failed state is tried again. The defaults are those of the Amazon States Language.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Retrier {
    pub(super) error_equals: Vec<String>,
    #[serde(default = "one")]
    pub(super) interval_seconds: u32,
    #[serde(default = "three")]
    pub(super) max_attempts: u32,
    #[serde(default = "two")]
    pub(super) backoff_rate: f64,
    pub(super) max_delay_seconds: Option<u32>,
    #[serde(default)]
    pub(super) jitter_strategy: Jitter,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub(super) enum Jitter {
    #[serde(rename = "FULL")]
    Full,
    #[default]
    #[serde(rename = "NONE")]
    None,
}

const fn one() -> u32 {
    1
}

const fn three() -> u32 {
    3
}

const fn two() -> f64 {
    2.0
}

/// Where a state leads that failed.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Catcher {
    pub(super) error_equals: Vec<String>,
    pub(super) output: Option<Template>,
    pub(super) assign: Option<Template>,
    pub(super) next: String,
}

/// One way out of a Choice.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Branching {
    pub(super) condition: Template,
    pub(super) output: Option<Template>,
    pub(super) assign: Option<Template>,
    pub(super) next: String,
}

impl Machine {
    /// Reads a machine. `${Name}` in it becomes what `substitute` says, as CloudFormation's `DefinitionSubstitutions` do.
    ///
    /// # Panics
    /// When the file uses what is not simulated, or a name that nobody knows.
    pub fn read(text: &str, substitute: impl Fn(&str) -> Option<String>) -> Self {
        let mut parts = text.split("${");
        let mut whole = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}').expect("a substitution ends with a brace");
            let value = substitute(name).unwrap_or_else(|| panic!("nobody knows what `{name}` stands for"));
            whole.push_str(&value);
            whole.push_str(rest);
        }
        serde_json::from_str(&whole).unwrap_or_else(|error| panic!("this machine is not simulated: {error}"))
    }

    pub(super) fn states(&self) -> States<'_> {
        States { start_at: &self.start_at, states: &self.states }
    }
}

impl Branch {
    pub(super) fn states(&self) -> States<'_> {
        States { start_at: &self.start_at, states: &self.states }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "HeartbeatSeconds")]
    fn a_field_that_is_not_simulated_is_refused() {
        let text = r#"{ "QueryLanguage": "JSONata", "StartAt": "A", "States": { "A":
            { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "HeartbeatSeconds": 9, "End": true } } }"#;
        Machine::read(text, |_| None);
    }

    #[test]
    #[should_panic(expected = "JSONPath")]
    fn another_language_is_refused() {
        Machine::read(r#"{ "QueryLanguage": "JSONPath", "StartAt": "A", "States": {} }"#, |_| None);
    }
}
