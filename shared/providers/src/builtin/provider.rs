//! The painter as a provider.

use async_trait::async_trait;
use bytes::Bytes;
use fault::Fault;
use model::UsdMicros;

use super::edit::{self, Original, Wanted};
use super::{Brief, Painting, paint, to_png};
use crate::{Answer, Catalogue, EditOf, Order, Picture, Provider, Task, Wire};

/// The sketch engine. Its wire is its own order as JSON: there is nobody else to agree with.
pub struct Builtin;

#[async_trait]
impl Provider for Builtin {
    fn lower(&self, order: &Order) -> Result<Wire, Fault> {
        let body =
            serde_json::to_vec(order).map_err(|error| Fault::defect("an order is no JSON").because(error))?;
        let picture = order.edit.as_ref().map(|edit| edit.picture.clone());
        Ok(Wire { body: body.into(), reference: order.reference.clone(), picture })
    }

    async fn submit(&self, wire: Wire) -> Answer {
        let mut order: Order = match serde_json::from_slice(&wire.body) {
            Ok(order) => order,
            Err(error) => return Answer::Refused(format!("the order cannot be read: {error}")),
        };
        if let (Some(edit), Some(picture)) = (&mut order.edit, wire.picture) {
            edit.picture = picture;
        }
        let price = price(&order);
        // Painting takes a second of one core: on a thread of its own, so that the deadline guard can still speak.
        match tokio::task::spawn_blocking(move || paint_all(&order)).await {
            Ok(Ok(pictures)) => Answer::Done { pictures, cost: price },
            Ok(Err(why)) => Answer::Refused(why),
            Err(panic) => Answer::Refused(format!("the painter failed: {panic}")),
        }
    }
}

fn price(order: &Order) -> UsdMicros {
    let name = format!("builtin/{}", order.model);
    let offers = Catalogue::get().offers(Task::Image, order.size, order.count, Some(&name));
    offers.first().map_or(UsdMicros::ZERO, |offer| offer.price)
}

fn paint_all(order: &Order) -> Result<Vec<Picture>, String> {
    if let Some(of) = &order.edit {
        let painting = edited(order, of)?;
        let bytes = to_png(&painting).map_err(|error| error.to_string())?;
        return Ok(vec![Picture { bytes: Bytes::from(bytes) }]);
    }
    (0..order.count)
        .map(|index| {
            let painting = paint(&Brief {
                prompt: &order.prompt,
                style: order.style.as_deref(),
                width: order.size.width,
                height: order.size.height,
                seed: order.seed.wrapping_add(index.into()),
            });
            let bytes = to_png(&painting).map_err(|error| error.to_string())?;
            Ok(Picture { bytes: Bytes::from(bytes) })
        })
        .collect()
}

fn edited(order: &Order, of: &EditOf) -> Result<Painting, String> {
    if order.count != 1 {
        return Err("Rules change a picture in one way only. Ask for one picture.".to_owned());
    }
    let original = match &of.made_by {
        Some(made) => Original::Painted(
            Brief {
                prompt: &made.prompt,
                style: made.style.as_deref(),
                width: made.size.width,
                height: made.size.height,
                seed: made.seed,
            },
            &made.edits,
        ),
        None => Original::File(&of.picture),
    };
    let wanted = Wanted {
        instruction: &of.instruction,
        style: order.style.as_deref(),
        width: order.size.width,
        height: order.size.height,
        seed: order.seed,
    };
    edit::edit(&original, &wanted)
}

#[cfg(test)]
mod tests {
    use model::Size;

    use super::*;

    fn order(count: u8) -> Order {
        let size = Size { width: 256, height: 256 };
        Order {
            model: "sketch".to_owned(),
            reference: String::new(),
            prompt: "a boat at noon".to_owned(),
            style: None,
            size,
            count,
            seed: u64::MAX,
            edit: None,
        }
    }

    async fn pictures(order: &Order) -> Vec<Picture> {
        match Builtin.submit(Builtin.lower(order).unwrap()).await {
            Answer::Done { pictures, cost } => {
                assert_eq!(cost, UsdMicros::new(10_000 * i64::from(order.count)));
                pictures
            }
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn each_picture_has_a_seed_of_its_own_and_the_same_order_gives_the_same_bytes() {
        let two = pictures(&order(2)).await;
        assert_ne!(two[0], two[1]);
        assert_eq!(pictures(&order(2)).await, two);
    }

    #[tokio::test]
    async fn an_order_that_cannot_be_read_is_refused() {
        let answer = Builtin
            .submit(Wire { body: Bytes::from_static(b"{}"), reference: String::new(), picture: None })
            .await;
        assert!(matches!(answer, Answer::Refused(_)), "{answer:?}");
    }
}
