//! The Python tool `infra/local`: it owns the engine and speaks AWS, so that this command does not.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::process::Command;

use crate::failure::Failure;
use crate::project::Project;
use crate::subprocess::{self, Finished, Line};

/// All that the tool sees of the caller's environment: an AWS profile of the user must not steer a local deploy.
const KEPT: [&str; 8] = ["PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TERM", "NO_COLOR", "TZ"];

/// The tool with the interpreter that has its packages.
#[derive(Clone, Debug)]
pub(crate) struct Tool {
    python: PathBuf,
    env: BTreeMap<String, String>,
    folder: PathBuf,
    root: PathBuf,
}

/// What `venv.py` prints last.
#[derive(Deserialize)]
struct Environment {
    python: PathBuf,
    #[serde(default)]
    env: BTreeMap<String, String>,
}

impl Tool {
    /// Makes or finds the Python environment under `into`; shows pip's progress to `progress`.
    pub(crate) async fn prepare(
        project: &Project,
        into: &Path,
        mut progress: impl FnMut(&str),
    ) -> Result<Self> {
        let folder = project.local_tool();
        let script = folder.join("venv.py");
        if !script.is_file() {
            let message = format!("{} is missing; this is not a whole clone", script.display());
            return Err(Failure::failed(message).into());
        }
        // With the caller's whole environment: proxies, certificates and package mirrors are set there.
        let mut command = Command::new("python3");
        command.arg(&script).arg("--into").arg(into);
        let finished = subprocess::run(&mut command, None, |line| {
            if let Line::Err(text) = line {
                progress(text);
            }
        });
        let finished = finished.await.map_err(|_| {
            Failure::failed("python3 is not on the PATH")
                .next("install Python 3.10 or later, then run this again")
        })?;
        let environment: Environment = parse("venv.py", &finished)?;
        Ok(Self {
            python: environment.python,
            env: environment.env,
            folder,
            root: project.root().to_path_buf(),
        })
    }

    /// A call of the tool with a clean environment, for whoever runs it in a way of their own.
    pub(crate) fn command(&self, verb: &str) -> std::process::Command {
        let mut command = std::process::Command::new(&self.python);
        let kept = KEPT.iter().filter_map(|name| std::env::var_os(name).map(|value| (name, value)));
        command.env_clear().envs(kept).envs(&self.env).current_dir(&self.root);
        command.arg(&self.folder).arg(verb);
        command
    }

    /// Runs a verb and reads the JSON that it prints.
    pub(crate) async fn ask<T: DeserializeOwned>(
        &self,
        verb: &str,
        arguments: &[&str],
        input: Option<&[u8]>,
        mut progress: impl FnMut(&str),
    ) -> Result<T> {
        let mut command = Command::from(self.command(verb));
        command.args(arguments);
        let finished = subprocess::run(&mut command, input, |line| {
            if let Line::Err(text) = line {
                progress(text);
            }
        });
        parse(verb, &finished.await?)
    }
}

/// The last line of stdout that is a JSON document, or the whole of stdout; else what the tool said on stderr.
fn parse<T: DeserializeOwned>(verb: &str, finished: &Finished) -> Result<T> {
    let whole = serde_json::from_str::<T>(&finished.stdout);
    let answer =
        whole.or_else(|_| serde_json::from_str(finished.stdout.trim_end().lines().last().unwrap_or("")));
    match answer {
        Ok(answer) => Ok(answer),
        Err(_) if !finished.status.success() => {
            let said = finished.stderr.trim_end();
            let said = if said.is_empty() { "it said nothing" } else { said };
            Err(Failure::failed(format!("infra/local {verb} failed ({})\n{said}", finished.status)).into())
        }
        Err(error) => Err(error).with_context(|| {
            format!(
                "infra/local {verb} answered in a way that this command does not know:\n{}",
                finished.stdout
            )
        }),
    }
}

#[cfg(test)]
mod tests;
