//! Which module speaks for which provider of the catalogue.

use std::sync::Arc;

use contract::port::Providers;
use contract::{Grant, Need, Part};
use fault::Fault;

use crate::Provider;
use crate::builtin::Builtin;

/// The modules of this build.
struct Modules;

impl Providers for Modules {
    fn provider(&self, id: &str) -> Result<Arc<dyn Provider>, Fault> {
        match id {
            "builtin" => Ok(Arc::new(Builtin)),
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
        Ok(Self(grant.providers().unwrap_or_else(|| Arc::new(Modules))))
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
    use crate::{Catalogue, Task};
    use model::Size;

    #[test]
    fn something_speaks_for_every_provider_of_the_catalogue() {
        for offer in Catalogue::get().offers(Task::Image, Size { width: 512, height: 512 }, 1, None) {
            assert!(Modules.provider(offer.provider).is_ok(), "{}", offer.provider);
        }
    }
}
