//! The body of a project, as everybody sees it.

use std::sync::Arc;

use contract::port::{Clock, Show};
use contract::{Grant, Need, Part, Reply, env};
use fault::Fault;
use futures::future::try_join_all;
use jobs::{Project, ProjectView, Projects, Wallet};
use media::assets::Standing;
use media::key::Variant;
use media::{Assets, Media};
use model::project::{Description, Settings};
use model::{ProjectId, Time, UsdMicros, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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

/// What shows projects with their pictures.
pub struct Gallery {
    assets: Assets,
    clock: Arc<dyn Clock>,
}

impl Part for Gallery {
    const NEEDS: &'static [Need] = Assets::NEEDS;

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self { assets: Assets::open(grant)?, clock: grant.clock() })
    }
}

impl Gallery {
    /// One project.
    pub(crate) async fn show(&self, view: &ProjectView) -> Result<ProjectBody, Fault> {
        let mut shown = self.show_all(std::slice::from_ref(view)).await?;
        shown.pop().ok_or_else(|| Fault::defect("a project was shown as nothing"))
    }

    /// Projects with the pictures of their last successes. These are named by the wallets, which were read anyway: one call for
    /// fifty of them, none when there are none. A picture that went since is left out.
    pub(crate) async fn show_all(&self, views: &[ProjectView]) -> Result<Vec<ProjectBody>, Fault> {
        let default = Project::default_of(self.assets.media().scope());
        let picture = |view: &ProjectView| view.wallet.and_then(|wallet| wallet.picture);
        let pictures: Vec<_> = views.iter().filter_map(picture).collect();
        let standing = self.assets.standing(&pictures).await?;
        let until = self.clock.now().plus(Media::LINK_LIFETIME);
        let show = async |view: &ProjectView| {
            let url = match picture(view).and_then(|picture| standing.get(&picture)) {
                Some(there) if there.live => Some(self.link(there).await?),
                _ => None,
            };
            let body = ProjectBody::of(view, default);
            Ok(ProjectBody {
                thumbnail_url_expires_at: url.as_ref().map(|_| until),
                thumbnail_url: url,
                ..body
            })
        };
        try_join_all(views.iter().map(show)).await
    }

    /// A link to the small version of a picture; to the picture itself as long as there is none, or when it is no larger.
    async fn link(&self, there: &Standing) -> Result<String, Fault> {
        let media = self.assets.media();
        match there.variants.as_ref().and_then(|variants| variants.get(Variant::Thumb)) {
            Some(_) => media.link_variant(&there.key, Variant::Thumb, Show::AsItIs).await,
            None => media.link_as(&there.key, Show::AsItIs).await,
        }
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
