"""No function process outlives the engine, even when the engine is killed with SIGKILL.

A small process of its own session reads a pipe whose other end only the engine holds. The engine
tells it each process group it starts and ends; when the pipe closes, whatever the reason, the
groups still listed are killed. It works wherever there are pipes and process groups, and unlike
PR_SET_PDEATHSIG it does not depend on the thread that started a function staying alive.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO

_pipe: IO[bytes] | None = None
_lock = threading.Lock()


def start() -> None:
    global _pipe
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _pipe = process.stdin


def started(group: int) -> None:
    _tell(f"+{group}\n")


def ended(group: int) -> None:
    _tell(f"-{group}\n")


def stop() -> None:
    """Close the pipe: what is still listed is killed."""
    global _pipe
    with _lock:
        if _pipe is not None:
            _pipe.close()
        _pipe = None


def _tell(line: str) -> None:
    with _lock:
        if _pipe is None:
            return
        with suppress(BrokenPipeError):
            _pipe.write(line.encode())
            _pipe.flush()


def kill_group(group: int, number: int = signal.SIGKILL) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def _watch() -> None:
    groups: set[int] = set()
    for line in sys.stdin:
        group = int(line[1:])
        if line.startswith("+"):
            groups.add(group)
        else:
            groups.discard(group)
    for group in groups:
        kill_group(group)


if __name__ == "__main__":
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    _watch()
