"""Make, or find finished, the Python environment of the local cloud.

    python3 infra/local/venv.py --into DIR

Runs on any Python >= 3.10 with the standard library alone. The environment is named after what
decides its contents (requirements.txt and the interpreter), so a changed pin makes a new one and an
unchanged one is found in milliseconds. Progress goes to stderr; the last line on stdout is
`{"python": "<interpreter>", "env": {<extra variables>}}`.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OLDEST = (3, 10)
REQUIREMENTS = Path(__file__).resolve().with_name("requirements.txt")
MARKER = "finished.json"


class Failure(Exception):
    """What went wrong and what to do next, for the reader of stderr."""


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def directory_name() -> str:
    """A short hash of everything that decides what an environment contains."""
    base = os.path.realpath(sys.executable)
    seed = REQUIREMENTS.read_bytes() + f"\0{sys.version}\0{base}\0{Path(__file__).read_text()}".encode()
    return hashlib.blake2b(seed, digest_size=6).hexdigest()


def finished(home: Path) -> dict | None:
    """The recorded answer, unless the interpreter it names has gone since."""
    try:
        answer = json.loads((home / MARKER).read_text())
    except (OSError, ValueError):
        return None
    return answer if os.access(answer.get("python", ""), os.X_OK) else None


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Hold `lock`; the kernel releases it even when this process is killed."""
    with open(lock, "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another process is installing the local cloud; waiting for it")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def can_run(*arguments: str) -> bool:
    return (
        subprocess.run([sys.executable, "-I", *arguments], capture_output=True, check=False).returncode == 0
    )


def make_interpreter(home: Path) -> tuple[str, list[str], dict[str, str]]:
    """An interpreter, the pip arguments that install for it, and the variables it needs."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if importlib.util.find_spec("ensurepip") is not None:
        made = subprocess.run(
            [sys.executable, "-I", "-m", "venv", str(home)], capture_output=True, text=True, check=False
        )
        if made.returncode == 0:
            return str(home / "bin" / "python"), [], {}
        say(f"python -m venv failed ({(made.stderr or made.stdout).strip()}); installing with pip --target")
        shutil.rmtree(home, ignore_errors=True)
    if can_run("-m", "pip", "--version"):
        packages = str(home / "packages")
        os.makedirs(packages)
        return sys.executable, ["--target", packages], {"PYTHONPATH": packages}
    raise Failure(
        f"this Python {version} has neither ensurepip nor pip. Install one of them "
        f"(Debian and Ubuntu: sudo apt-get install python{version}-venv; "
        "Fedora: sudo dnf install python3-pip), then run the command again."
    )


def install(python: str, arguments: list[str]) -> None:
    """Run pip and show one line per package; on failure show what pip said."""
    total = len(re.findall(r"^[a-z0-9][^ ]*==", REQUIREMENTS.read_text(), re.MULTILINE))
    command = [
        python,
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "--no-deps",
        "--no-input",
        "--disable-pip-version-check",
        "--progress-bar",
        "off",
        "-r",
        str(REQUIREMENTS),
        *arguments,
    ]
    said: list[str] = []
    count = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout or ():
            said.append(line.rstrip())
            if line.startswith("Collecting "):
                count += 1
                say(f"[{count}/{total}] {line.split()[1]}")
            elif line.startswith("Installing collected packages"):
                say("unpacking")
    if pip.returncode != 0:
        tail = "\n".join(said[-15:])
        raise Failure(
            f"pip could not install the local cloud's packages:\n{tail}\n"
            "Check the network (a first installation needs it once), then run the command again."
        )


def make(home: Path) -> dict:
    """Build the environment from nothing; the marker comes last, so half an environment never counts."""
    shutil.rmtree(home, ignore_errors=True)
    say(f"installing the local cloud's packages into {home} (once, about half a minute)")
    python, arguments, env = make_interpreter(home)
    install(python, arguments)
    answer = {"python": python, "env": env}
    draft = home / (MARKER + ".draft")
    draft.write_text(json.dumps(answer) + "\n")
    os.replace(draft, home / MARKER)
    return answer


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the Python environment of the local cloud.")
    parser.add_argument("--into", required=True, type=Path, metavar="DIR", help="where environments are kept")
    into = parser.parse_args().into.resolve()
    if sys.version_info < OLDEST:
        say(
            f"the local cloud needs Python {OLDEST[0]}.{OLDEST[1]} or later; this is {sys.version.split()[0]}"
        )
        return 1
    home = into / directory_name()
    try:
        answer = finished(home)
        if answer is None:
            into.mkdir(parents=True, exist_ok=True)
            with only_one(into / f"{home.name}.lock"):
                answer = finished(home) or make(home)
    except (Failure, OSError) as failure:
        say(str(failure))
        return 1
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
