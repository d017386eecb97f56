//! The body of a project, as everybody sees it.

use contract::port::Clock;
use contract::{Reply, env};
use fault::Fault;
use futures::future::try_join_all;
use jobs::{Project, ProjectView, Projects, Wallet};
use media::{Asset, Media};
use model::project::{Description, Settings};
use model::{AssetId, ProjectId, Time, UsdMicros, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Record as _, Store};

/// A project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProjectBody {
    /// Which one.
    pub id: ProjectId,
    /// What people call it.
    pub name: String,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Description>,
    /// Whether renders belong to it that name no project.
    #[serde(default)]
    pub is_default: bool,
    /// Where to see the picture of its last success, without credentials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumbnail_url: Option<String>,
    /// Until when that works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumbnail_url_expires_at: Option<Time>,
    /// What it may spend in all; `null` when only the workspace's money limits it, and 0 when nothing may be spent.
    pub budget_usd_micros: Option<UsdMicros>,
    /// What is gone. Counted since the project has a wallet: from its beginning, but for a default project of an earlier version.
    pub spent_usd_micros: UsdMicros,
    /// What renders that have not ended keep aside.
    pub held_usd_micros: UsdMicros,
    /// What may still be held of the budget; below zero when it was lowered under what was spent and held, or a charge was
    /// above its hold. `null` without a budget.
    pub available_usd_micros: Option<UsdMicros>,
    /// How much less would have to be spent or held for the budget to hold; nothing is admitted as long as this is here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over_budget_usd_micros: Option<UsdMicros>,
    /// How many renders of it have not ended.
    pub open_renders: i64,
    /// What its renders are like where their requests say nothing.
    pub settings: Settings,
    /// Counts its changes; also its ETag. Money moves without it.
    pub version: u64,
    /// When it was made.
    pub created_at: Time,
    /// When it was changed last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Time>,
    /// Who made or changed it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_by: Option<UserId>,
    /// Since when it is in the archive, where nothing is spent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<Time>,
    /// Where to go from here.
    pub links: Links,
}

/// Where to go from a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Links {
    /// The project.
    #[serde(rename = "self")]
    pub this: String,
    /// Its rules.
    pub rules: String,
    /// Its draft.
    pub draft: String,
}

impl ProjectBody {
    /// A project without its picture.
    pub(crate) fn of(view: &ProjectView, default: ProjectId) -> Self {
        let Project { id, version, created_at, updated_at, updated_by, archived_at, .. } = view.project;
        let budget = view.budget();
        let Wallet { avail, held, spent, jobs, .. } = view.wallet.unwrap_or_default();
        let this = format!("/v1/projects/{id}");
        Self {
            id,
            name: view.project.name.clone(),
            description: view.project.description.clone(),
            is_default: id == default,
            thumbnail_url: None,
            thumbnail_url_expires_at: None,
            budget_usd_micros: budget,
            spent_usd_micros: spent,
            held_usd_micros: held,
            available_usd_micros: budget.map(|_| avail),
            over_budget_usd_micros: budget.filter(|_| avail < UsdMicros::ZERO).map(|_| -avail),
            open_renders: jobs,
            settings: view.project.settings.clone(),
            version,
            created_at,
            updated_at,
            updated_by,
            archived_at,
            links: Links { rules: format!("{this}/rules"), draft: format!("{this}/draft"), this },
        }
    }

    /// An answer with this body. Money moves without the version, so nobody is told that what they have is still right.
    pub(crate) fn reply(self) -> Reply<Self> {
        let version = self.version;
        Reply::ok(self).etag(version).whole()
    }
}

env! {
    /// What shows projects with their pictures.
    pub struct Gallery { store: Store, media: Media, clock: std::sync::Arc<dyn Clock> }
}

impl contract::Part for Gallery {
    const NEEDS: &'static [contract::Need] = &[contract::Need::Table, contract::Need::Bucket];

    fn open(grant: &contract::Grant) -> Result<Self, Fault> {
        <Self as contract::Env>::open(grant)
    }
}

impl Gallery {
    /// One project.
    pub(crate) async fn show(&self, view: &ProjectView) -> Result<ProjectBody, Fault> {
        let mut shown = self.show_all(std::slice::from_ref(view)).await?;
        shown.pop().ok_or_else(|| Fault::defect("a project was shown as nothing"))
    }

    /// Projects with the pictures of their last successes. These are named by the wallets, which were read anyway: one call for
    /// all of them, none when there are none. A picture that was deleted since is left out.
    pub(crate) async fn show_all(&self, views: &[ProjectView]) -> Result<Vec<ProjectBody>, Fault> {
        let default = Project::default_of(self.store.scope());
        let pictures: Vec<_> =
            views.iter().map(|view| view.wallet.and_then(|wallet| wallet.picture)).collect();
        let urls = self.links(&pictures).await?;
        let until = self.clock.now().plus(Media::LINK_LIFETIME);
        let with = |(view, url): (&ProjectView, Option<String>)| ProjectBody {
            thumbnail_url_expires_at: url.as_ref().map(|_| until),
            thumbnail_url: url,
            ..ProjectBody::of(view, default)
        };
        Ok(views.iter().zip(urls).map(with).collect())
    }

    async fn links(&self, pictures: &[Option<AssetId>]) -> Result<Vec<Option<String>>, Fault> {
        let mut named: Vec<_> = pictures.iter().copied().flatten().collect();
        named.sort_unstable();
        named.dedup();
        let addresses: Vec<_> = named.iter().map(|picture| Asset::address(*picture)).collect();
        let items = if addresses.is_empty() { Vec::new() } else { self.store.find_all(&addresses).await? };
        let assets = items.into_iter().flatten().map(|item| Asset::from_item(&item));
        let mut assets: Vec<Asset> = assets.collect::<Result<_, _>>()?;
        // What was deleted or has expired has no bytes to link to.
        assets.retain(Asset::is_live);
        let link = |picture: &Option<AssetId>| {
            let asset = picture.and_then(|picture| assets.iter().find(|asset| asset.id == picture));
            async move {
                match asset {
                    Some(asset) => self.media.link(&asset.key).await.map(Some),
                    None => Ok(None),
                }
            }
        };
        try_join_all(pictures.iter().map(link)).await
    }
}

env! {
    /// What reads and shows projects.
    pub struct Env {
        /// The projects.
        projects: Projects,
        /// Their pictures.
        gallery: Gallery,
    }
}

impl Env {
    /// The projects.
    pub(crate) fn projects(&self) -> &Projects {
        &self.projects
    }

    /// Their pictures.
    pub(crate) fn gallery(&self) -> &Gallery {
        &self.gallery
    }

    /// The answer about one project.
    pub(crate) async fn reply(&self, view: &ProjectView) -> Result<Reply<ProjectBody>, Fault> {
        Ok(self.gallery.show(view).await?.reply())
    }
}
