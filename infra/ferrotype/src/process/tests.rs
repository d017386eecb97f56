use std::process::{Command, Stdio};
use std::time::Duration;

use super::{Identity, Stopped, birth_from_proc, birth_from_ps, detach};

const GRACE: Duration = Duration::from_secs(5);

fn script(text: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", text]);
    command
}

#[tokio::test]
async fn a_process_with_a_reused_number_is_left_alone() {
    let mut stranger = script("sleep 60").spawn().unwrap();
    let ours = Identity { pid: stranger.id(), birth: "long ago".into() };

    assert!(!ours.is_alive());
    assert_eq!(ours.stop(GRACE).await.unwrap(), Stopped::Already);
    assert!(stranger.try_wait().unwrap().is_none(), "the stranger was stopped");

    stranger.kill().unwrap();
    stranger.wait().unwrap();
}

#[tokio::test]
async fn a_process_ends_when_asked() {
    let log = tempfile::NamedTempFile::new().unwrap();
    let (_child, identity) = detach(&mut script("echo here; exec sleep 60"), log.path()).unwrap();

    assert!(identity.is_alive());
    assert_eq!(identity.stop(GRACE).await.unwrap(), Stopped::Asked);
    assert_eq!(identity.stop(GRACE).await.unwrap(), Stopped::Already);
}

#[tokio::test]
async fn a_deaf_process_is_killed_with_its_children() {
    let log = tempfile::NamedTempFile::new().unwrap();
    let text = "trap '' TERM; sleep 60 & echo $! $$; while true; do sleep 0.1; done";
    let (_child, identity) = detach(&mut script(text), log.path()).unwrap();
    let numbers = loop {
        let text = std::fs::read_to_string(log.path()).unwrap();
        if text.ends_with('\n') {
            break text;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    };
    let child = numbers.split(' ').next().unwrap().parse().unwrap();
    let grandchild = Identity::of(child).unwrap();

    assert_eq!(identity.stop(Duration::from_millis(200)).await.unwrap(), Stopped::Killed);
    assert!(grandchild.ends_within(GRACE).await, "a child of the killed process still runs");
}

#[tokio::test]
async fn an_unread_exit_status_is_not_a_running_process() {
    let mut child = script("read line").stdin(Stdio::piped()).spawn().unwrap();
    let identity = Identity::of(child.id()).unwrap();
    drop(child.stdin.take());
    assert!(identity.ends_within(GRACE).await, "a process that has ended counts as running");
    assert!(Identity::of(child.id()).is_none());
    child.wait().unwrap();
}

#[test]
fn both_ways_to_read_a_birth_agree_on_who_lives() {
    let me = std::process::id();
    assert!(birth_from_ps(me).is_some());
    assert_eq!(birth_from_ps(me), birth_from_ps(me));
    assert_eq!(birth_from_proc(0), None);
}

#[tokio::test]
async fn a_long_log_makes_place() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("edge.log");
    std::fs::File::create(&log).unwrap().set_len(super::LOG_LIMIT + 1).unwrap();

    let (_child, identity) = detach(&mut script("exec sleep 60"), &log).unwrap();

    assert_eq!(std::fs::metadata(&log).unwrap().len(), 0);
    assert!(folder.path().join("edge.log.old").is_file());
    identity.stop(GRACE).await.unwrap();
}
