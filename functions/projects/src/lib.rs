//! Projects: what renders belong to, what they may spend, what they are like; their rules and their drafts.

mod archive;
mod body;
mod chain;
mod change;
mod change_rule;
mod create;
mod create_rule;
mod delete;
mod delete_rule;
mod get;
mod get_draft;
mod list;
mod list_rules;
mod once;
mod patched;
mod put_draft;
mod rule_body;
mod test_rules;
mod unarchive;

pub use body::ProjectBody;
pub use chain::ChainBody;
pub use rule_body::RuleBody;

use contract::Function;

/// `POST /v1/projects`.
pub const CREATE: Function = contract::route::<create::Create>();
/// `GET /v1/projects`.
pub const LIST: Function = contract::route::<list::List>();
/// `GET /v1/projects/{project}`.
pub const GET: Function = contract::route::<get::Get>();
/// `PATCH /v1/projects/{project}`.
pub const CHANGE: Function = contract::route::<change::Change>();
/// `DELETE /v1/projects/{project}`.
pub const DELETE: Function = contract::route::<delete::Delete>();
/// `POST /v1/projects/{project}/archive`.
pub const ARCHIVE: Function = contract::route::<archive::Archive>();
/// `POST /v1/projects/{project}/unarchive`.
pub const UNARCHIVE: Function = contract::route::<unarchive::Unarchive>();
/// `GET /v1/projects/{project}/rules`.
pub const LIST_RULES: Function = contract::route::<list_rules::ListRules>();
/// `POST /v1/projects/{project}/rules`.
pub const CREATE_RULE: Function = contract::route::<create_rule::CreateRule>();
/// `PATCH /v1/projects/{project}/rules/{rule}`.
pub const CHANGE_RULE: Function = contract::route::<change_rule::ChangeRule>();
/// `DELETE /v1/projects/{project}/rules/{rule}`.
pub const DELETE_RULE: Function = contract::route::<delete_rule::DeleteRule>();
/// `POST /v1/projects/{project}/rules/test`.
pub const TEST_RULES: Function = contract::route::<test_rules::TestRules>();
/// `GET /v1/projects/{project}/draft`.
pub const GET_DRAFT: Function = contract::route::<get_draft::GetDraft>();
/// `PUT /v1/projects/{project}/draft`.
pub const PUT_DRAFT: Function = contract::route::<put_draft::PutDraft>();

/// `POST /v1/projects/{project}/chains`.
pub const CREATE_CHAIN: Function = contract::route::<chain::create::Create>();
/// `GET /v1/projects/{project}/chains`.
pub const LIST_CHAINS: Function = contract::route::<chain::list::List>();
/// `GET /v1/projects/{project}/chains/{chain}`.
pub const GET_CHAIN: Function = contract::route::<chain::get::Get>();
/// `PATCH /v1/projects/{project}/chains/{chain}`.
pub const CHANGE_CHAIN: Function = contract::route::<chain::change::Change>();
/// `GET /v1/projects/{project}/chains/{chain}/renders`.
pub const LIST_CHAIN_RENDERS: Function = contract::route::<chain::list_renders::ListRenders>();
/// `GET /v1/projects/{project}/chains/{chain}/memory`.
pub const GET_CHAIN_MEMORY: Function = contract::route::<chain::memory::GetMemory>();

/// Every function of this domain.
pub const FUNCTIONS: &[Function] = &[
    ARCHIVE,
    CHANGE,
    CHANGE_CHAIN,
    CHANGE_RULE,
    CREATE,
    CREATE_CHAIN,
    CREATE_RULE,
    DELETE,
    DELETE_RULE,
    GET,
    GET_CHAIN,
    GET_CHAIN_MEMORY,
    GET_DRAFT,
    LIST,
    LIST_CHAINS,
    LIST_CHAIN_RENDERS,
    LIST_RULES,
    PUT_DRAFT,
    TEST_RULES,
    UNARCHIVE,
];

#[cfg(test)]
mod tests;
