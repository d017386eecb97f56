//! `ferrotype credits`: what is left to spend.

use anyhow::Result;

use crate::api::Credits;
use crate::context::Context;
use crate::ui;

pub(super) async fn run(context: &Context) -> Result<()> {
    let answer = context.api()?.get::<Credits>("/v1/credits").await?;
    let Credits { balance_usd_micros: balance, held_usd_micros: held } = answer.body;
    let left = format!("{} left ({})", ui::credits(balance), ui::money(balance));
    let text = if held == 0 { left } else { format!("{left}, {} held by running jobs", ui::credits(held)) };
    context.ui.answer(&answer.document, &text)
}
