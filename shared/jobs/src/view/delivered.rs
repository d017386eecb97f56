//! Of a job whose render was made more than once: what led to the pictures that are delivered.
//!
//! Each stage says what it knows of its own try, and the last try need not be the one that is delivered. A job may also end where
//! no stage can write down which one is: the sweeper ends it with what was kept. So the pictures themselves are asked first.

use model::StageName;
use serde_json::Value;

use super::JobView;
use crate::checkpoint::{Checkpoint, RETRY};

impl JobView {
    /// The try that made what is delivered; `None` while it is open which one that is.
    pub fn delivered(&self) -> Option<u32> {
        let made = self.head.outputs.first().and_then(|output| self.made(&output.key));
        made.or_else(|| {
            self.last(StageName::Validate, u32::MAX)?.result["delivers"].as_u64()?.try_into().ok()
        })
    }

    /// What `stage` left last on the way to what is delivered; of a job at work, on its way so far.
    pub fn led(&self, stage: StageName) -> Option<&Checkpoint> {
        self.last(stage, self.delivered().unwrap_or(u32::MAX))
    }

    /// What the model was told for what is delivered: the final prompt, unless the try changed it where it chose its model.
    pub fn told(&self) -> Option<&str> {
        let stages = [StageName::RouteModel, StageName::OptimizePrompt];
        stages.into_iter().find_map(|stage| self.led(stage)?.result["prompt"].as_str())
    }

    /// What was found in what is delivered. A try that was to be made again, and is delivered all the same, is flagged.
    pub fn verdict(&self) -> Option<Value> {
        let left = self.led(StageName::Validate)?;
        let mut verdict = left.result.clone();
        if let (Some(delivered), Value::Object(fields)) = (self.delivered(), &mut verdict)
            && left.word == RETRY
        {
            fields.remove("plan");
            fields.insert("verdict".to_owned(), "flag".into());
            fields.insert("delivers".to_owned(), delivered.into());
        }
        Some(verdict)
    }

    /// The try whose files `key` is one of.
    fn made(&self, key: &str) -> Option<u32> {
        let has = |checkpoint: &&Checkpoint| {
            let outputs = checkpoint.result["outputs"].as_array().into_iter().flatten();
            checkpoint.stage == StageName::Ingest && outputs.into_iter().any(|output| output["key"] == key)
        };
        self.checkpoints().find(has).map(|checkpoint| checkpoint.r#try)
    }

    fn last(&self, stage: StageName, most: u32) -> Option<&Checkpoint> {
        let left = self.checkpoints().filter(|left| left.stage == stage && left.r#try <= most);
        left.max_by_key(|left| (left.r#try, left.run))
    }
}
