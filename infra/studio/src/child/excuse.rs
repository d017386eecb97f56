//! Our own picture of a problem, shown in the place of a frame that could not be painted.

use anyhow::Result;
use scene::{Canvas, Draft, Drafter, Problem, Scene, Wanted};

use super::ours;

const SOURCE: &str = include_str!("excuse.tsx");

/// A scene that shows a message.
pub(super) fn scene(message: &str, wanted: Wanted) -> Result<Scene, Problem> {
    ours("excuse.tsx", SOURCE, &serde_json::json!({ "message": message }), wanted)
}

/// The pictures of one scene's problems. Most frames of it have the same.
pub(super) struct Excuse {
    canvas: Canvas,
    open: Option<(Problem, Drafter)>,
}

impl Excuse {
    pub(super) fn new(canvas: Canvas) -> Self {
        Self { canvas, open: None }
    }

    /// The problem that was shown last.
    pub(super) fn again(&self) -> Problem {
        let open = self.open.as_ref().map(|(problem, _)| problem.clone());
        open.unwrap_or_else(|| Problem::Paint { message: "it was not tried".to_owned() })
    }

    /// A draft of a picture of a problem.
    pub(super) fn draft(&mut self, problem: &Problem) -> Result<Draft, Problem> {
        if self.open.as_ref().is_none_or(|(open, _)| open != problem) {
            let canvas = self.canvas;
            let wanted = Wanted {
                width: Some(canvas.width.into()),
                height: Some(canvas.height.into()),
                fps: Some(canvas.fps.into()),
                frames: Some(1.0),
            };
            let (drafter, _) = scene(&problem.to_string(), wanted)?.split();
            self.open = Some((problem.clone(), drafter));
        }
        match &mut self.open {
            Some((_, drafter)) => {
                // What was painted last may be the scene's own.
                drafter.begin();
                drafter.draft(0)
            }
            None => Err(problem.clone()),
        }
    }
}
