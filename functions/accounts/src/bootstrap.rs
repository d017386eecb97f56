//! The owner of a deployment, and further users of a local one.
//!
//! Nobody can sign in to a deployment that has no user, so the first key comes from here. Only who may invoke the function by
//! IAM gets in; there is no route. It refuses once there is an owner.

use access::identity::Subject;
use access::{Deployment, Draft, KeyId};
use contract::{Duty, DutyTrigger};
use fault::{Fault, Kind};
use jobs::{Project, wallet};
use model::{GrantId, Scopes, Time, UsdMicros, UserId, WorkspaceId};
use serde::{Deserialize, Serialize};
use store::{Change, Commit};

use crate::settings::{LocalUsers, StartingGrant};

mod email;
mod registry;

use email::Email;
use registry::{Registry, Room, owner_mark};

/// The duty.
pub struct Bootstrap;

contract::env! {
    /// What it holds.
    pub struct Env {
        /// Every sign-in and every workspace.
        registry: Registry,
        /// The deployment that keys are for.
        deployment: Deployment,
        /// What a new workspace is given.
        starting_grant: StartingGrant,
        /// Whether users are made beside the owner.
        local_users: LocalUsers,
    }
}

/// What to do.
#[derive(Debug, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Input {
    /// Make the owner.
    Owner {
        /// Theirs.
        email: String,
        /// Give them another key when they are there already; only where `LOCAL_USERS` is true.
        #[serde(default)]
        reissue: bool,
    },
    /// Make a user with a workspace of their own, or give one who is there another key; only where `LOCAL_USERS` is true.
    User {
        /// Theirs.
        email: String,
        /// Money for their workspace, in micro-USD. Left out, a new workspace gets the starting grant and a known one nothing.
        #[serde(default)]
        grant_usd_micros: Option<i64>,
    },
}

/// A user and a key of theirs.
#[derive(Serialize)]
pub struct Report {
    user: UserId,
    workspace: WorkspaceId,
    key: IssuedKey,
    /// Whether they are new.
    created: bool,
}

/// A key, shown once.
#[derive(Serialize)]
struct IssuedKey {
    id: KeyId,
    secret: String,
    scopes: Scopes,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Time>,
}

impl Duty for Bootstrap {
    const NAME: &'static str = "accounts-bootstrap";
    const SUMMARY: &'static str = "Makes the owner of a deployment, and further users of a local one.";
    const TRIGGER: DutyTrigger = DutyTrigger::Invoke;
    const REASON: &'static str = "it founds workspaces, to which nobody belongs yet";

    type Env = Env;
    type Input = Input;
    type Output = Report;

    async fn perform(env: Env, input: Input) -> Result<Report, Fault> {
        match input {
            Input::Owner { email, reissue } => env.owner(&Email::parse(&email)?, reissue).await,
            Input::User { email, grant_usd_micros } => {
                env.only_locally()?;
                env.issue(&Email::parse(&email)?, None, grant_usd_micros.map(UsdMicros::new)).await
            }
        }
    }
}

impl Env {
    fn only_locally(&self) -> Result<(), Fault> {
        if self.local_users.0 {
            return Ok(());
        }
        let detail = "This deployment makes no users here: its parameter LocalUsers is false. Create further keys with \
                      POST /v1/keys.";
        Err(Fault::new(Kind::Forbidden, "local-users-off", detail))
    }

    async fn owner(&self, email: &Email, reissue: bool) -> Result<Report, Fault> {
        let subject = email.subject();
        if reissue {
            self.only_locally()?;
            match self.registry.owner().await? {
                Some(owner) if owner.user == subject.user() => return self.issue(email, None, None).await,
                Some(_) => return Err(owner_exists()),
                None => {}
            }
        }
        let mark = self.registry.mark(&subject)?;
        self.issue(email, Some(mark), None).await
    }

    /// Issues a key for `email`, in one transaction with all that is new: the owner's `mark`, the user and their workspace, the
    /// money.
    async fn issue(
        &self,
        email: &Email,
        mark: Option<Change>,
        given: Option<UsdMicros>,
    ) -> Result<Report, Fault> {
        let subject = email.subject();
        let room = self.registry.enter(subject.workspace())?;
        let first = mark.iter().len();
        loop {
            let created = !self.registry.knows(&subject).await?;
            let draft = room.draft(self.deployment, subject.user())?;
            let before = self.before(&room, &subject, email, mark.clone(), created, given)?;
            match room.keys.create(&draft, &before).await? {
                Commit::Done => return Ok(report(&subject, &draft, created)),
                Commit::Refused(refused) if refused.index < first => return Err(owner_exists()),
                // Somebody founded them since they were looked for: they are known now.
                Commit::Refused(refused) if created && refused.index == first => {}
                Commit::Refused(refused) => {
                    let item = refused.index;
                    return Err(Fault::defect(format!("item {item} of somebody new existed before them")));
                }
            }
        }
    }

    /// What is written before the key, in the order in which a refusal is believed.
    fn before(
        &self,
        room: &Room,
        subject: &Subject,
        email: &Email,
        mark: Option<Change>,
        created: bool,
        given: Option<UsdMicros>,
    ) -> Result<Vec<Change>, Fault> {
        let now = room.keys.now();
        let mut before: Vec<Change> = mark.into_iter().collect();
        let mut amount = given.unwrap_or(UsdMicros::ZERO);
        if created {
            before.extend(subject.found(email.as_str(), now)?);
            before.push(Project::create_default(room.scope, now)?);
            before.push(Project::create_default_wallet(room.scope)?);
            amount = given.unwrap_or(self.starting_grant.0);
        }
        if amount != UsdMicros::ZERO {
            let grant = GrantId::from_body(self.registry.fresh(now));
            before.extend(wallet::grant(grant, amount, now)?);
        }
        Ok(before)
    }
}

fn report(subject: &Subject, draft: &Draft, created: bool) -> Report {
    let key = IssuedKey {
        id: draft.entry.id,
        secret: draft.key.reveal(),
        scopes: draft.entry.scopes.clone(),
        expires_at: draft.entry.expires_at,
    };
    Report { user: subject.user(), workspace: subject.workspace(), key, created }
}

fn owner_exists() -> Fault {
    let detail = format!(
        "This deployment has an owner. They create keys with POST /v1/keys; where LocalUsers is true, their e-mail with \
         \"reissue\": true gets another one here. If all keys are lost, delete the item {} / IDN from the table and invoke \
         this again with the owner's e-mail: they keep their workspace.",
        owner_mark().partition()
    );
    Fault::new(Kind::Conflict, "owner-exists", detail)
}

#[cfg(test)]
mod tests;
