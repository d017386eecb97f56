//! `ferrotype project`: what renders belong to, what they may spend, and the rules of their prompts.

use anyhow::{Context as _, Result};
use serde_json::json;
use uuid::Uuid;

use super::renders;
use crate::api::{Api, NewProject, Page, Project, Rule, RuleTrial};
use crate::cli::{self, CreateProject, ProjectRules};
use crate::context::Context;
use crate::ui;

pub(super) async fn run(context: &Context, verb: cli::Project) -> Result<()> {
    match verb {
        cli::Project::List { archived } => list(context, archived).await,
        cli::Project::Create(arguments) => create(context, arguments).await,
        cli::Project::Archive { id } => file(context, &id, "archive").await,
        cli::Project::Unarchive { id } => file(context, &id, "unarchive").await,
        cli::Project::Rules(arguments) => rules(context, arguments).await,
    }
}

async fn list(context: &Context, archived: bool) -> Result<()> {
    let path = format!("/v1/projects?limit=100&archived={archived}");
    let page = context.api()?.get::<Page<Project>>(&path).await?;
    let lines: Vec<_> = page.body.items.iter().map(row).collect();
    context.ui.answer(&page.document, &lines.join("\n"))
}

/// The project that renders belong to which name none. Only the list says which it is: nothing else names it.
pub(super) async fn default(api: &Api) -> Result<String> {
    let mut path = "/v1/projects?limit=100".to_owned();
    loop {
        let page = api.get::<Page<Project>>(&path).await?.body;
        if let Some(project) = page.items.into_iter().find(|project| project.is_default) {
            return Ok(project.id);
        }
        let cursor =
            page.next_cursor.context("the workspace has no default project; name one with --project")?;
        path = format!("/v1/projects?limit=100&cursor={}", renders::segment(&cursor));
    }
}

async fn create(context: &Context, arguments: CreateProject) -> Result<()> {
    let CreateProject { name, description, budget, style } = arguments;
    let settings = style.map_or_else(|| json!({}), |style| json!({ "style": style }));
    let body = NewProject { name, description, budget_usd_micros: budget, settings };
    let answer = context.api()?.post::<Project>("/v1/projects", &body, &Uuid::now_v7().to_string()).await?;
    context.ui.answer(&answer.document, &row(&answer.body))
}

/// Puts a project into the archive, or takes it out.
async fn file(context: &Context, id: &str, action: &str) -> Result<()> {
    let path = format!("/v1/projects/{}/{action}", renders::segment(id));
    let answer = context.api()?.post::<Project>(&path, &json!({}), &Uuid::now_v7().to_string()).await?;
    context.ui.answer(&answer.document, &row(&answer.body))
}

async fn rules(context: &Context, arguments: ProjectRules) -> Result<()> {
    let ProjectRules { id, add, test } = arguments;
    let path = format!("/v1/projects/{}/rules", renders::segment(&id));
    let (api, key) = (context.api()?, Uuid::now_v7().to_string());
    if let Some(text) = add {
        let answer = api.post::<Rule>(&path, &json!({ "text": text }), &key).await?;
        return context.ui.answer(&answer.document, &rule_row(&answer.body));
    }
    if let Some(prompt) = test {
        let answer =
            api.post::<RuleTrial>(&format!("{path}/test"), &json!({ "prompt": prompt }), &key).await?;
        return context.ui.answer(&answer.document, &answer.body.prompt);
    }
    let page = api.get::<Page<Rule>>(&path).await?;
    let lines: Vec<_> = page.body.items.iter().map(rule_row).collect();
    context.ui.answer(&page.document, &lines.join("\n"))
}

fn row(project: &Project) -> String {
    let spent = ui::credits(project.spent_usd_micros);
    let money = match project.budget_usd_micros {
        Some(budget) => format!("{spent} of {} spent", ui::credits(budget)),
        None => format!("{spent} spent"),
    };
    let archived = project.archived_at.as_deref().map(|time| format!("  archived {}", ui::clock(time)));
    format!("{}  {}  {money}{}", project.id, project.name, archived.unwrap_or_default())
}

fn rule_row(rule: &Rule) -> String {
    let off = if rule.active { "" } else { "  (off)" };
    format!("{:>2}  {}  {}{off}", rule.order, rule.id, rule.text.replace('\n', " "))
}

#[cfg(test)]
mod tests;
