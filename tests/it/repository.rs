//! The repository's own files, and every function that it knows.

use std::path::{Path, PathBuf};

use contract::{Access, Function, Need, Trigger};
use serde_yaml_ng::Value;

/// Every function of every domain.
pub(crate) fn functions() -> Vec<Function> {
    [
        accounts::FUNCTIONS,
        assets::FUNCTIONS,
        billing::FUNCTIONS,
        ::events::FUNCTIONS,
        ops::FUNCTIONS,
        pipeline::FUNCTIONS,
        projects::FUNCTIONS,
        renders::FUNCTIONS,
    ]
    .concat()
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ has a parent").to_owned()
}

/// A file's text.
pub(crate) fn read(path: &str) -> String {
    let full = root().join(path);
    std::fs::read_to_string(&full).unwrap_or_else(|error| panic!("{}: {error}", full.display()))
}

/// Every file below `path` whose name ends with `ending`, relative to the root, in order.
pub(crate) fn files(path: &str, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(path)];
    while let Some(folder) = folders.pop() {
        for entry in
            std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let relative = path.strip_prefix(root()).expect("a file of the repository");
                found.push(relative.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}

/// The template, with the short forms of intrinsics as tags.
pub(crate) fn template() -> Value {
    serde_yaml_ng::from_str(&read("template.yaml")).expect("template.yaml is YAML")
}

/// A value without its tag: `!Ref Table` is `Table`.
pub(crate) fn untagged(value: &Value) -> &Value {
    match value {
        Value::Tagged(tagged) => &tagged.value,
        value => value,
    }
}

/// The resources of `kind`, by logical id.
pub(crate) fn resources(template: &Value, kind: &str) -> Vec<(String, Value)> {
    let all = template["Resources"].as_mapping().expect("a template has resources");
    let of_kind = all.iter().filter(|(_, resource)| resource["Type"] == kind);
    of_kind
        .map(|(id, resource)| (id.as_str().expect("an id").to_owned(), resource["Properties"].clone()))
        .collect()
}

/// The logical id that belongs to a function: `renders-start` is `RendersStartFn`.
pub(crate) fn logical_id(name: &str) -> String {
    let capitalized = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('-').map(capitalized).collect::<String>() + "Fn"
}

/// Every setting that a function reads, the verifier's included.
pub(crate) fn settings(function: &Function) -> Vec<&'static str> {
    let verifies = match function.spec.trigger {
        Trigger::Route(route) => route.access != Access::Public,
        Trigger::Stream(stream) => stream.access != Access::Public,
        _ => false,
    };
    let mut names: Vec<_> = function.spec.needs().map(|need| need.setting().name).collect();
    if verifies {
        names.push(Need::Table.setting().name);
    }
    names.sort_unstable();
    names.dedup();
    names
}
