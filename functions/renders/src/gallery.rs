//! What has become of the outputs of renders: smaller versions that were made since, and pictures that went.

use std::collections::BTreeMap;

use contract::port::Show;
use fault::Fault;
use media::Assets;
use media::assets::Standing;
use media::key::Variant;
use model::AssetId;

use crate::Render;
use crate::body::OutputBody;

/// Tells it of every output of `renders`: one call of the table for fifty of them, and none when there is none.
pub(crate) async fn hang(assets: &Assets, renders: &mut [Render]) -> Result<(), Fault> {
    let outputs = renders.iter().flat_map(|render| &render.outputs).map(|output| output.asset);
    let standing = assets.standing(&outputs.collect::<Vec<_>>()).await?;
    for output in renders.iter_mut().flat_map(|render| &mut render.outputs) {
        tell(assets, output, &standing).await?;
    }
    Ok(())
}

async fn tell(
    assets: &Assets,
    output: &mut OutputBody,
    standing: &BTreeMap<AssetId, Standing>,
) -> Result<(), Fault> {
    let Some(standing) = standing.get(&output.asset) else { return Ok(()) };
    if !standing.live {
        (output.url, output.url_expires_at, output.expired_at) = (None, None, standing.expired_at);
        return Ok(());
    }
    let Some(variants) = &standing.variants else { return Ok(()) };
    output.thumbhash = Some(variants.thumbhash.clone());
    if variants.get(Variant::Thumb).is_some() {
        let link = assets.media().link_variant(&standing.key, Variant::Thumb, Show::AsItIs).await?;
        output.thumbnail_url = Some(link);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
