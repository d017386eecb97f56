use std::path::PathBuf;

use serde_json::json;

use super::*;
use crate::preset::{Format, Quality};
use crate::sources::Source;

fn request(scenes: usize, frames: Option<(u32, u32)>, forgiving: bool) -> Request {
    Request {
        scenes: (0..scenes).map(|n| Source { name: format!("{n}.tsx"), code: String::new() }).collect(),
        public: PathBuf::new(),
        props: json!({}),
        wanted: Wanted::default(),
        frames,
        format: Format::Mp4,
        quality: Quality::Medium,
        out: PathBuf::new(),
        threads: 1,
        chunks: 1,
        forgiving,
        hashed: false,
    }
}

fn canvas(frames: u32) -> Canvas {
    Canvas { width: 641, height: 360, fps: 25, frames }
}

fn broken() -> Problem {
    Problem::Paint { message: "no".to_owned() }
}

fn plan(request: &Request, opened: Vec<Result<Canvas, Problem>>) -> Result<Plan> {
    let mut survey = Survey::new(request);
    for one in opened {
        survey.take(one, vec![2..6, 8..20]);
    }
    survey.plan()
}

fn frames(plan: &Plan) -> Vec<(usize, u32, u32)> {
    plan.shots.iter().map(|shot| (shot.scene, shot.first, shot.end)).collect()
}

#[test]
fn a_film_is_all_frames_of_its_scenes_in_the_even_size_of_the_first() {
    let request = request(2, None, false);
    let plan = plan(&request, vec![Ok(canvas(10)), Ok(canvas(20))]).unwrap();
    assert_eq!(frames(&plan), [(0, 0, 10), (1, 0, 20)]);
    assert_eq!(plan.canvas, Canvas { width: 642, height: 360, fps: 25, frames: 30 });
    assert_eq!(plan.warnings.len(), 1);
}

#[test]
fn chosen_frames_are_counted_through_the_film() {
    let some = request(3, Some((8, 29)), false);
    let chosen = plan(&some, vec![Ok(canvas(10)), Ok(canvas(10)), Ok(canvas(20))]).unwrap();
    assert_eq!(frames(&chosen), [(0, 8, 10), (1, 0, 10), (2, 0, 10)]);
    assert_eq!(chosen.canvas.frames, 22);
    assert_eq!(chosen.finer, [0..2, 4..8, 10..12, 14..18, 20..22]);
    let none = request(1, Some((10, 10)), false);
    assert!(plan(&none, vec![Ok(canvas(10))]).unwrap_err().to_string().contains("0 to 9"));
}

#[test]
fn a_broken_scene_ends_the_film_or_is_excused() {
    let strict = request(2, None, false);
    assert!(
        plan(&strict, vec![Ok(canvas(10)), Err(broken())]).unwrap_err().to_string().starts_with("1.tsx: ")
    );
    let forgiving = request(2, None, true);
    let excused = plan(&forgiving, vec![Err(broken()), Ok(canvas(10))]).unwrap();
    assert_eq!(frames(&excused), [(0, 0, 125), (1, 0, 10)]);
    assert!(excused.shots[0].excuse.is_some() && excused.shots[1].excuse.is_none());
    assert_eq!(excused.excused.len(), 1);
}
