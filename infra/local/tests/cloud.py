"""An engine of the tests' own, the test stack deployed on it, and clients for both."""

from __future__ import annotations

import atexit
import fcntl
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LOCAL = Path(__file__).resolve().parent.parent
STACK_FILES = Path(__file__).resolve().parent / "stack"
PORTS = range(14500, 14600)

_held: list[Any] = []


def free_port() -> int:
    """A port that nobody uses and no other run of these tests takes: a lock stands for it until we end."""
    for port in PORTS:
        lock = open(Path(tempfile.gettempdir()) / f"local-cloud-test-{port}.lock", "w")
        with socket.socket() as probe:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                probe.bind(("127.0.0.1", port))
            except OSError:
                lock.close()
                continue
        _held.append(lock)
        return port
    raise RuntimeError(f"no free port in {PORTS}")


def run_verb(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, str(LOCAL), *arguments], input=stdin, capture_output=True, text=True, check=False
    )


def eventually(check: Callable[[], Any], seconds: float = 10, every: float = 0.05) -> Any:
    """The first true value of `check`; an AssertionError when none comes in time."""
    deadline = time.monotonic() + seconds
    while not (found := check()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s")
        time.sleep(every)
    return found


class Engine:
    """One `engine` process. Its state directory outlives a stop, so that it can be started again."""

    def __init__(self, *options: str) -> None:
        self.options = options
        self.state = Path(tempfile.mkdtemp(prefix="local-cloud-"))
        # A copy, because the deployment keeps digests beside the binaries.
        self.bins = Path(shutil.copytree(STACK_FILES / "bin", self.state / "bins"))
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen | None = None
        self._clients: dict[str, Any] = {}
        atexit.register(self.remove)

    def start(self) -> float:
        """Start and wait until it answers; the seconds that took."""
        began = time.monotonic()
        log = open(self.state / "engine.log", "a")
        self.process = subprocess.Popen(
            [
                sys.executable,
                str(LOCAL),
                "engine",
                "--port",
                str(self.port),
                "--state",
                str(self.state),
                *self.options,
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        eventually(self.answers, 30, 0.01)
        return time.monotonic() - began

    def answers(self) -> bool:
        if self.process and self.process.poll() is not None:
            raise AssertionError((self.state / "engine.log").read_text()[-2000:])
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/_ministack/health")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def end(self, number: int = signal.SIGTERM) -> float:
        """Send a signal and wait for the process; the seconds that took."""
        began = time.monotonic()
        if self.process and self.process.poll() is None:
            os.kill(self.process.pid, number)
            self.process.wait(timeout=30)
        return time.monotonic() - began

    def remove(self) -> None:
        self.end(signal.SIGKILL)
        shutil.rmtree(self.state, ignore_errors=True)

    def deploy(
        self,
        stack: str,
        template: Path = STACK_FILES / "template.yaml",
        bins: Path | None = None,
        **parameters: str,
    ) -> dict[str, Any]:
        given = [part for key, value in parameters.items() for part in ("--parameter", f"{key}={value}")]
        done = run_verb(
            "deploy",
            "--endpoint",
            self.endpoint,
            "--template",
            str(template),
            "--stack",
            stack,
            "--bins",
            str(bins or self.bins),
            *given,
        )
        if done.returncode:
            raise AssertionError(done.stderr)
        return json.loads(done.stdout)

    def client(self, service: str) -> Any:
        import boto3
        from botocore.config import Config

        if service not in self._clients:
            self._clients[service] = boto3.client(
                service,
                endpoint_url=self.endpoint,
                region_name="us-east-1",
                aws_access_key_id="test",
                aws_secret_access_key="test",
                config=Config(
                    s3={"addressing_style": "path"},
                    retries={"total_max_attempts": 1},
                    max_pool_connections=50,
                ),
            )
        return self._clients[service]

    def invoke(self, function: str, event: Any) -> tuple[Any, str | None]:
        """The function's answer, and its error name when it failed."""
        answer = self.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event))
        payload = json.loads(answer["Payload"].read() or b"null")
        return payload, payload["errorType"] if answer.get("FunctionError") else None

    def request(
        self,
        api: str,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        host = {"host": f"{api}.execute-api.localhost:{self.port}"}
        connection.request(method, path, body, {**host, **(headers or {})})
        response = connection.getresponse()
        response.body = response.read()  # type: ignore[attr-defined]
        connection.close()
        return response


_shared: dict[str, Engine] = {}


def shared(*options: str) -> Engine:
    """An engine with the test stack `probe`, started once for all tests that ask for the same options."""
    key = " ".join(options)
    if key not in _shared:
        engine = Engine(*options)
        engine.start()
        engine.outputs = engine.deploy("probe")["outputs"]  # type: ignore[attr-defined]
        _shared[key] = engine
    return _shared[key]
