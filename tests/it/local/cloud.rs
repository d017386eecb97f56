//! The local cloud of the tests.

use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::repository::root;

/// The stack's name.
pub(crate) const STACK: &str = "ferrotype";

/// A running engine with the template deployed to it.
pub(crate) struct Cloud {
    /// Where the engine answers.
    pub(crate) endpoint: String,
    /// Where the API answers; paths begin with `/v1`.
    pub(crate) api: String,
    /// Access key of the owner.
    pub(crate) key: String,
    /// The engine's folder.
    state: PathBuf,
    /// Standard input of the engine: it stops when this closes, which the end of this process does.
    engine: Mutex<Child>,
}

/// The cloud that most tests share.
pub(crate) static CLOUD: LazyLock<Cloud> = LazyLock::new(|| Cloud::start("shared", &[]));

/// The Python of the local cloud's environment.
static PYTHON: LazyLock<String> = LazyLock::new(|| {
    let venv = target().join("ferrotype/venv");
    let mut command = Command::new("python3");
    command.arg("infra/local/venv.py").arg("--into").arg(venv);
    let made = run(&mut command, "");
    let last = made.lines().last().expect("venv.py prints a line");
    let made: Value = serde_json::from_str(last).expect("venv.py prints JSON");
    made["python"].as_str().expect("a path").to_owned()
});

/// Every bin, built once.
static BINS: LazyLock<PathBuf> = LazyLock::new(|| {
    let mut command = Command::new(env!("CARGO"));
    // With `--tests` the dependencies are those of this very build; without, cargo would compile them again.
    command.args(["build", "--workspace", "--bins", "--tests", "--quiet"]);
    run(&mut command, "");
    target().join("debug")
});

/// The Python that the local cloud runs on.
pub(crate) fn python() -> &'static str {
    &PYTHON
}

/// The folder of this build: the test's own binary lies in `<target>/debug/deps`.
pub(crate) fn target() -> PathBuf {
    let own = std::env::current_exe().expect("a test has a path");
    own.ancestors().nth(3).expect("<target>/debug/deps/<test>").to_owned()
}

/// Every bin's folder.
pub(crate) fn bins() -> PathBuf {
    BINS.clone()
}

/// Runs a command of the repository and gives its output; panics with what it said when it fails.
fn run(command: &mut Command, input: &str) -> String {
    let (code, output, said) = attempt(command, input);
    assert!(code == Some(0), "{command:?} ended with {code:?}:\n{output}\n{said}");
    output
}

fn attempt(command: &mut Command, input: &str) -> (Option<i32>, String, String) {
    use std::io::Write;
    command.current_dir(root()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    child.stdin.take().expect("piped").write_all(input.as_bytes()).expect("the child reads");
    let output = child.wait_with_output().expect("the child ends");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// Runs a verb of the local cloud and reads the JSON that it prints.
pub(crate) fn local(verb: &str, arguments: &[&str], input: &str) -> Value {
    let printed = run(Command::new(&*PYTHON).args(["infra/local", verb]).args(arguments), input);
    serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{verb} prints {printed}: {error}"))
}

/// A verb that may fail: what it printed, whichever way it ended.
pub(crate) fn try_local(verb: &str, arguments: &[&str], input: &str) -> (Option<i32>, String, String) {
    attempt(Command::new(&*PYTHON).args(["infra/local", verb]).args(arguments), input)
}

/// A port that nobody uses at this moment.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("it has an address").port()
}

/// A new empty folder for this process, under the build's own.
pub(crate) fn scratch(name: &str) -> PathBuf {
    let folder = target().join(format!("tmp/it-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

/// An engine without a stack; `options` go to the verb `engine`.
pub(crate) fn engine(name: &str, options: &[&str]) -> (Child, String) {
    engine_on(&scratch(name), free_port(), options)
}

/// An engine on what is in its folder.
fn engine_on(state: &Path, port: u16, options: &[&str]) -> (Child, String) {
    let log = File::options().create(true).append(true).open(state.join("engine.log"));
    let log = log.expect("a log can be made");
    let child = Command::new(&*PYTHON)
        .args(["infra/local", "engine", "--until-eof", "--port", &port.to_string(), "--state"])
        .arg(state)
        .args(options)
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(log.try_clone().expect("a log can be shared"))
        .stderr(log)
        .spawn()
        .expect("the engine starts");
    let endpoint = format!("http://127.0.0.1:{port}");
    wait_until("the engine answers", Duration::from_mins(1), || {
        reqwest::blocking::get(format!("{endpoint}/_ministack/health"))
            .is_ok_and(|answer| answer.status().is_success())
    });
    (child, endpoint)
}

#[expect(
    clippy::disallowed_methods,
    reason = "what another process takes is measured by this machine's clock"
)]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Looks every 50 ms until `holds`; panics after `patience`.
#[expect(clippy::disallowed_methods, reason = "another process is waited for: there is no clock to move")]
pub(crate) fn wait_until(what: &str, patience: Duration, mut holds: impl FnMut() -> bool) {
    let began = now();
    while !holds() {
        assert!(began.elapsed() < patience, "not within {patience:?}: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

impl Cloud {
    /// Starts an engine, deploys the template and makes the owner.
    pub(crate) fn start(name: &str, options: &[&str]) -> Self {
        Self::of(&bins(), name, options)
    }

    /// The same, with the functions' programs in `bins`.
    pub(crate) fn of(bins: &Path, name: &str, options: &[&str]) -> Self {
        let state = scratch(name);
        let (engine, endpoint) = engine_on(&state, free_port(), options);
        let mut arguments =
            vec!["--endpoint", &endpoint, "--template", "template.yaml", "--stack", STACK, "--bins"];
        arguments.push(bins.to_str().expect("a path is text"));
        for parameter in ["LocalUsers=true", "StartingGrant=10000000", "Stage=dev"] {
            arguments.extend(["--parameter", parameter]);
        }
        local("deploy", &arguments, "");
        let urls = local("urls", &["--endpoint", &endpoint, "--stack", STACK], "");
        let api = urls["api"]["url"].as_str().expect("the API has a URL").to_owned();
        let mut cloud = Self { endpoint, api, key: String::new(), state, engine: Mutex::new(engine) };
        cloud.key = cloud.bootstrap(&json!({ "action": "owner", "email": "owner@localhost" }));
        cloud
    }

    /// Sends the engine's process a signal.
    pub(crate) fn signal(&self, name: &str) {
        let pid = self.engine.lock().expect("nobody panicked with it").id().to_string();
        run(Command::new("kill").args(["-s", name, &pid]), "");
    }

    /// Stops the engine as `ferrotype down` does, and starts it again on what it saved.
    pub(crate) fn restart(&self) {
        self.signal("TERM");
        let mut engine = self.engine.lock().expect("nobody panicked with it");
        assert!(engine.wait().expect("the engine ends").success());
        let port = self.endpoint.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
        (*engine, _) = engine_on(&self.state, port, &[]);
    }

    /// Invokes a function as an administrator would, and gives what it answered.
    pub(crate) fn invoke(&self, function: &str, payload: &Value) -> Value {
        let name = format!("{STACK}-{function}");
        let (code, printed, said) =
            try_local("invoke", &["--endpoint", &self.endpoint, &name], &payload.to_string());
        serde_json::from_str(&printed)
            .unwrap_or_else(|error| panic!("{name} ({code:?}): {error}\n{printed}\n{said}"))
    }

    /// A user of their own workspace, with `grant` micro-USD; gives an access key.
    pub(crate) fn user(&self, email: &str, grant: i64) -> String {
        self.bootstrap(&json!({ "action": "user", "email": email, "grant_usd_micros": grant }))
    }

    fn bootstrap(&self, payload: &Value) -> String {
        let answer = self.invoke("accounts-bootstrap", payload);
        answer["payload"]["key"]["secret"].as_str().unwrap_or_else(|| panic!("no key: {answer}")).to_owned()
    }
}
