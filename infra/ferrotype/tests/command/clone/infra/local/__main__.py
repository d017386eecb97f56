"""Stands in for the real tool: an engine that keeps keys and saves them when it is asked to stop."""

import argparse
import hashlib
import http.server
import json
import os
import pathlib
import signal
import sys
import threading
import urllib.request

HOST = "api1.execute-api.localhost"
PICTURE = b"a picture"
EVENTS = [
    {"version": 1, "type": "render.stage", "at": "2026-11-20T19:00:00.000Z", "data": {"stage": "prepare", "ms": 12}},
    {"version": 2, "type": "render.succeeded", "at": "2026-11-20T19:00:00.030Z", "data": {}},
]


class Engine(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    data = {"keys": {}, "stack": None}

    def log_message(self, *_):
        pass

    def render(self):
        output = {"mime": "image/png", "width": 1365, "height": 768, "bytes": len(PICTURE),
                  "sha256": hashlib.sha256(PICTURE).hexdigest(),
                  "url": f"http://127.0.0.1:{self.server.server_port}/picture"}
        return {"id": "rnd_1", "status": "succeeded", "created_at": EVENTS[0]["at"], "duration_ms": 40,
                "request": {"prompt": "?"}, "outputs": [output]}

    def answer(self, status, document):
        self.send(status, "application/json", json.dumps(document).encode())

    def send(self, status, mime, body):
        self.send_response(status)
        self.send_header("content-type", mime)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/_ministack/health":
            return self.answer(200, {"version": "stand-in"})
        if self.path == "/picture":
            return self.send(200, "image/png", PICTURE)
        if not self.headers["host"].startswith(HOST):
            return self.answer(421, {"title": "Wrong host", "code": "wrong-host"})
        email = self.data["keys"].get(self.headers.get("authorization", "").removeprefix("Bearer "))
        if email is None:
            return self.answer(401, {"title": "Authentication is needed", "code": "unknown-key"})
        if self.path.startswith("/v1/renders/rnd_1"):
            return self.answer(200, {"items": EVENTS} if "/events" in self.path else self.render())
        self.answer(200, {"email": email, "balance_usd_micros": 10_000_000})

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.path == "/v1/renders":
            self.data["asked"] = request
            return self.answer(202, self.render() | {"status": "queued"})
        self.answer(200, bootstrap(request) if self.path == "/invoke" else deploy(request))


def bootstrap(request):
    owners = [email for email in Engine.data["keys"].values() if email == request["email"]]
    if request["action"] == "owner" and owners and not request.get("reissue"):
        problem = {"title": "The state does not allow this", "status": 409, "code": "owner-exists"}
        return {"status": 200, "error": "Rejected", "payload": {"errorType": "Rejected", "errorMessage": json.dumps(problem)}}
    number = len(Engine.data["keys"]) + 1
    secret = f"secret-{number}-{os.urandom(4).hex()}"
    Engine.data["keys"][secret] = request["email"]
    return {"status": 200, "error": None, "payload": {"user": f"usr_{number}", "workspace": f"wsp_{number}",
            "grant": request.get("grant_usd_micros"), "key": {"id": f"key_{number}", "secret": secret}}}


def deploy(stack):
    changes = 0 if stack == Engine.data["stack"] else 3
    Engine.data["stack"] = stack
    return {"status": "UPDATE_COMPLETE", "changes": changes, "updated_functions": [], "outputs": stack, "seconds": 0.1}


def serve(port, state):
    state.mkdir(parents=True, exist_ok=True)
    saved = state / "data.json"
    if saved.exists():
        Engine.data.update(json.loads(saved.read_text()))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Engine)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    print("engine on", port, flush=True)
    server.serve_forever()
    saved.write_text(json.dumps(Engine.data))


def declared_streams():
    file = pathlib.Path("infra/streams.json")
    return json.loads(file.read_text()) if file.exists() else {}


def call(endpoint, path, document):
    body = json.dumps(document).encode()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(urllib.request.Request(endpoint + path, body, {"content-type": "application/json"})) as answer:
        return json.load(answer)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("verb")
    parser.add_argument("function", nargs="?")
    parser.add_argument("--port", type=int)
    for name in ("--state", "--template", "--bins", "--file"):
        parser.add_argument(name, type=pathlib.Path)
    for name in ("--endpoint", "--stack", "--since"):
        parser.add_argument(name)
    parser.add_argument("--parameter", action="append")
    parser.add_argument("--follow", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_intermixed_args()
    assert os.environ["TOOL"] == "stand-in" and "AWS_PROFILE" not in os.environ
    if options.verb == "engine":
        return serve(options.port, options.state)
    if options.verb == "deploy":
        built = sorted(path for path in options.bins.iterdir() if path.name == "renders-start")
        digest = hashlib.sha256(options.template.read_bytes() + b"".join(path.read_bytes() for path in built)).hexdigest()
        print("creating the change set", file=sys.stderr)
        print(json.dumps(call(options.endpoint, "/deploy", {"digest": digest, "parameters": options.parameter})))
    elif options.verb == "invoke":
        answer = call(options.endpoint, "/invoke", json.load(sys.stdin))
        print(json.dumps(answer))
        sys.exit(1 if answer["error"] else 0)
    elif options.verb == "urls":
        port = options.endpoint.rsplit(":", 1)[1]
        streams = {
            f"ferrotype-{name}": {"url": "http://u1.localhost/", "invoke_mode": "RESPONSE_STREAM", "timeout": 60,
                                  "memory": 128, "environment": {"PATH_SERVED": path}}
            for name, path in declared_streams().items()
        }
        print(json.dumps({"status": "UPDATE_COMPLETE", "streams": streams, "api": {"id": "api1", "host": f"{HOST}:{port}", "url": "x"}}))
    elif options.verb == "logs":
        assert options.file.name == "streams.log"
        line = {"time": 1, "function": options.function, "message": f"since {options.since}"}
        print(json.dumps(line) if options.json else line["message"])


main()
