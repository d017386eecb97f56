#!/usr/bin/env python3
"""A bootstrap that runs the real one behind a Runtime API of its own, and kills it when it is ordered to.

An order is a file `<function>.<deed>`. Whoever obeys it takes it away first, so that it happens once:
`before` kills the worker when it has taken its event, `after` when it has answered and nobody has heard it,
`garbage` answers in its place. `hold` keeps events from the worker for as long as the file is there.
"""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BINS, ORDERS = "@BINS@", "@ORDERS@"
NAME = os.path.basename(sys.argv[0])
ENGINE = os.environ["AWS_LAMBDA_RUNTIME_API"]
OWN = ("connection", "content-length", "host", "transfer-encoding")


def order(deed: str) -> str:
    return os.path.join(ORDERS, f"{NAME}.{deed}")


def taken(deed: str) -> bool:
    """Whether there was such an order; there is none any more."""
    try:
        os.rename(order(deed), order(f"{deed}-{os.getpid()}"))
    except FileNotFoundError:
        return False
    return True


def die() -> None:
    """End the worker and this process at once: they are a process group."""
    os.killpg(0, signal.SIGKILL)


def ask(method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> tuple:
    connection = http.client.HTTPConnection(ENGINE)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    found = answer.status, {name: value for name, value in answer.getheaders() if name.lower() not in OWN}
    return *found, answer.read()


def hold() -> None:
    while os.path.exists(order("hold")):
        open(order("held"), "w").close()
        time.sleep(0.01)


class Runtime(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        while True:
            status, headers, event = ask("GET", self.path)
            if status == 200 and taken("before"):
                die()
            hold()
            if status != 200 or not taken("garbage"):
                return self.reply(status, headers, event)
            request = headers["Lambda-Runtime-Aws-Request-Id"]
            ask("POST", self.path.replace("next", f"{request}/response"), b'"garbage"')

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if taken("after"):
            die()
        headers = {name: value for name, value in self.headers.items() if name.lower() not in OWN}
        self.reply(*ask("POST", self.path, body, headers))

    def reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: the log is the worker's."""


server = ThreadingHTTPServer(("127.0.0.1", 0), Runtime)
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"127.0.0.1:{server.server_port}"
sys.exit(subprocess.call([os.path.join(BINS, NAME)], env=os.environ | {"AWS_LAMBDA_RUNTIME_API": address}))
