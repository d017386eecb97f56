//! What every verb starts from: how to print, where the state is, which API to call.

use anyhow::Result;

use crate::api::{Api, Origin};
use crate::cli::Global;
use crate::failure::Failure;
use crate::project::Project;
use crate::state::{Credentials, StateDir};
use crate::ui::Ui;

/// The command's surroundings.
pub(crate) struct Context {
    /// The only way to the terminal.
    pub(crate) ui: Ui,
    global: Global,
}

impl Context {
    /// Reads the terminal; an empty variable counts as an absent one.
    pub(crate) fn new(mut global: Global) -> Self {
        global.url = global.url.filter(|url| !url.is_empty());
        global.key = global.key.filter(|key| !key.is_empty());
        global.state = global.state.filter(|dir| !dir.as_os_str().is_empty());
        Self { ui: Ui::new(global.json, global.quiet), global }
    }

    /// The state directory, whether or not it exists yet.
    pub(crate) fn state(&self) -> Result<StateDir> {
        let path = match &self.global.state {
            Some(dir) => std::path::absolute(dir)?,
            None => Project::here()?.default_state(),
        };
        Ok(StateDir::at(path))
    }

    /// The API to speak to: what the caller named, else what `up` left in the state directory.
    ///
    /// The stored key goes only to the stored address: a key must not leave for a host that never issued it.
    pub(crate) fn api(&self) -> Result<Api> {
        let stored = self.stored();
        let (url, key) = match (&self.global.url, &self.global.key, stored) {
            (Some(url), Some(key), _) => (url.clone(), key.clone()),
            (Some(url), None, Ok(stored)) if Origin::parse(url)? == Origin::parse(&stored.url)? => {
                (stored.url, stored.key.secret)
            }
            (Some(url), None, _) => {
                return Err(Failure::usage(format!("there is no key for {url}"))
                    .next("pass --key or set FERROTYPE_KEY")
                    .into());
            }
            (None, Some(key), Ok(stored)) => (stored.url, key.clone()),
            (None, None, Ok(stored)) => (stored.url, stored.key.secret),
            (None, _, Err(error)) => return Err(error),
        };
        Api::new(&url, &key)
    }

    /// The credentials that `up` stored.
    pub(crate) fn stored(&self) -> Result<Credentials> {
        let state = self.state().map_err(|_| Failure::not_running())?;
        state.credentials()?.ok_or_else(|| Failure::not_running().into())
    }
}
