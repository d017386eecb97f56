//! What a function needs from its surroundings, declared so that it can be checked before it is used.

use std::collections::BTreeMap;
use std::fmt;

/// The queues, each with a dead-letter queue of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QueueName {
    /// `{ws, lane, usr}`: a slot is free, start whoever waits for it.
    Dispatch,
    /// `{ws, bat, index, …}`: admit a child of a batch, or cancel it.
    Children,
    /// `{ws, job, run, try, part}`: do one part of a fan-out.
    Parts,
    /// `{ws, job, attempt, n}`: ask a provider for the answer that it owes.
    Polls,
}

impl QueueName {
    /// Every queue.
    pub const ALL: [Self; 4] = [Self::Dispatch, Self::Children, Self::Parts, Self::Polls];
}

/// The dead-letter queues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeadQueueName {
    /// What five receives from this queue could not do.
    Of(QueueName),
    /// Events and ticks that could not be delivered to duties.
    Duties,
}

impl DeadQueueName {
    /// Every dead-letter queue.
    pub const ALL: [Self; 5] = [
        Self::Of(QueueName::Dispatch),
        Self::Of(QueueName::Children),
        Self::Of(QueueName::Parts),
        Self::Of(QueueName::Polls),
        Self::Duties,
    ];
}

/// One setting: an environment variable with a meaning.
#[derive(Debug)]
pub struct Setting {
    /// The variable.
    pub name: &'static str,
    /// What it means, with its unit.
    pub about: &'static str,
    /// Says what is wrong with a value.
    pub check: fn(&str) -> Result<(), String>,
}

impl Setting {
    /// The table's name.
    pub const TABLE: Self =
        Self { name: "TABLE_NAME", about: "name of the DynamoDB table", check: not_empty };
    /// The media bucket's name.
    pub const BUCKET: Self =
        Self { name: "BUCKET_NAME", about: "name of the media bucket", check: not_empty };
    /// The flow's ARN.
    pub const RENDER_FLOW: Self =
        Self { name: "RENDER_FLOW_ARN", about: "ARN of the state machine `render`", check: an_arn };
    /// The URL of [`QueueName::Dispatch`].
    pub const DISPATCH_QUEUE: Self =
        Self { name: "DISPATCH_QUEUE_URL", about: "URL of the queue `dispatch`", check: a_url };
    /// The URL of [`QueueName::Children`].
    pub const CHILDREN_QUEUE: Self =
        Self { name: "CHILDREN_QUEUE_URL", about: "URL of the queue `children`", check: a_url };
    /// The URL of [`QueueName::Parts`].
    pub const PARTS_QUEUE: Self =
        Self { name: "PARTS_QUEUE_URL", about: "URL of the queue `parts`", check: a_url };
    /// The URL of [`QueueName::Polls`].
    pub const POLLS_QUEUE: Self =
        Self { name: "POLLS_QUEUE_URL", about: "URL of the queue `polls`", check: a_url };
    /// The URL of the dead-letter queue of [`QueueName::Dispatch`].
    pub const DISPATCH_DEAD_QUEUE: Self = Self {
        name: "DISPATCH_DEAD_QUEUE_URL",
        about: "URL of the dead-letter queue of `dispatch`",
        check: a_url,
    };
    /// The URL of the dead-letter queue of [`QueueName::Children`].
    pub const CHILDREN_DEAD_QUEUE: Self = Self {
        name: "CHILDREN_DEAD_QUEUE_URL",
        about: "URL of the dead-letter queue of `children`",
        check: a_url,
    };
    /// The URL of the dead-letter queue of [`QueueName::Parts`].
    pub const PARTS_DEAD_QUEUE: Self =
        Self { name: "PARTS_DEAD_QUEUE_URL", about: "URL of the dead-letter queue of `parts`", check: a_url };
    /// The URL of the dead-letter queue of [`QueueName::Polls`].
    pub const POLLS_DEAD_QUEUE: Self =
        Self { name: "POLLS_DEAD_QUEUE_URL", about: "URL of the dead-letter queue of `polls`", check: a_url };
    /// The URL of [`DeadQueueName::Duties`].
    pub const DEAD_LETTERS: Self =
        Self { name: "DEAD_LETTERS_URL", about: "URL of the dead-letter queue of duties", check: a_url };
}

/// One thing that a part of a function uses.
#[derive(Debug, Clone, Copy)]
pub enum Need {
    /// The table.
    Table,
    /// The media bucket.
    Bucket,
    /// The flow `render`.
    RenderFlow,
    /// A queue that it sends to.
    Queue(QueueName),
    /// A dead-letter queue that it looks into.
    DeadQueue(DeadQueueName),
    /// A setting of its own.
    Setting(&'static Setting),
}

impl Need {
    /// The setting that says where it is.
    pub const fn setting(self) -> &'static Setting {
        match self {
            Self::Table => &Setting::TABLE,
            Self::Bucket => &Setting::BUCKET,
            Self::RenderFlow => &Setting::RENDER_FLOW,
            Self::Queue(QueueName::Dispatch) => &Setting::DISPATCH_QUEUE,
            Self::Queue(QueueName::Children) => &Setting::CHILDREN_QUEUE,
            Self::Queue(QueueName::Parts) => &Setting::PARTS_QUEUE,
            Self::Queue(QueueName::Polls) => &Setting::POLLS_QUEUE,
            Self::DeadQueue(DeadQueueName::Of(QueueName::Dispatch)) => &Setting::DISPATCH_DEAD_QUEUE,
            Self::DeadQueue(DeadQueueName::Of(QueueName::Children)) => &Setting::CHILDREN_DEAD_QUEUE,
            Self::DeadQueue(DeadQueueName::Of(QueueName::Parts)) => &Setting::PARTS_DEAD_QUEUE,
            Self::DeadQueue(DeadQueueName::Of(QueueName::Polls)) => &Setting::POLLS_DEAD_QUEUE,
            Self::DeadQueue(DeadQueueName::Duties) => &Setting::DEAD_LETTERS,
            Self::Setting(setting) => setting,
        }
    }
}

/// The settings of this function, present and well-formed.
#[derive(Debug, Clone, Default)]
pub struct Settings(BTreeMap<&'static str, String>);

/// One setting that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsProblem {
    /// The variable.
    pub name: &'static str,
    /// What is wrong, and what the variable means.
    pub why: String,
}

impl fmt::Display for SettingsProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.why)
    }
}

impl Settings {
    /// Reads every setting of `needs` through `lookup`. Reports all problems, not only the first.
    pub fn read(
        needs: impl IntoIterator<Item = Need>,
        lookup: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Vec<SettingsProblem>> {
        let mut settings = BTreeMap::new();
        let mut problems = Vec::new();
        for setting in needs.into_iter().map(Need::setting) {
            if settings.contains_key(setting.name) {
                continue;
            }
            let value = lookup(setting.name).unwrap_or_default();
            let checked =
                if value.is_empty() { Err("is not set".to_owned()) } else { (setting.check)(&value) };
            if let Err(why) = checked {
                problems
                    .push(SettingsProblem { name: setting.name, why: format!("{why} ({})", setting.about) });
            }
            settings.insert(setting.name, value);
        }
        if problems.is_empty() { Ok(Self(settings)) } else { Err(problems) }
    }

    /// The value of a declared setting.
    pub fn get(&self, setting: &Setting) -> Option<&str> {
        self.0.get(setting.name).map(String::as_str)
    }
}

fn not_empty(value: &str) -> Result<(), String> {
    if value.trim().is_empty() { Err("is empty".to_owned()) } else { Ok(()) }
}

fn an_arn(value: &str) -> Result<(), String> {
    if value.starts_with("arn:") { Ok(()) } else { Err(format!("`{value}` is not an ARN")) }
}

fn a_url(value: &str) -> Result<(), String> {
    let is_http = value.starts_with("https://") || value.starts_with("http://");
    if is_http { Ok(()) } else { Err(format!("`{value}` is not a URL")) }
}

#[cfg(test)]
mod tests;
