//! A function as a process.

use std::fs::File;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::lambda::{Event, Lambda, Posted};

/// The name under which the probe is deployed.
pub(crate) const DEPLOYED: &str = "test-probe";

/// A running function and the Lambda that it talks to.
pub(crate) struct Function {
    pub(crate) lambda: Lambda,
    process: Child,
    output: tempfile::TempDir,
    sent: u32,
}

/// What a function wrote.
pub(crate) struct Output {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Function {
    /// Starts `probe <kind>` with its settings and a level that shows everything.
    pub(crate) fn start(kind: &str) -> Self {
        Self::start_with(
            kind,
            &[("TABLE_NAME", "table"), ("AWS_LAMBDA_LOG_LEVEL", "TRACE"), ("RUST_LOG", "trace")],
        )
    }

    /// Starts `probe <kind>` with these variables and those of Lambda.
    pub(crate) fn start_with(kind: &str, variables: &[(&str, &str)]) -> Self {
        let lambda = Lambda::start();
        let output = tempfile::tempdir().unwrap();
        let process = Command::new(program())
            .arg(kind)
            .env_clear()
            .env("AWS_LAMBDA_RUNTIME_API", lambda.address.to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", DEPLOYED)
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(File::create(output.path().join("stdout")).unwrap())
            .stderr(File::create(output.path().join("stderr")).unwrap())
            .spawn()
            .unwrap();
        Self { lambda, process, output, sent: 0 }
    }

    /// Invokes it with a minute to go and waits for the whole answer.
    pub(crate) fn invoke(&mut self, payload: impl AsRef<[u8]>) -> Posted {
        self.invoke_with(payload, Duration::from_mins(1))
    }

    /// Invokes it with `left` to go.
    pub(crate) fn invoke_with(&mut self, payload: impl AsRef<[u8]>, left: Duration) -> Posted {
        let id = self.send(payload, left, None);
        self.lambda.wait("an answer", |posted| posted.complete && posted.path.contains(&id))
    }

    /// Invokes it and does not wait. Returns the id of the invocation.
    pub(crate) fn send(
        &mut self,
        payload: impl AsRef<[u8]>,
        left: Duration,
        hang_up_after: Option<usize>,
    ) -> String {
        self.sent += 1;
        let id = format!("lambda-{}", self.sent);
        let payload = payload.as_ref().to_vec();
        self.lambda.send(Event { id: id.clone(), payload, left, hang_up_after });
        id
    }

    /// Waits until it ends by itself.
    pub(crate) fn ended(mut self) -> (ExitStatus, Output) {
        let status = self.process.wait().unwrap();
        (status, self.read())
    }

    /// Ends it and reads what it wrote.
    pub(crate) fn stop(mut self) -> Output {
        assert_eq!(self.process.try_wait().unwrap(), None, "it ended by itself: {}", self.read().stdout);
        self.end();
        self.read()
    }

    fn end(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    fn read(&self) -> Output {
        let read = |name: &str| std::fs::read_to_string(self.output.path().join(name)).unwrap();
        Output { stdout: read("stdout"), stderr: read("stderr") }
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        self.end();
    }
}

impl Output {
    /// Every line, which must be JSON.
    pub(crate) fn lines(&self) -> Vec<Value> {
        let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
        self.stdout.lines().map(read).collect()
    }

    /// The metric lines, one for each invocation.
    pub(crate) fn metrics(&self) -> Vec<Value> {
        self.lines().into_iter().filter(|line| line.get("_aws").is_some()).collect()
    }

    /// The records of failures.
    pub(crate) fn failures(&self) -> Vec<Value> {
        self.lines().into_iter().filter(|line| line["message"] == "failed").collect()
    }
}

/// Beside the test program: `target/<profile>/examples/probe`.
fn program() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let program = tests.parent().and_then(|deps| deps.parent()).unwrap().join("examples/probe");
    assert!(
        program.exists(),
        "{} is missing; `cargo build -p runtime --examples` builds it",
        program.display()
    );
    program
}
