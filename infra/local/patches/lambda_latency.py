"""A warm invocation costs what the function costs.

AWS: invoking a warm function adds about a millisecond, and log lines do not hold up the answer.
MiniStack 1.5.33 answers the runtime's long poll in two small writes without TCP_NODELAY, so Nagle's
algorithm and delayed acknowledgement add 40 ms; it then waits up to 50 ms for log lines, and its pollers
wake each idle environment twenty times a second.
Why we need it: a render is dozens of invocations, and seventy warm functions must leave a laptop quiet.
"""

from __future__ import annotations

import json
import os
import queue
import select
import socketserver
import threading
import time
from contextlib import suppress
from typing import Any

READ = 1 << 16
# Seconds between two looks at whether an idle environment has ended.
LOOK = 1.0


class LogPipe:
    """The bootstrap's output. Whoever holds the lock reads, so a drain after the answer misses nothing.

    What the function wrote before it answered is in the pipe by then: no wait is needed to see it.
    """

    def __init__(self, descriptor: int, lines: queue.Queue) -> None:
        self._descriptor = descriptor
        self._lines = lines
        self._lock = threading.Lock()
        self._rest = b""
        os.set_blocking(descriptor, False)

    def pump(self) -> None:
        """Read until the pipe closes, so that a chatty function never blocks on a full one."""
        poller = select.poll()
        poller.register(self._descriptor, select.POLLIN | select.POLLHUP)
        while True:
            poller.poll()
            if not self.read_available():
                break
        if self._rest:
            self._put(self._rest)

    def read_available(self) -> bool:
        """Take what is there now; False when the pipe is closed."""
        with self._lock:
            while True:
                try:
                    data = os.read(self._descriptor, READ)
                except BlockingIOError:
                    return True
                except OSError:
                    return False
                if not data:
                    return False
                *whole, self._rest = (self._rest + data).split(b"\n")
                for line in whole:
                    self._put(line)

    def _put(self, line: bytes) -> None:
        text = line.decode("utf-8", "replace").rstrip("\r")
        while True:
            try:
                self._lines.put_nowait(text)
                return
            except queue.Full:
                # The oldest goes; blocking here would stall the function.
                with suppress(queue.Empty):
                    self._lines.get_nowait()


def pump_output(worker: Any, stream: Any, lines: queue.Queue) -> None:
    with stream:
        pipe = LogPipe(stream.fileno(), lines)
        worker.log_pipe = pipe
        pipe.pump()


def drain_now(worker: Any, *_: Any, **__: Any) -> str:
    pipe = getattr(worker, "log_pipe", None)
    if pipe is not None:
        pipe.read_available()
    return worker._drain_stderr()


class PatientServer(socketserver.ThreadingTCPServer):
    """A runtime API server that looks for its own end once a second: there is one per environment."""

    def serve_forever(self, poll_interval: float = LOOK) -> None:
        super().serve_forever(max(poll_interval, LOOK))


def shut_down(worker: Any) -> None:
    """End the server without waiting for it to look."""
    server, worker._server, worker._server_thread = worker._server, None, None
    if server is not None:
        threading.Thread(target=lambda: (server.shutdown(), server.server_close()), daemon=True).start()


def prompt(handler: type, worker: Any, generation: int, pending: queue.Queue) -> type:
    """The runtime API's request handler, answering in one write and at once."""

    class PromptHandler(handler):  # type: ignore[misc, valid-type]
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_GET(self) -> None:
            if "/runtime/invocation/next" not in self.path:
                self._respond(404)
            elif worker._mark_first_poll(generation) and (invocation := self._next()):
                self._hand_out(*invocation)
            else:
                self._stopped()

        def _next(self) -> tuple | None:
            """The next invocation; None when this environment has ended."""
            while not worker._stopping and generation == worker._generation:
                with suppress(queue.Empty):
                    return pending.get(timeout=LOOK)
            return None

        def _hand_out(self, request_id: str, event: Any, deadline: int, trace: str | None, arn: str) -> None:
            body = json.dumps(event).encode()
            self.send_response(200)
            self.send_header("Lambda-Runtime-Aws-Request-Id", request_id)
            self.send_header("Lambda-Runtime-Deadline-Ms", str(deadline))
            self.send_header("Lambda-Runtime-Invoked-Function-Arn", arn)
            if trace:
                self.send_header("Lambda-Runtime-Trace-Id", trace)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return PromptHandler


def apply() -> None:
    from ministack.core import lambda_runtime

    worker = lambda_runtime.ProvidedWorker
    build = worker._build_handler_class
    worker._pump_output = pump_output
    worker._drain_stderr_bounded = drain_now
    worker._build_handler_class = lambda self, generation, pending: prompt(
        build(self, generation, pending), self, generation, pending
    )
    worker._shutdown_server = shut_down
    # The class is looked up when an environment starts.
    socketserver.ThreadingTCPServer = PatientServer


def is_fixed_upstream() -> bool:
    """Whether a silent function's log is drained in no time and answers leave at once."""
    from ministack.core import lambda_runtime

    worker = lambda_runtime.ProvidedWorker("probe", {}, b"")
    handler = worker._build_handler_class(0, queue.Queue())
    began = time.monotonic()
    worker._drain_stderr_bounded()
    return handler.disable_nagle_algorithm and time.monotonic() - began < 0.01
