"""Runs a program and measures it: seconds from start to end, and the memory of all its processes."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from .tools import Failure


@dataclass(frozen=True)
class Measured:
    wall: float
    """Seconds from the start of the process to its end."""
    cpu: float
    """Seconds of processor time of the process and all that it started."""
    peak: int
    """The highest sum of proportional set sizes of the tree, in bytes; 0 where it was not asked for."""
    stdout: str


def children() -> dict[int, list[int]]:
    """The running processes by the one that started them."""
    found: dict[int, list[int]] = {}
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit():
            continue
        try:
            # The name of the program is in brackets and may have spaces in it.
            parent = int(Path(entry.path, "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        found.setdefault(parent, []).append(int(entry.name))
    return found


def tree(root: int) -> list[int]:
    below, pids = children(), [root]
    for pid in pids:
        pids.extend(below.get(pid, []))
    return pids


def held(pid: int) -> int:
    """The bytes that a process holds; what it shares with others is counted in parts (PSS), so a sum counts no page twice."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    return 0


class Watch(threading.Thread):
    """Reads the memory of a tree of processes again and again. It costs time: do not time the same run."""

    def __init__(self, root: int, every: float = 0.02) -> None:
        super().__init__(daemon=True)
        self.root, self.every, self.peak, self.done = root, every, 0, threading.Event()

    def run(self) -> None:
        while not self.done.wait(self.every):
            self.peak = max(self.peak, sum(held(pid) for pid in tree(self.root)))


def measured(
    command: list[str], *, memory: bool = False, cwd: Path | None = None, stdin: Path | None = None, seconds: float = 1200
) -> Measured:
    """Runs to the end and fails loudly: a run that broke off must not look fast."""
    before = os.times()
    began = time.perf_counter()
    given = stdin.open("rb") if stdin else None
    process = subprocess.Popen(command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=cwd)
    if given:
        given.close()
    watch = Watch(process.pid) if memory else None
    if watch:
        watch.start()
    try:
        stdout, stderr = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise Failure(f"{command[0]} took longer than {seconds:.0f} s") from None
    wall = time.perf_counter() - began
    after = os.times()
    if watch:
        watch.done.set()
        watch.join()
    if process.returncode != 0:
        tail = "\n".join((stderr + stdout).splitlines()[-25:])
        raise Failure(f"{' '.join(command)[:300]} ended with {process.returncode}:\n{tail}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Measured(wall, cpu, watch.peak if watch else 0, stdout)
