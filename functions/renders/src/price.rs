//! What a render may cost, and what of it no model can do.

use fault::Fault;
use jobs::Price;
use model::render::{ModelName, Tool};
use model::{Aspect, ResolvedRender, UsdMicros};
use providers::catalogue::Lack;
use providers::{Catalogue, Demand, Estimate, Offer, Task};

/// What the models that may be chosen would cost. The most of it is held, as often as the request may be done again, and never more
/// than it allows for all of that.
pub(crate) fn price(request: &ResolvedRender) -> Result<Price, Fault> {
    let mut offers = offers(request);
    if offers.is_empty() {
        return Err(refusal(request));
    }
    let lid = request.retry.and_then(|again| again.max_spend_usd_micros);
    if let Some(lid) = lid {
        let cheapest = offers.iter().map(|offer| offer.price).min().unwrap_or_default();
        offers.retain(|offer| offer.price <= lid);
        if offers.is_empty() {
            let detail = format!("One attempt costs {} micro-USD at least.", cheapest.get());
            return Err(Fault::invalid("/retry/max_spend_usd_micros", detail));
        }
    }
    let demand = Demand {
        quality: request.quality,
        tool: request.tool.as_ref().map(Tool::as_str),
        ..Demand::default()
    };
    let estimate = Estimate::of(&offers, &demand).ok_or_else(|| refusal(request))?;
    let Estimate { min, likely, dearest } = estimate;
    let attempts = request.retry.map_or(1, |again| i64::from(again.max_attempts.get()));
    let all = dearest.price.get().checked_mul(attempts).map(UsdMicros::new);
    let all = all.ok_or_else(|| Fault::invalid("/retry", "This costs more than can be counted."))?;
    Ok(Price {
        hold: lid.map_or(all, |lid| all.min(lid)),
        min: Some(min),
        likely: Some(likely),
        source: dearest.source.to_owned(),
        read_on: dearest.read_on.to_owned(),
    })
}

fn offers(request: &ResolvedRender) -> Vec<Offer<'static>> {
    let wanted = request.model.as_ref().map(ModelName::as_str);
    Catalogue::get().offers(Task::from(request.task), request.size, request.count.get(), wanted)
}

/// What of a request nothing in the catalogue can do, and what it could.
fn refusal(request: &ResolvedRender) -> Fault {
    let wanted = request.model.as_ref().map(ModelName::as_str);
    explain(Catalogue::get().lack(Task::from(request.task), request.count.get(), wanted), request)
}

fn explain(lack: Lack, request: &ResolvedRender) -> Fault {
    let wanted = request.model.as_ref().map(ModelName::as_str);
    let name = wanted.map_or("No model".to_owned(), |name| format!("The model `{name}` never"));
    match lack {
        Lack::Model(names) => {
            let detail = format!("No model `{}` can do this.", wanted.unwrap_or_default());
            Fault::invalid("/model", detail).allowed(names)
        }
        Lack::Task => Fault::invalid("/task", "No model can do this task."),
        Lack::Count(most) => {
            Fault::invalid("/count", format!("{name} makes so many pictures of one request."))
                .allowed(1..=most)
        }
        Lack::Shape(bounds) => {
            if let Some(aspect) = request.aspect {
                let quality = request.quality.word();
                let detail = format!("{name} paints pictures of {aspect} in the quality `{quality}`.");
                return Fault::invalid("/aspect", detail).allowed(aspects(request));
            }
            let (width, height) = (request.size.width, request.size.height);
            let detail = format!("{name} paints pictures of {width} x {height} pixels.");
            Fault::invalid("/size", detail).allowed(bounds)
        }
    }
}

/// The shapes that could be had in the quality of `request`.
fn aspects(request: &ResolvedRender) -> Vec<Aspect> {
    let paints = |aspect: &Aspect| {
        let size = aspect.size(request.quality);
        !offers(&ResolvedRender { size, ..request.clone() }).is_empty()
    };
    Aspect::ALL.into_iter().filter(paints).collect()
}

#[cfg(test)]
mod tests;
