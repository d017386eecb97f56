//! Which process serves whom.

use std::collections::BTreeSet;
use std::process::Command;
use std::time::Duration;

use super::gate::{PATH, Stage, WIDE, chunk, gone, program, refusal};
use crate::edge::streams::pool::Limits;

#[tokio::test]
async fn one_after_the_other_is_one_process() {
    let stage = Stage::new(WIDE).await;
    let mut pids = BTreeSet::new();
    for _ in 0..3 {
        let (answer, mut visit) = stage.open().await;
        visit.end().await;
        answer.bytes().await.unwrap();
        pids.insert(visit.pid());
        stage.rests(1).await;
    }
    assert_eq!(pids.len(), 1, "idle processes are not used again");
}

#[tokio::test]
async fn fifty_slow_readers_at_once_have_a_process_each_and_one_more_is_told_to_wait() {
    const READERS: usize = 50;
    let stage = Stage::new(Limits { processes: READERS, ..WIDE }).await;
    let asked: Vec<_> = (0..READERS).map(|_| stage.ask(PATH)).collect();
    let mut visits = Vec::new();
    for _ in 0..READERS {
        visits.push(stage.visit().await);
    }
    let pids: BTreeSet<_> = visits.iter().map(super::gate::Visit::pid).collect();
    assert_eq!(pids.len(), READERS, "a process serves two requests at a time");

    let more = stage.ask(PATH).await.unwrap();
    assert_eq!(more.headers()["retry-after"], "1");
    assert_eq!(refusal(more).await, (429, "too-many-streams".into()));

    // All write at once and are read one after the other: nobody waits for another's reader.
    let size = 1 << 21;
    for visit in &mut visits {
        visit.say(r#"head {"statusCode": 200}"#).await;
        visit.say(&format!("flood {size}")).await;
        visit.say("end").await;
    }
    for asked in asked {
        assert_eq!(asked.await.unwrap().bytes().await.unwrap().len(), size);
    }
    for mut visit in visits {
        assert_eq!(visit.hear().await, "202");
    }
    stage.rests(READERS).await;
    let (_answer, next) = stage.open().await;
    assert!(pids.contains(&next.pid()), "a process too many was started");
}

#[tokio::test]
async fn an_idle_process_of_another_function_makes_room() {
    let mut stage = Stage::new(Limits { processes: 1, ..WIDE }).await;
    let (answer, mut visit) = stage.open().await;
    let process = visit.process();
    visit.end().await;
    drop(answer);
    stage.rests(1).await;
    stage.deploy(|function| function.name = "ferrotype-other".into());
    let (answer, other) = stage.open().await;
    assert_eq!(answer.status(), 200);
    assert_ne!(other.pid(), visit.pid());
    gone(&process).await;
}

#[tokio::test]
async fn a_new_deploy_leaves_no_old_process_serving() {
    let mut stage = Stage::new(WIDE).await;
    let copy = stage.file("thing");
    // By another process, so that no descriptor of ours keeps the program from being run.
    let place = |name: &str| {
        let done = Command::new("cp").args([program(), stage.file(name)]).status().unwrap();
        assert!(done.success());
    };
    place("thing");
    place("new");
    let new = stage.file("new");
    stage.deploy(|function| function.program = copy.clone());
    let (running, mut first) = stage.open().await;
    let process = first.process();

    std::fs::rename(new, &copy).unwrap();
    let (_other, second) = stage.open().await;
    assert_ne!(second.pid(), first.pid());
    // What runs may end in peace, and is not used again.
    first.end().await;
    running.bytes().await.unwrap();
    let (_third, third) = stage.open().await;
    assert!(![first.pid(), second.pid()].contains(&third.pid()));
    gone(&process).await;

    stage.deploy(|function| _ = function.environment.insert("NEW".into(), "1".into()));
    let (_fourth, fourth) = stage.open().await;
    assert_eq!(fourth.given["environment"]["NEW"], "1");
}

#[tokio::test]
async fn an_idle_process_is_let_go() {
    let stage = Stage::new(Limits { keep: Duration::from_millis(100), ..WIDE }).await;
    let (answer, mut visit) = stage.open().await;
    let process = visit.process();
    visit.end().await;
    answer.bytes().await.unwrap();
    gone(&process).await;
}

#[tokio::test]
async fn what_a_function_says_is_in_the_log() {
    let stage = Stage::new(WIDE).await;
    let (mut answer, mut visit) = stage.open().await;
    visit.say("say {\"level\": \"INFO\"}").await;
    let log = stage.logged("INFO").await;
    let line: serde_json::Value = serde_json::from_str(log.lines().next().unwrap()).unwrap();
    assert_eq!(
        (line["function"].as_str(), line["message"].as_str()),
        (Some("ferrotype-thing"), Some("{\"level\": \"INFO\"}"))
    );
    visit.end().await;
    assert!(chunk(&mut answer).await.unwrap().is_none());
}
