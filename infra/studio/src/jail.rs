//! The walls around code of strangers: what is left is to compute, and to talk on the lines that are open already.
//!
//! They are put up by the child itself, before it reads anything, since code that forbids `unsafe` cannot run between `fork`
//! and `exec`. Nothing takes them down again.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use rustix::process::{Resource, Rlimit, setrlimit};
use seccompiler::{SeccompAction, SeccompFilter, TargetArch, apply_filter_all_threads};

mod calls;

/// Bytes of addresses that the child may use: the engine, its fonts and caches, pictures, and what the scene makes.
const MEMORY: u64 = 3 << 30;
/// Open files: the three of its start, and the films that it reads.
const FILES: u64 = 64;

/// Puts the walls up, around all threads of this process.
pub(crate) fn close() -> Result<()> {
    let most = |limit| Rlimit { current: Some(limit), maximum: Some(limit) };
    for (resource, limit) in [
        (Resource::As, MEMORY),
        (Resource::Nofile, FILES),
        (Resource::Nproc, 0),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
        (Resource::Memlock, 0),
    ] {
        setrlimit(resource, most(limit)).with_context(|| format!("cannot limit {resource:?}"))?;
    }
    rustix::thread::set_no_new_privs(true).context("cannot give up new privileges")?;
    let program = filter().context("no filter of system calls for this machine")?;
    apply_filter_all_threads(&program).context("cannot filter system calls")?;
    Ok(())
}

/// Closes the environment of this process to others of the same user.
pub(crate) fn hide() -> Result<()> {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    set_dumpable_behavior(DumpableBehavior::NotDumpable).context("cannot close this process to others")
}

fn filter() -> Result<seccompiler::BpfProgram> {
    let rules: BTreeMap<_, _> = calls::ALLOWED.iter().map(|call| (*call, Vec::new())).collect();
    let arch = TargetArch::try_from(std::env::consts::ARCH)?;
    // A call that is not there fails as if it were not permitted: code that asks goes on, and gets nothing.
    let refused = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let filter = SeccompFilter::new(rules, refused, SeccompAction::Allow, arch)?;
    Ok(filter.try_into()?)
}

#[cfg(test)]
mod tests;
