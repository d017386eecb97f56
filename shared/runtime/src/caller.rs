//! Who calls a route or a stream, and whether they may.

use contract::{Access, Grant, Principal, Spec, Trigger};
use fault::{Fault, Kind};
use http::HeaderMap;
use model::Scope;

use crate::mint;
use crate::surroundings::Surroundings;

/// Who may call this function. Only routes and streams have callers; nothing else is ever public by default.
pub(crate) fn access(spec: &Spec) -> Result<Access, Fault> {
    match spec.trigger {
        Trigger::Route(route) => Ok(route.access),
        Trigger::Stream(stream) => Ok(stream.access),
        Trigger::Stage { .. } | Trigger::Consumer { .. } | Trigger::Duty { .. } => {
            Err(Fault::defect(format!("{} takes no requests", spec.name)))
        }
    }
}

/// What this caller opens: nothing for a public function, their workspace otherwise. Decided before the handler exists.
pub(crate) async fn grant(
    surroundings: &Surroundings,
    access: Access,
    headers: &HeaderMap,
) -> Result<Grant, Fault> {
    let outside = Grant::outside(surroundings.ports.clone());
    let Access::Scope(scope) = access else { return Ok(outside) };
    let principal = surroundings.verifier.verify(&outside, headers).await?;
    check(&principal, scope)?;
    Ok(mint::for_caller(surroundings.ports.clone(), principal))
}

fn check(principal: &Principal, scope: Scope) -> Result<(), Fault> {
    if principal.scopes.allow(scope) {
        return Ok(());
    }
    let detail =
        format!("This needs the scope `{scope}`, which your credential does not carry. Use one that does.");
    Err(Fault::new(Kind::Forbidden, "scope", detail).allowed([scope]))
}
