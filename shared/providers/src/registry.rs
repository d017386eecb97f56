//! Which module speaks for which provider of the catalogue.

use std::sync::Arc;

use contract::port::{Clock, Providers};
use contract::{Grant, Need, Part};
use fault::Fault;

use crate::Provider;
use crate::builtin::Atelier;

/// The modules of this build.
struct Modules {
    clock: Arc<dyn Clock>,
}

impl Providers for Modules {
    fn provider(&self, id: &str) -> Result<Arc<dyn Provider>, Fault> {
        match id {
            "builtin" => Ok(Arc::new(Atelier::new(self.clock.clone()))),
            _ => Err(Fault::defect(format!(
                "the catalogue names the provider `{id}`, and nothing speaks for it"
            ))),
        }
    }
}

/// The providers that a function may ask: the modules of this build, unless its world has others.
pub struct Registry(Arc<dyn Providers>);

impl Part for Registry {
    const NEEDS: &'static [Need] = &[];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        let ours = || Arc::new(Modules { clock: grant.clock() });
        Ok(Self(grant.providers().unwrap_or_else(|| ours())))
    }
}

impl Registry {
    /// What speaks for `id`.
    pub fn provider(&self, id: &str) -> Result<Arc<dyn Provider>, Fault> {
        self.0.provider(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    #[test]
    fn something_speaks_for_every_provider_of_the_catalogue() {
        let modules = Modules { clock: Arc::new(testkit::FrozenClock::new()) };
        for (provider, _) in Catalogue::get().models() {
            assert!(modules.provider(provider).is_ok(), "{provider}");
        }
    }
}
