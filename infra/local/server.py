"""The engine's process: MiniStack with our patches, served by Hypercorn, stopped with its state saved."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import patches
import watchdog

SAVE_TRIES = 5
logger = logging.getLogger("local-cloud")


def log_to_stdout() -> None:
    logging.basicConfig(
        stream=sys.stdout,
        level=logging.INFO,
        datefmt="%Y-%m-%d %H:%M:%S",
        format="%(asctime)s %(levelname)s [%(name)s] %(message)s",
    )
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]


def raise_file_limit() -> None:
    """Each warm function holds a socket and a pipe; the usual soft limit of 1,024 is reached by a burst."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def save() -> None:
    """Write the state of every service; one that changed under the dump is dumped again.

    Executions run in threads of their own, so a dictionary may grow while it is read.
    """
    from ministack.app import _build_persistence_save_dict

    pending = _build_persistence_save_dict()
    for attempt in range(SAVE_TRIES):
        pending = {name: get_state for name, get_state in pending.items() if not saved(name, get_state)}
        if not pending:
            return
        time.sleep(0.05 * (attempt + 1))
    logger.error("state not saved, it kept changing: %s", ", ".join(sorted(pending)))


def saved(service: str, get_state: Callable[[], Any]) -> bool:
    """Write one service's state. MiniStack only logs when it cannot, so the file tells."""
    from ministack.core.persistence import STATE_DIR, save_state

    file = Path(STATE_DIR, f"{service}.json")
    before = file.stat().st_mtime_ns if file.exists() else 0
    try:
        state = get_state()
    except RuntimeError:
        return False
    if state is None:
        return True
    save_state(service, state)
    return file.exists() and file.stat().st_mtime_ns > before


async def run(host: str, port: int) -> None:
    from hypercorn.asyncio import serve as hypercorn_serve
    from hypercorn.config import Config
    from ministack.app import app

    config = Config()
    config.bind = [f"{host}:{port}"]
    config.keep_alive_timeout = 75
    config.loglevel = "WARNING"
    config.backlog = 1024
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    # Hypercorn's own graceful stop waits for idle keep-alive connections of warm functions.
    never = asyncio.Event()
    serving = asyncio.create_task(hypercorn_serve(app, config, shutdown_trigger=never.wait))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if serving.done():
        serving.result()


def stop_at_eof() -> None:
    """Stop as if told by SIGTERM once standard input closes, as it does when the process that holds it dies."""

    def wait() -> None:
        sys.stdin.buffer.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="until-eof", daemon=True).start()


def serve(host: str, port: int, function_variables: dict[str, str], *, until_eof: bool = False) -> None:
    """Serve until SIGTERM or SIGINT, then save, end every function process and leave the process."""
    log_to_stdout()
    if until_eof:
        stop_at_eof()
    raise_file_limit()
    watchdog.start()
    patches.apply_all(function_variables)
    code = 0
    try:
        asyncio.run(leave_after(run(host, port)))
    except Exception:
        logger.exception("the engine stopped")
        code = 1
    leave(code)


async def leave_after(work: Coroutine) -> None:
    # Leaving from inside the loop: asyncio.run would first wait for every thread of the pool.
    await work
    started = time.monotonic()
    save()
    logger.info("state saved in %.2f s", time.monotonic() - started)
    leave(0)


def leave(code: int) -> None:
    from ministack.core import lambda_runtime

    lambda_runtime.reset()
    watchdog.stop()
    logging.shutdown()
    sys.stdout.flush()
    os._exit(code)
