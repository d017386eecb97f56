//! `GET /v1/assets/{id}/link`: a link to an asset, to be shown or saved, whole or smaller.

use contract::http::{Method, Nothing};
use contract::{Access, Call, Reply, Route, env};
use fault::{Fault, Kind};
use media::key::Variant;
use media::{Assets, Media};
use model::{Scope, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::body::{Disposition, link};
use crate::get::Path;

/// The route.
pub struct Link;

env! {
    /// What it holds.
    pub struct Env { assets: Assets }
}

/// Which link.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// What a browser is to do with it; to save it by default.
    #[serde(default)]
    disposition: Disposition,
    /// The smaller version that is wanted; the whole asset by default.
    #[serde(default)]
    variant: Option<Variant>,
}

/// A link.
#[derive(Serialize, JsonSchema)]
pub struct LinkBody {
    /// Where it leads, without credentials.
    url: String,
    /// Until when.
    expires_at: Time,
}

impl Route for Link {
    const NAME: &'static str = "assets-link";
    const SUMMARY: &'static str = "Signs a link to an asset or a smaller version of it.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/assets/{id}/link";
    const ACCESS: Access = Access::Scope(Scope::AssetsRead);
    const REPLIES: &'static [u16] = &[200, 404, 409, 410];
    const SDK_CALLS: u32 = 2;

    type Env = Env;
    type Path = Path;
    type Query = Query;
    type Body = Nothing;
    type Output = LinkBody;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<LinkBody>, Fault> {
        let asset = env.assets.get(call.path.id).await?;
        if let Some(gone) = asset.gone() {
            return Err(gone);
        }
        if let Some(variant) = call.query.variant {
            let variants = env.assets.variants_of(std::slice::from_ref(&asset)).await?;
            let made = variants.into_iter().flatten().any(|variants| variants.get(variant).is_some());
            if !made {
                let detail = format!(
                    "{} has no variant `{}` yet. It is made within seconds of the asset; ask again.",
                    asset.id,
                    variant.word()
                );
                return Err(Fault::new(Kind::Conflict, "variant-not-ready", detail).retry_after(2));
            }
        }
        let url = link(&env.assets, &asset, call.query.variant, call.query.disposition).await?;
        let expires_at = env.assets.store().clock().now().plus(Media::LINK_LIFETIME);
        Ok(Reply::ok(LinkBody { url, expires_at }))
    }
}

#[cfg(test)]
mod tests;
