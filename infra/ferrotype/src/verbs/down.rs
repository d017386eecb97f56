//! `ferrotype down`: nothing of this state directory's cloud runs afterwards; its state stays.

use anyhow::Result;
use serde_json::json;

use crate::cloud::edge::Edge;
use crate::cloud::engine::Engine;
use crate::context::Context;
use crate::process::Stopped;

pub(super) async fn run(context: &Context) -> Result<()> {
    let state = context.state()?;
    let ui = &context.ui;
    let (mut edge, mut engine) = (Stopped::Already, Stopped::Already);
    if state.is_ours() {
        let _lock = state.lock(|| ui.note("waiting for another ferrotype command on this cloud")).await?;
        let step = ui.step("down");
        step.update("stopping the edge");
        edge = Edge::stop(&state).await?;
        step.update("stopping the engine, which saves its state");
        engine = Engine::stop(&state).await?;
    }
    let text = match (edge, engine) {
        (Stopped::Already, Stopped::Already) => "nothing was running".to_owned(),
        (_, Stopped::Killed) => {
            "stopped; the engine had to be killed, so its last changes are lost".to_owned()
        }
        _ => format!("stopped; the state stays in {}", state.path().display()),
    };
    let document = json!({"edge": word(edge), "engine": word(engine), "state": state.path()});
    ui.answer(&document, &text)
}

fn word(stopped: Stopped) -> &'static str {
    match stopped {
        Stopped::Already => "not_running",
        Stopped::Asked => "stopped",
        Stopped::Killed => "killed",
    }
}
