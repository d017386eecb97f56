//! Bodies of batches.

use serde::Deserialize;
use serde_json::Value;

/// A batch.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Batch {
    /// Its id, `bat_…`.
    pub(crate) id: String,
    /// How its renders stand.
    pub(crate) counts: Counts,
    /// A page of its renders.
    #[serde(default)]
    pub(crate) items: Vec<Item>,
    /// Where the next page begins.
    #[serde(default)]
    pub(crate) next_cursor: Option<String>,
}

/// Each render counts once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Counts {
    /// All.
    pub(crate) total: u64,
    /// Not begun.
    pub(crate) waiting: u64,
    /// Begun.
    pub(crate) running: u64,
    /// Ended well.
    pub(crate) succeeded: u64,
    /// Ended badly, or were refused.
    pub(crate) failed: u64,
    /// Ended on somebody's wish.
    pub(crate) canceled: u64,
    /// Ended because their time was over.
    pub(crate) expired: u64,
}

impl Counts {
    /// How many have ended.
    pub(crate) fn ended(&self) -> u64 {
        self.succeeded + self.failed + self.canceled + self.expired
    }

    /// Whether nothing more will happen.
    pub(crate) fn are_final(&self) -> bool {
        self.ended() >= self.total
    }

    /// `2 running, 3 waiting, 5 succeeded`, without what is none.
    pub(crate) fn text(&self) -> String {
        let all = [
            (self.running, "running"),
            (self.waiting, "waiting"),
            (self.succeeded, "succeeded"),
            (self.failed, "failed"),
            (self.canceled, "canceled"),
            (self.expired, "expired"),
        ];
        let some = all.iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{count} {name}"));
        some.collect::<Vec<_>>().join(", ")
    }
}

/// One render of a batch.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Item {
    /// Its place in the batch, from 0.
    pub(crate) index: u64,
    /// The render: its id, or the whole of it.
    #[serde(default)]
    render: Option<Value>,
    /// Why it was refused.
    #[serde(default)]
    pub(crate) problem: Option<Value>,
}

impl Item {
    /// The id of its render.
    pub(crate) fn render(&self) -> Option<&str> {
        let render = self.render.as_ref()?;
        render.as_str().or_else(|| render.get("id")?.as_str())
    }
}
