//! What a batch is made of: a file of prompts with options, or a whole body.

use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::{Map, Value, json};

use crate::cli::{Batch, Wanted};
use crate::failure::Failure;
use crate::verbs::render::word;

/// Reads the file and puts the options to it.
pub(super) fn read(arguments: &Batch) -> Result<Value> {
    let text = text(&arguments.file)?;
    if text.trim_start().starts_with('{') {
        return whole(arguments, &text);
    }
    let prompts: Vec<_> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if prompts.is_empty() {
        return Err(Failure::usage("there is no prompt in it").next("write one prompt a line").into());
    }
    let mut body = json!({"prompts": prompts, "template": template(arguments)});
    let matrix = matrix(arguments);
    if !matrix.is_empty() {
        body["matrix"] = Value::Object(matrix);
    }
    if let Some(project) = &arguments.wanted.project {
        body["project"] = json!(project);
    }
    Ok(body)
}

fn text(file: &Path) -> Result<String> {
    if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("cannot read the prompts from stdin")?;
        return Ok(text);
    }
    std::fs::read_to_string(file)
        .map_err(|error| Failure::usage(format!("cannot read {}: {error}", file.display())).into())
}

/// A body says everything itself.
fn whole(arguments: &Batch, text: &str) -> Result<Value> {
    let options = arguments.wanted.project.is_some()
        || !template(arguments).is_empty()
        || !matrix(arguments).is_empty();
    if options {
        return Err(Failure::usage("a JSON body and options for prompts do not go together")
            .next("write the options into it: `project`, `template` and `matrix`")
            .into());
    }
    serde_json::from_str(text).map_err(|error| Failure::usage(format!("the body is no JSON: {error}")).into())
}

/// What all renders share.
fn template(arguments: &Batch) -> Map<String, Value> {
    let Wanted { quality, pipeline, model, count, deadline, .. } = &arguments.wanted;
    let members = [
        ("quality", quality.as_ref().map(|quality| json!(word(quality)))),
        ("pipeline", pipeline.as_ref().map(|pipeline| json!(word(pipeline)))),
        ("model", model.as_ref().map(|model| json!(model))),
        ("count", count.map(|count| json!(count))),
        ("deadline_seconds", deadline.map(|seconds| json!(seconds))),
    ];
    members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// What multiplies them.
fn matrix(arguments: &Batch) -> Map<String, Value> {
    let members = [("style", &arguments.styles), ("aspect", &arguments.aspects)];
    let given = members.into_iter().filter(|(_, values)| !values.is_empty());
    given.map(|(name, values)| (name.to_owned(), json!(values))).collect()
}

#[cfg(test)]
mod tests;
