//! The body of an asset, as everybody sees it.

use std::collections::BTreeMap;

use contract::port::Show;
use fault::Fault;
use media::key::Variant;
use media::{Asset, Assets, Media, Source, Swatch, Variants};
use model::{AssetId, JobId, ProjectId, Time};
use schemars::JsonSchema;
use serde::Serialize;

/// An asset.
#[derive(Serialize, JsonSchema)]
pub struct AssetBody {
    /// Which one.
    id: AssetId,
    /// Where it comes from.
    source: Source,
    /// What its file was called, where it was uploaded.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// The project that it was uploaded for. What a render made belongs to the render's.
    #[serde(skip_serializing_if = "Option::is_none")]
    project: Option<ProjectId>,
    /// The render that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    render: Option<JobId>,
    /// Its media type, found in its bytes.
    mime: String,
    /// Its length.
    bytes: u64,
    /// Pixels from left to right.
    width: u32,
    /// Pixels from top to bottom.
    height: u32,
    /// SHA-256 of its bytes, in hexadecimal.
    sha256: String,
    /// Its main colours, the largest share first.
    palette: Vec<Swatch>,
    /// A placeholder to show until a picture has come (ThumbHash, in base 64). Like the variants there within seconds of the
    /// asset.
    #[serde(skip_serializing_if = "Option::is_none")]
    thumbhash: Option<String>,
    /// Smaller versions, by name: `thumb`, `small`, `medium`.
    variants: BTreeMap<&'static str, VariantBody>,
    /// Where to download it, without credentials. Not there when it has expired.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// Until when that and the links of the variants work.
    #[serde(skip_serializing_if = "Option::is_none")]
    url_expires_at: Option<Time>,
    /// The oldest asset that had the same bytes when this one came.
    #[serde(skip_serializing_if = "Option::is_none")]
    duplicate_of: Option<AssetId>,
    /// When it came.
    created_at: Time,
    /// When its bytes went, because its time was over.
    #[serde(skip_serializing_if = "Option::is_none")]
    expired_at: Option<Time>,
}

/// A smaller version of an asset.
#[derive(Serialize, JsonSchema)]
pub struct VariantBody {
    /// Its media type.
    mime: String,
    /// Pixels from left to right.
    width: u32,
    /// Pixels from top to bottom.
    height: u32,
    /// Its length.
    bytes: u64,
    /// Where to download it, without credentials.
    url: String,
}

impl AssetBody {
    /// Assets with what was made of them, their links fresh from now on: one call for the variants of all.
    pub(crate) async fn all(assets: &Assets, found: Vec<Asset>) -> Result<Vec<Self>, Fault> {
        let variants = assets.variants_of(&found).await?;
        let mut bodies = Vec::new();
        for (asset, variants) in found.into_iter().zip(variants) {
            bodies.push(Self::of(assets, asset, variants).await?);
        }
        Ok(bodies)
    }

    /// One asset.
    pub(crate) async fn one(assets: &Assets, asset: Asset) -> Result<Self, Fault> {
        let bodies = Self::all(assets, vec![asset]).await?;
        bodies.into_iter().next().ok_or_else(|| Fault::defect("one asset has one body"))
    }

    async fn of(assets: &Assets, asset: Asset, variants: Option<Variants>) -> Result<Self, Fault> {
        let variants = variants.filter(|_| asset.is_live());
        let (mut url, mut url_expires_at, mut links) = (None, None, BTreeMap::new());
        if asset.is_live() {
            url = Some(link(assets, &asset, None, Disposition::Attachment).await?);
            url_expires_at = Some(assets.store().clock().now().plus(Media::LINK_LIFETIME));
        }
        for smaller in variants.iter().flat_map(|variants| &variants.variants) {
            let body = VariantBody {
                mime: smaller.mime.clone(),
                width: smaller.width,
                height: smaller.height,
                bytes: smaller.bytes,
                url: link(assets, &asset, Some(smaller.variant), Disposition::Inline).await?,
            };
            links.insert(smaller.variant.word(), body);
        }
        Ok(Self {
            id: asset.id,
            source: asset.source(),
            project: asset.project,
            render: asset.job,
            thumbhash: variants.map(|variants| variants.thumbhash),
            variants: links,
            url,
            url_expires_at,
            name: asset.name,
            mime: asset.mime,
            bytes: asset.bytes,
            width: asset.width,
            height: asset.height,
            sha256: asset.sha256,
            palette: asset.palette,
            duplicate_of: asset.duplicate_of,
            created_at: asset.created_at,
            expired_at: asset.expired_at,
        })
    }
}

/// What a browser is to do with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    /// Show it.
    Inline,
    /// Save it.
    #[default]
    Attachment,
}

/// A link to an asset or a smaller version of it.
pub(crate) async fn link(
    assets: &Assets,
    asset: &Asset,
    variant: Option<Variant>,
    disposition: Disposition,
) -> Result<String, Fault> {
    let key = assets.object(asset)?;
    let name = asset.file_name(&key);
    let show = |name| match disposition {
        Disposition::Inline => Show::Inline(name),
        Disposition::Attachment => Show::Attachment(name),
    };
    match variant {
        None => assets.media().link_as(&asset.key, show(&name)).await,
        Some(variant) => {
            // Its format is told by its type; the name says only what it is a smaller version of.
            let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
            let name = format!("{stem}-{}", variant.word());
            assets.media().link_variant(&asset.key, variant, show(&name)).await
        }
    }
}
