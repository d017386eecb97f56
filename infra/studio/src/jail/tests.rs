use std::process::{Command, Stdio};

use super::*;

/// Set in the process that is to be jailed: this test's own program, once more.
const PROBE: &str = "JAIL_PROBE";

#[test]
#[expect(
    clippy::exit,
    clippy::disallowed_methods,
    reason = "the jailed process must not run the harness's ends"
)]
fn nothing_can_be_reached_from_inside() {
    if std::env::var_os(PROBE).is_some() {
        close().unwrap();
        // Standard output is a line that is open already.
        println!("\nprobe: {}", probes().join(" "));
        std::process::exit(0);
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "jail::tests::nothing_can_be_reached_from_inside",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(PROBE, "1")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let probe = text.lines().find(|line| line.starts_with("probe:"));
    assert_eq!(
        probe,
        Some(
            "probe: environ:refused file:refused write:refused socket:refused listen:refused fork:refused thread:refused"
        ),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// What code that broke out of the interpreter would try.
fn probes() -> Vec<String> {
    let parent = std::os::unix::process::parent_id();
    let refused = |name: &str, worked: bool| format!("{name}:{}", if worked { "WORKED" } else { "refused" });
    vec![
        refused("environ", std::fs::read(format!("/proc/{parent}/environ")).is_ok()),
        refused("file", std::fs::File::open("/etc/passwd").is_ok()),
        refused("write", std::fs::File::create(std::env::temp_dir().join("jail-probe")).is_ok()),
        refused("socket", std::net::UdpSocket::bind("127.0.0.1:0").is_ok()),
        refused("listen", std::os::unix::net::UnixStream::pair().is_ok()),
        refused("fork", Command::new("true").spawn().is_ok()),
        refused("thread", std::thread::Builder::new().spawn(|| ()).is_ok()),
    ]
}

#[test]
fn the_same_probes_work_outside() {
    let found = probes();
    // Else the test above would prove nothing.
    assert_eq!(found.iter().filter(|probe| probe.ends_with("WORKED")).count(), found.len(), "{found:?}");
}
