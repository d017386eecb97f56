//! The crash table: each effect of a story is killed before it and after it, with its answer lost, and the story ends as if
//! nothing had happened.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use testkit::sim::{Crash, Effect, Manner, Sim};

use super::ending::{Ending, rest};
use super::story::{STORIES, Story, heard};

fn tell(story: &Story, sim: &Sim) -> Result<Ending, String> {
    heard(sim, |sim| {
        (story.tell)(sim);
        rest(sim)
    })
}

/// Whether it ended otherwise than without a death, and as it may: a job that was to be canceled has what its provider was asked
/// for before the wish came; or a stage exited or hung. Such a stage is not invoked again within its execution, because it would
/// most likely do so again, and its render ends badly (`docs/ARCHITECTURE.md`, "How a crash is taken up"). Either way each picture
/// is charged as often as it was made, and nothing else is.
fn is_lawful(story: &Story, manner: Manner, effect: &Effect, ending: &Ending) -> bool {
    let stage_died =
        matches!(manner, Manner::Exit | Manner::Hang) && effect.function.starts_with("pipeline-");
    let may = |status: &str| {
        [story.ends, story.late].concat().contains(&status) || (stage_died && status == "failed")
    };
    let pictures: usize = ending.jobs.iter().map(|(_, outputs, _)| outputs.len()).sum();
    let charged: i64 = ending.ledger.iter().map(|(_, _, charged)| charged).sum();
    ending.jobs.len() == story.ends.len()
        && ending.jobs.iter().all(|(status, ..)| may(status))
        && usize::try_from(charged)
            .is_ok_and(|charged| (1..=story.tries).any(|tries| charged == tries * pictures * 10_000))
}

/// One line of the table: how many of the deaths before and after an effect ended as they should.
#[derive(Default)]
struct Line {
    same: [usize; 2],
    lawful: [usize; 2],
    wrong: Vec<String>,
}

fn line(story: &Story, golden: &Ending, effects: &[Effect], manner: Manner) -> Line {
    let mut line = Line::default();
    for (at, effect) in effects.iter().enumerate() {
        for after in [false, true] {
            let sim = story.world();
            sim.plan(Some(Crash { at, after, manner }));
            let place = usize::from(after);
            match tell(story, &sim) {
                Ok(ending) if ending == *golden => line.same[place] += 1,
                Ok(ending) if is_lawful(story, manner, effect, &ending) => line.lawful[place] += 1,
                told => {
                    let moment = ["before", "after"][place];
                    let history = sim.history().join("\n  ");
                    line.wrong.push(format!("{moment} effect {at}, {effect:?}: {told:#?}\n  {history}"));
                }
            }
        }
    }
    line
}

#[test]
fn a_death_at_any_effect_of_any_story_changes_nothing_of_how_it_ends() {
    let mut table =
        "story | death | effects | before: same | after: same | otherwise, lawfully | wrong\n".to_owned();
    let mut wrong = BTreeMap::new();
    for story in STORIES {
        let sim = story.world();
        let golden = tell(story, &sim).unwrap_or_else(|why| panic!("{}: {why}", story.name));
        let effects = sim.effects();
        let statuses: Vec<_> = golden.jobs.iter().map(|(status, ..)| status.as_str()).collect();
        assert_eq!(statuses, story.ends, "{}", story.name);
        for manner in Manner::ALL {
            let Line { same, lawful, wrong: bad } = line(story, &golden, &effects, manner);
            let count = effects.len();
            writeln!(
                table,
                "{} | {manner:?} | {count} | {}/{count} | {}/{count} | {} + {} | {}",
                story.name,
                same[0],
                same[1],
                lawful[0],
                lawful[1],
                bad.len()
            )
            .unwrap();
            wrong.extend(bad.into_iter().map(|bad| ((story.name, manner), bad)));
        }
    }
    println!("{table}");
    assert!(wrong.is_empty(), "{table}\n{wrong:#?}");
}
