"""A stopped execution environment takes all its processes with it.

AWS: a time-out or shutdown ends the whole sandbox with SIGKILL, the bootstrap's children included; SIGTERM
comes first only when an extension is registered
(docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html, "Shutdown phase").
MiniStack 1.5.33 asks the bootstrap alone with SIGTERM and waits two seconds: an ffmpeg that it started goes
on and holds the log pipe open, and every process survives when the engine itself is killed.
Why we need it: `ferrotype down` leaves nothing running, and an export that timed out must not go on.
"""

from __future__ import annotations

import inspect
import subprocess
import threading
import time
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import watchdog


class GroupProcess(subprocess.Popen):
    """A process that leads a group of its own. When it ends, by itself or not, its group ends at once.

    At once, because later its number may belong to a stranger.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options, start_new_session=True)
        watchdog.started(self.pid)
        threading.Thread(target=self._bury, daemon=True, name=f"process-{self.pid}").start()

    def _bury(self) -> None:
        self.wait()
        watchdog.kill_group(self.pid)
        watchdog.ended(self.pid)


def end(process: subprocess.Popen | None) -> None:
    if process is not None and process.returncode is None:
        watchdog.kill_group(process.pid)


def collect(process: subprocess.Popen | None, deadline: float) -> None:
    """End the process if it still runs and wait until it is gone."""
    end(process)
    if process is not None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(1.0, deadline - time.monotonic()))


def apply() -> None:
    from ministack.core import lambda_runtime

    lambda_runtime.subprocess = SimpleNamespace(**{**vars(subprocess), "Popen": GroupProcess})
    lambda_runtime._signal = end
    lambda_runtime._collect = collect


def is_fixed_upstream() -> bool:
    from ministack.core import lambda_runtime

    spawn = inspect.getsource(lambda_runtime.ProvidedWorker._spawn)
    return "start_new_session" in spawn or "process_group" in spawn
