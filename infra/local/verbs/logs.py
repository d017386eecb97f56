"""Print the log lines of functions, merged in time order: `time function message`."""

from __future__ import annotations

import argparse
import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

POLL = 0.5
# Lines become visible when an invocation ends, so a later one may carry an earlier time.
OVERLAP_MS = 5_000
SHARED_STREAM = re.compile(r"\d{4}/\d{2}/\d{2}/(.+)\[[^\]]+\][0-9a-f]+$")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--endpoint", required=True, metavar="URL")
    parser.add_argument("function", nargs="?", metavar="FUNCTION", help="only this function")
    parser.add_argument("--stack", metavar="NAME", help="only the functions of this stack")
    parser.add_argument("--follow", action="store_true", help="go on until interrupted")
    parser.add_argument("--json", action="store_true", help="one JSON object per line")
    parser.add_argument(
        "--file", type=Path, metavar="FILE", help="lines of functions that another process runs, in the form of --json"
    )
    parser.add_argument(
        "--since", type=float, metavar="SECONDS", help="how far back to begin (default: everything)"
    )


def groups(cloud: Any, function: str | None, stack_name: str | None) -> dict[str, set[str]]:
    """Log group -> the functions of interest that write to it."""
    import stack

    wanted = None
    if stack_name:
        wanted = {
            found["PhysicalResourceId"]
            for found in stack.resources(cloud, stack_name)
            if found["ResourceType"] == "AWS::Lambda::Function"
        }
    found: dict[str, set[str]] = {}
    for page in cloud.lambda_.get_paginator("list_functions").paginate():
        for entry in page["Functions"]:
            name = entry["FunctionName"]
            if (wanted is None or name in wanted) and function in (None, name):
                group = entry.get("LoggingConfig", {}).get("LogGroup") or f"/aws/lambda/{name}"
                found.setdefault(group, set()).add(name)
    return found


def writer(event: dict[str, Any], functions: set[str]) -> str | None:
    """The function that wrote an event; None when it is not one of interest."""
    named = SHARED_STREAM.match(event["logStreamName"])
    if named:
        return named[1] if named[1] in functions else None
    return next(iter(functions)) if len(functions) == 1 else None


def read(cloud: Any, group: str, functions: set[str], start: int) -> Iterator[dict[str, Any]]:
    from botocore.exceptions import ClientError

    repeated: Counter[tuple] = Counter()
    try:
        for page in cloud.logs.get_paginator("filter_log_events").paginate(
            logGroupName=group, startTime=start
        ):
            for event in page["events"]:
                # The engine gives events no id: equal lines of one millisecond are numbered.
                line = (group, event["logStreamName"], event["timestamp"], event["message"])
                repeated[line] += 1
                if function := writer(event, functions):
                    yield {
                        "id": (*line, repeated[line]),
                        "time": event["timestamp"],
                        "function": function,
                        "message": event["message"].rstrip("\n"),
                    }
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise


class File:
    """Lines that functions outside of the engine wrote. What was read is not read again."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.rest = b""
        self.place = (0, 0)

    def read(self, function: str | None, start: int) -> Iterator[dict[str, Any]]:
        for number, line in enumerate(self._lines()):
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if function in (None, entry["function"]) and entry["time"] >= start:
                yield {**entry, "id": (str(self.path), *self.place, number)}

    def _lines(self) -> list[bytes]:
        """The whole lines that were added since the last look."""
        if self.path is None:
            return []
        try:
            with self.path.open("rb") as file:
                inode, (known, offset) = os.fstat(file.fileno()).st_ino, self.place
                if inode != known:
                    # A long file made place for a new one.
                    offset, self.rest = 0, b""
                file.seek(offset)
                *lines, self.rest = (self.rest + file.read()).split(b"\n")
                self.place = (inode, file.tell())
        except FileNotFoundError:
            return []
        return lines


def show(entry: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps({key: entry[key] for key in ("time", "function", "message")}), flush=True)
        return
    clock = datetime.fromtimestamp(entry["time"] / 1000).strftime("%H:%M:%S.%f")[:-3]
    print(f"{clock} {entry['function']} {entry['message']}", flush=True)


def run(options: argparse.Namespace) -> int:
    try:
        return follow(options)
    except KeyboardInterrupt:
        return 0


def follow(options: argparse.Namespace) -> int:
    from aws import connected
    from failure import Failure

    cloud = connected(options.endpoint)
    start = 0 if options.since is None else int((time.time() - options.since) * 1000)
    seen: dict[tuple, int] = {}
    file = File(options.file)
    while True:
        sources = groups(cloud, options.function, options.stack)
        if options.function and not sources and not options.follow:
            raise Failure(f"there is no function {options.function} here; `urls` lists those of a stack")
        entries = [
            entry
            for group, functions in sources.items()
            for entry in read(cloud, group, functions, start)
            if entry["id"] not in seen
        ]
        entries += file.read(options.function, start)
        for entry in sorted(entries, key=lambda entry: entry["time"]):
            seen[entry["id"]] = entry["time"]
            show(entry, options.json)
        if not options.follow:
            return 0
        if entries:
            start = max(start, max(seen.values()) - OVERLAP_MS)
            seen = {key: at for key, at in seen.items() if at >= start}
        time.sleep(POLL)
