//! The placeholders of a path, for Function URLs: they have no routes, so the path is matched here.

use std::collections::BTreeMap;

use fault::Fault;
use percent_encoding::percent_decode_str;

/// What the placeholders of `template` (`/v1/renders/{id}/events`) stand for in `path`; `NotFound` when it does not fit.
pub(super) fn matched(template: &str, path: &str) -> Result<BTreeMap<String, String>, Fault> {
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    let mut placeholders = BTreeMap::new();
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Ok(placeholders),
            (Some(wanted), Some(given)) => {
                let given = percent_decode_str(given).decode_utf8().map_err(|_| Fault::not_found())?;
                match wanted.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                    Some(name) if !given.is_empty() => {
                        placeholders.insert(name.to_owned(), given.into_owned());
                    }
                    None if wanted == given => {}
                    _ => return Err(Fault::not_found()),
                }
            }
            _ => return Err(Fault::not_found()),
        }
    }
}

#[cfg(test)]
mod tests;
