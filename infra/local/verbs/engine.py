"""Run the patched MiniStack in the foreground until SIGTERM or SIGINT."""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import socket
import tempfile
from pathlib import Path
from typing import IO

from failure import Failure

# Settings of MiniStack. Listeners and services that the template does not use stay off; a Docker
# socket that does not exist keeps its container reaper away from the machine's own containers.
SETTINGS = {
    "LAMBDA_EXECUTOR": "local",
    "PERSIST_STATE": "1",
    "S3_PERSIST": "1",
    "SFTP_ENABLED": "0",
    "IOT_MTLS_ENABLED": "0",
    "DOCKER_HOST": "unix:///nonexistent/docker.sock",
    "MINISTACK_WORKER_THREADS": "256",
}
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--state", type=Path, required=True, metavar="DIR", help="where everything is kept")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--iam", action="store_true", help="evaluate IAM: functions act as their own roles")
    parser.add_argument(
        "--until-eof",
        action="store_true",
        help="stop when standard input closes: an engine that a test starts ends with it, however that ends",
    )
    parser.add_argument(
        "--env",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a variable every function gets beside its own (repeatable)",
    )


def environment(options: argparse.Namespace, state: Path) -> dict[str, str]:
    """The whole environment of the engine: nothing of the caller's leaks into it but `KEPT`."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    places = {
        "GATEWAY_PORT": str(options.port),
        "BIND_HOST": options.host,
        "AWS_ENDPOINT_URL": f"http://{options.host}:{options.port}",
        "STATE_DIR": str(state / "services"),
        "S3_DATA_DIR": str(state / "s3"),
        "TMPDIR": str(state / "tmp"),
        "AUTH": "true" if options.iam else "false",
    }
    return kept | SETTINGS | CREDENTIALS | places


def extra_variables(pairs: list[str]) -> dict[str, str]:
    extra = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not name or not equals:
            raise Failure(f"--env {pair!r} is not of the form NAME=VALUE")
        extra[name] = value
    return extra


def take(state: Path) -> IO[str]:
    """Hold the state directory: two engines on one would overwrite each other's data."""
    handle = open(state / "engine.lock", "w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Failure(f"another engine uses {state}; stop it first or give another --state") from None
    return handle


def make_directories(state: Path) -> None:
    """What is kept, and an empty place for unpacked functions: those of an earlier run may be partial."""
    shutil.rmtree(state / "tmp", ignore_errors=True)
    for part in ("services", "s3", "tmp"):
        (state / part).mkdir(exist_ok=True)
    tempfile.tempdir = str(state / "tmp")


def check_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Failure(f"cannot listen on {host}:{port} ({error.strerror}); give another --port") from None


def run(options: argparse.Namespace) -> int:
    state = options.state.resolve()
    extra = extra_variables(options.env)
    state.mkdir(parents=True, exist_ok=True)
    lock = take(state)
    check_port(options.host, options.port)
    make_directories(state)
    settings = environment(options, state)
    os.environ.clear()
    os.environ.update(settings)
    os.chdir(state)

    # MiniStack reads its settings when it is imported, hence not before this line.
    import server

    with lock:
        server.serve(options.host, options.port, extra, until_eof=options.until_eof)
    return 0
