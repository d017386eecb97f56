//! Which deployment a key is for.

use contract::{Grant, Need, Part, Setting};
use fault::Fault;

/// The setting that says so.
pub const STAGE: Setting =
    Setting { name: "STAGE", about: "which deployment this is: dev or prod; access keys carry it", check };

/// A deployment, as it is written into each of its keys, so that a person sees which one a leaked key opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deployment {
    /// For development; the local cloud is one.
    Dev,
    /// For use.
    Prod,
}

impl Deployment {
    /// Every deployment.
    pub const ALL: [Self; 2] = [Self::Dev, Self::Prod];

    /// The word in a key and in the setting.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Prod => "prod",
        }
    }

    fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deployment| deployment.word() == word)
    }
}

fn check(value: &str) -> Result<(), String> {
    match Deployment::named(value) {
        Some(_) => Ok(()),
        None => Err(format!("`{value}` is neither dev nor prod")),
    }
}

impl Part for Deployment {
    const NEEDS: &'static [Need] = &[Need::Setting(&STAGE)];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        let value = grant.settings().get(&STAGE).and_then(Self::named);
        value.ok_or_else(|| Fault::defect("STAGE was not checked before it was used"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_two_words_are_deployments() {
        assert!(check("dev").is_ok() && check("prod").is_ok());
        for bad in ["", "Dev", "production", "dev "] {
            assert!(check(bad).unwrap_err().contains("neither dev nor prod"), "{bad:?}");
        }
    }
}
