//! Running the built studio in a folder of its own.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

/// A folder with scenes.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
}

/// What a run left.
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    /// A folder with files: names and texts.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        for (name, text) in files {
            let file = desk.file(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        desk
    }

    /// A file in it.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The names of what lies in it.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.file(folder)).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Runs the studio.
    pub(crate) fn run(&self, words: &[impl AsRef<OsStr>]) -> Outcome {
        self.run_with(words, ffmpeg())
    }

    /// Runs the studio with an ffmpeg of its own.
    pub(crate) fn run_with(&self, words: &[impl AsRef<OsStr>], ffmpeg: &Path) -> Outcome {
        let output = Command::new(env!("CARGO_BIN_EXE_ferrotype-studio"))
            .args(words)
            .current_dir(self.folder.path())
            .env("FERROTYPE_FFMPEG", ffmpeg)
            .env("SECRET_KEY", "must-not-be-seen")
            .output()
            .unwrap();
        outcome(output)
    }

    /// Runs it with `--json`, expects success, and reads its answer.
    pub(crate) fn answer(&self, words: &[&str]) -> Value {
        let outcome = self.run(&[words, &["--json"]].concat());
        assert_eq!(outcome.code, 0, "{words:?}: {}", outcome.err);
        serde_json::from_str(&outcome.out).unwrap()
    }

    /// Runs ffmpeg on files of it: what it says, and what it writes to its standard output.
    pub(crate) fn ffmpeg(&self, words: &[&str]) -> (String, Vec<u8>) {
        let output = Command::new(ffmpeg())
            .args(["-hide_banner", "-nostdin"])
            .args(words)
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        (String::from_utf8_lossy(&output.stderr).into_owned(), output.stdout)
    }
}

fn outcome(output: Output) -> Outcome {
    Outcome {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The ffmpeg that the project pins, installed where cargo builds on first use.
pub(crate) fn ffmpeg() -> &'static Path {
    static FFMPEG: OnceLock<PathBuf> = OnceLock::new();
    FFMPEG.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
        let target = Path::new(env!("CARGO_BIN_EXE_ferrotype-studio")).ancestors().nth(2).unwrap();
        let output = Command::new("python3")
            .arg(root.join("infra/scene/ffmpeg.py"))
            .arg("--into")
            .arg(target.join("ferrotype/ffmpeg"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        PathBuf::from(String::from_utf8(output.stdout).unwrap().lines().last().unwrap())
    })
}
