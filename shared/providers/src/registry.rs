//! Which module speaks for which provider of the catalogue.

use fault::Fault;

use crate::builtin::Builtin;
use crate::order::Provider;

/// The module that speaks for `id`.
pub fn provider(id: &str) -> Result<Box<dyn Provider>, Fault> {
    match id {
        "builtin" => Ok(Box::new(Builtin)),
        _ => {
            Err(Fault::defect(format!("the catalogue names the provider `{id}`, and nothing speaks for it")))
        }
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
            assert!(provider(offer.provider).is_ok(), "{}", offer.provider);
        }
    }
}
