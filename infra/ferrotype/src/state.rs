//! The state directory: everything that the local cloud keeps between two calls of the command.
//!
//! ```text
//! ferrotype-state    marker; without it nothing here is ever deleted
//! lock               held by `up`, `down` and whoever else changes what runs
//! credentials.json   0600: origin, key, owner
//! cloud.json         ports and the last deploy
//! engine.pid         number and birth of the engine's process, and its port
//! edge.pid           the same of the edge, and what it was started with
//! engine/            the engine's own data
//! engine.log, edge.log
//! ```

use std::fs::{self, File, TryLockError};
use std::io::Write as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

const MARKER: &str = "ferrotype-state";
const MARKER_TEXT: &str =
    "State of a local Ferrotype cloud. `ferrotype up --fresh` deletes what is in this folder.\n";
const LOCK: &str = "lock";
const CREDENTIALS: &str = "credentials.json";

/// How often a waiting command looks whether the other one is done.
const LOCK_POLL: Duration = Duration::from_millis(100);

/// One state directory.
#[derive(Clone, Debug)]
pub(crate) struct StateDir {
    path: PathBuf,
}

/// Whoever holds this may change what runs. Ends when it is dropped, also by a crash.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

/// How to reach the local cloud as its owner.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Credentials {
    /// The origin; paths begin with `/v1`.
    pub(crate) url: String,
    /// E-mail address of the owner.
    pub(crate) email: String,
    /// The owner's user id.
    pub(crate) user: String,
    /// The owner's workspace id.
    pub(crate) workspace: String,
    /// The owner's access key.
    pub(crate) key: Key,
}

/// An access key with its secret.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Key {
    /// Its id, which may be shown.
    pub(crate) id: String,
    /// What goes into the `Authorization` header.
    pub(crate) secret: String,
}

impl StateDir {
    /// Names a directory; touches nothing.
    pub(crate) fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// The directory.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A file or folder in it.
    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Whether a local cloud was ever set up here.
    pub(crate) fn is_ours(&self) -> bool {
        self.join(MARKER).is_file()
    }

    /// Creates the directory, or takes an empty one; refuses a folder that holds anything else.
    pub(crate) fn prepare(&self) -> Result<()> {
        if self.is_ours() {
            return Ok(());
        }
        let path = self.path.display();
        let taken = fs::read_dir(&self.path).is_ok_and(|mut entries| entries.next().is_some());
        // Asked once more: a start beside this one may have taken the folder since, and its marker comes first.
        if taken && !self.is_ours() {
            return Err(Failure::usage(format!("{path} is not empty and holds no Ferrotype state"))
                .next("name a new or an empty folder with --state")
                .into());
        }
        let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.path);
        made.with_context(|| format!("cannot create the state directory {path}"))?;
        fs::write(self.join(MARKER), MARKER_TEXT).with_context(|| format!("cannot write to {path}"))
    }

    /// Waits until no other command changes this cloud; calls `waiting` once if it has to.
    pub(crate) async fn lock(&self, waiting: impl FnOnce()) -> Result<Lock> {
        let file = File::options().create(true).append(true).open(self.join(LOCK))?;
        let mut waiting = Some(waiting);
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Lock { _file: file }),
                Err(TryLockError::WouldBlock) => waiting.take().map_or((), |tell| tell()),
                Err(TryLockError::Error(error)) => {
                    return Err(error).context("cannot lock the state directory");
                }
            }
            tokio::time::sleep(LOCK_POLL).await;
        }
    }

    /// Deletes all but the marker and the lock. Only a directory with our marker is ever touched.
    pub(crate) fn wipe(&self) -> Result<()> {
        if !self.is_ours() {
            return Ok(());
        }
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            if entry.file_name() == MARKER || entry.file_name() == LOCK {
                continue;
            }
            let path = entry.path();
            let gone =
                if entry.file_type()?.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            gone.with_context(|| format!("cannot delete {}", path.display()))?;
        }
        Ok(())
    }

    /// Reads a record; `None` when it was never written.
    pub(crate) fn read<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        let path = self.join(name);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
        };
        let record = serde_json::from_slice(&bytes);
        let damaged = || format!("{} is damaged; delete it and run `ferrotype up` again", path.display());
        record.map(Some).with_context(damaged)
    }

    /// Replaces a record as a whole; readable by its owner only.
    pub(crate) fn write<T: Serialize>(&self, name: &str, record: &T) -> Result<()> {
        // Temporary files are born 0600, so a secret is never readable for others, not even for a moment.
        let mut file = tempfile::NamedTempFile::new_in(&self.path)?;
        serde_json::to_writer_pretty(&mut file, record)?;
        file.write_all(b"\n")?;
        file.persist(self.join(name)).with_context(|| format!("cannot write {name}"))?;
        Ok(())
    }

    /// Removes a record, if there is one.
    pub(crate) fn remove(&self, name: &str) -> Result<()> {
        match fs::remove_file(self.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(error).with_context(|| format!("cannot delete {name}"))
            }
            _ => Ok(()),
        }
    }

    /// What `up` stored of the owner.
    pub(crate) fn credentials(&self) -> Result<Option<Credentials>> {
        self.read(CREDENTIALS)
    }

    /// Stores the owner's key.
    pub(crate) fn store_credentials(&self, credentials: &Credentials) -> Result<()> {
        self.write(CREDENTIALS, credentials)
    }
}

#[cfg(test)]
mod tests;
