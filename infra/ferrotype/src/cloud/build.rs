//! The functions' binaries: one `cargo build` for all of them.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use tokio::process::Command;

use crate::failure::Failure;
use crate::project::Project;
use crate::subprocess::{self, Line};
use crate::ui::{Step, Ui};

/// All of the workspace but the scene engine, which is a program of its own: nobody who wants a first picture should wait for
/// it. The rest is as `cargo ferrotype` itself is selected: features are set for the whole workspace, so that cargo need not
/// compile the dependencies twice.
const MEMBERS: &[&str] = &["--workspace", "--exclude", "studio"];
/// The scene engine, built for speed.
const ENGINE: &[&str] = &["--package", "studio"];
const ENGINE_PROFILE: &str = "engine";
/// The program behind `ferrotype doctor`.
pub(crate) const DOCTOR: &str = "ferrotype-doctor";
/// The program behind `ferrotype export`, `preview` and `scene`.
pub(crate) const STUDIO: &str = "ferrotype-studio";
/// A build that has nothing to do ends before this; only a longer one is worth counting crates for.
const WORTH_COUNTING: Duration = Duration::from_secs(2);

/// What is built, and how.
struct Wish<'w> {
    packages: &'w [&'w str],
    targets: &'w [&'w str],
    profile: Option<&'w str>,
}

/// Where cargo builds.
pub(crate) struct Build {
    target: PathBuf,
    profile: Option<String>,
}

/// What a build made.
pub(crate) struct Built {
    /// The folder with the binaries.
    pub(crate) bins: PathBuf,
}

#[derive(Deserialize)]
struct Metadata {
    target_directory: PathBuf,
}

/// A line of `--message-format=json`.
#[derive(Deserialize)]
struct Message {
    reason: String,
    package_id: Option<String>,
    executable: Option<PathBuf>,
    #[serde(default)]
    fresh: bool,
}

impl Build {
    /// Asks cargo where it builds; the profile is the one that this program was built with.
    pub(crate) async fn find(project: &Project) -> Result<Self> {
        let mut command = cargo(project);
        command.args(["metadata", "--no-deps", "--format-version=1"]);
        let finished = subprocess::run(&mut command, None, |_| ()).await?;
        if !finished.status.success() {
            return Err(
                Failure::failed(format!("cargo metadata failed\n{}", finished.stderr.trim_end())).into()
            );
        }
        let metadata: Metadata = serde_json::from_str(&finished.stdout).context("cargo metadata")?;
        let target = metadata.target_directory;
        let profile = std::env::current_exe().ok().and_then(|program| profile_of(&program, &target));
        Ok(Self { target, profile })
    }

    /// Where the Python environment lives: beside what cargo builds, so that it outlives a clone with its target.
    pub(crate) fn python_home(&self) -> PathBuf {
        self.target.join("ferrotype").join("venv")
    }

    /// Takes the functions as they lie in `bins`, and builds nothing.
    pub(crate) fn given(bins: &Path) -> Result<Built> {
        let bins = bins.canonicalize().with_context(|| format!("--bins {}", bins.display()))?;
        Ok(Built { bins })
    }

    /// Builds all functions.
    pub(crate) async fn run(&self, ui: &Ui, project: &Project) -> Result<Built> {
        let (step, tally) = watch(ui, project, &self.wish(&["--bins"])).await?;
        let bins = tally.bins.context("the workspace has no function: cargo built no binary")?;
        let changed = if tally.changed == 0 { "unchanged".into() } else { format!("{} new", tally.changed) };
        let noun = if tally.functions == 1 { "function" } else { "functions" };
        step.done(&format!("{} {noun}, {changed}", tally.functions));
        Ok(Built { bins })
    }

    /// Builds the doctor, and says where it is.
    pub(crate) async fn doctor(&self, ui: &Ui, project: &Project) -> Result<PathBuf> {
        let (_, tally) = watch(ui, project, &self.wish(&["--bin", DOCTOR])).await?;
        Ok(tally.bins.context("the workspace has no doctor: cargo built no binary")?.join(DOCTOR))
    }

    /// Builds the scene engine, and says where it is.
    pub(crate) async fn studio(ui: &Ui, project: &Project) -> Result<PathBuf> {
        let wish = Wish { packages: ENGINE, targets: &["--bin", STUDIO], profile: Some(ENGINE_PROFILE) };
        let (step, tally) = watch(ui, project, &wish).await?;
        let program = tally.bins.context("the workspace has no studio: cargo built no binary")?.join(STUDIO);
        if tally.changed > 0 {
            step.done("the scene engine, new");
        }
        Ok(program)
    }

    /// Something that the functions' profile is right for.
    fn wish<'w>(&'w self, targets: &'w [&'w str]) -> Wish<'w> {
        Wish { packages: MEMBERS, targets, profile: self.profile.as_deref() }
    }
}

/// Builds some binaries, and shows how far it is when that takes a while.
async fn watch<'u>(ui: &'u Ui, project: &Project, wish: &Wish<'_>) -> Result<(Step<'u>, Tally)> {
    let step = ui.step("build");
    let total = Cell::new(0);
    let counting = async {
        tokio::time::sleep(WORTH_COUNTING).await;
        total.set(count_packages(project, wish.packages).await);
        std::future::pending::<()>().await;
    };
    tokio::select! {
        tally = compile(project, wish, &step, &total) => tally.map(|tally| (step, tally)),
        () = counting => unreachable!("it waits for ever"),
    }
}

async fn compile(project: &Project, wish: &Wish<'_>, step: &Step<'_>, total: &Cell<usize>) -> Result<Tally> {
    let mut command = cargo(project);
    command
        .args(["build", "--message-format=json-render-diagnostics"])
        .args(wish.targets)
        .args(wish.packages);
    if let Some(profile) = wish.profile {
        command.args(["--profile", profile]);
    }
    let colored = console::colors_enabled_stderr();
    command.env("CARGO_TERM_COLOR", if colored { "always" } else { "never" });
    let mut tally = Tally::default();
    let watch = |line: Line<'_>| match line {
        Line::Out(text) => tally.take(text),
        Line::Err(text) => {
            tally.hear(text);
            step.update(&tally.progress(total.get()));
        }
    };
    let finished = subprocess::run(&mut command, None, watch).await?;
    if !finished.status.success() {
        let message = format!("the workspace does not build\n{}", diagnostics(&finished.stderr));
        return Err(Failure::failed(message).next("correct the code and run it again").into());
    }
    Ok(tally)
}

/// What cargo said so far.
#[derive(Default)]
struct Tally {
    packages: BTreeSet<String>,
    now: String,
    functions: usize,
    changed: usize,
    bins: Option<PathBuf>,
}

impl Tally {
    fn take(&mut self, line: &str) {
        let Ok(message) = serde_json::from_str::<Message>(line) else { return };
        if message.reason != "compiler-artifact" {
            return;
        }
        self.packages.extend(message.package_id);
        let Some(binary) = message.executable else { return };
        let is = |name: &str| binary.file_name().is_some_and(|file| file == name);
        if is("ferrotype") {
            return;
        }
        if !is(DOCTOR) {
            self.functions += usize::from(!is(STUDIO));
            self.changed += usize::from(!message.fresh);
        }
        self.bins = binary.parent().map(Path::to_path_buf);
    }

    /// Cargo's own word on what it does now, without the folder. Anything else is a diagnostic.
    fn hear(&mut self, line: &str) {
        let plain = console::strip_ansi_codes(line);
        if is_commentary(&plain) {
            self.now = plain.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
        }
    }

    /// `143 of 402 crates, Compiling serde_json v1.0.1`.
    fn progress(&self, total: usize) -> String {
        let done = self.packages.len();
        match total {
            0 => format!("{done} crates, {}", self.now),
            _ => format!("{done} of {} crates, {}", total.max(done), self.now),
        }
    }
}

/// Cargo for the project, without what `cargo run` told this program about itself: build scripts that look at
/// those variables would run again each time.
fn cargo(project: &Project) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(project.root());
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"].iter().any(|prefix| text.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
    command
}

/// `<target>/<profile>/ferrotype`, where the profile `dev` lives in `debug`. A program that lives elsewhere was
/// installed and leaves the choice to cargo.
fn profile_of(program: &Path, target: &Path) -> Option<String> {
    let target = target.canonicalize().ok()?;
    let folder = program.canonicalize().ok()?.parent()?.strip_prefix(target).ok()?.to_path_buf();
    let profile = folder.components().next_back()?.as_os_str().to_str()?;
    (!matches!(profile, "debug" | "deps")).then(|| profile.to_owned())
}

/// How many packages the functions need on this machine; 0 when cargo does not say.
async fn count_packages(project: &Project, packages: &[&str]) -> usize {
    let mut command = cargo(project);
    command.args(["tree", "--edges=normal,build", "--prefix=none", "--format={p}"]).args(packages);
    let Ok(finished) = subprocess::run(&mut command, None, |_| ()).await else { return 0 };
    let names =
        finished.stdout.lines().map(|line| line.trim_end_matches(" (*)")).filter(|line| !line.is_empty());
    names.collect::<BTreeSet<_>>().len()
}

/// What the compiler said, without cargo's running commentary.
fn diagnostics(stderr: &str) -> String {
    let diagnostic = |line: &&str| !is_commentary(&console::strip_ansi_codes(line));
    stderr.lines().filter(diagnostic).collect::<Vec<_>>().join("\n")
}

/// Cargo indents its status words to the right of twelve columns.
fn is_commentary(line: &str) -> bool {
    const WORDS: [&str; 8] =
        ["Compiling", "Downloading", "Downloaded", "Updating", "Locking", "Adding", "Blocking", "Finished"];
    line.starts_with(' ') && WORDS.iter().any(|word| line.trim_start().starts_with(word))
}

#[cfg(test)]
mod tests;
