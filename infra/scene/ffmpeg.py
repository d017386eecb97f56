"""Install, or find installed, the ffmpeg that scenes read films and sounds with, and a libx264 beside it.

    python3 infra/scene/ffmpeg.py --into DIR

Runs on any Python >= 3.10 with the standard library alone. The folder is named after what decides its
contents (requirements.txt, x264.txt and the machine), so a changed pin makes a new one and an unchanged
one is found in milliseconds. Progress goes to stderr; the last line on stdout is ffmpeg's path.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OLDEST = (3, 10)
REQUIREMENTS = Path(__file__).resolve().with_name("requirements.txt")
X264 = REQUIREMENTS.with_name("x264.txt")


class Failure(Exception):
    """What went wrong and what to do next, for the reader of stderr."""


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def directory_name() -> str:
    """A short hash of everything that decides what is installed."""
    machine = f"\0{platform.system()}\0{platform.machine()}"
    seed = REQUIREMENTS.read_bytes() + X264.read_bytes() + machine.encode()
    return hashlib.blake2b(seed, digest_size=6).hexdigest()


def binary(home: Path) -> Path | None:
    """The ffmpeg in an installation, if there is one that can be run."""
    found = sorted(home.glob("imageio_ffmpeg/binaries/ffmpeg-*"))
    return next((file for file in found if file.is_file() and os.access(file, os.X_OK)), None)


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Hold `lock`; the kernel releases it even when this process is killed."""
    with open(lock, "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another process is installing ffmpeg; waiting for it")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def runs(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def installer(spare: Path) -> str:
    """An interpreter that has pip: this one, else that of a virtual environment made for it."""
    if runs(sys.executable, "-I", "-m", "pip", "--version"):
        return sys.executable
    if importlib.util.find_spec("ensurepip") is not None and runs(
        sys.executable, "-I", "-m", "venv", str(spare)
    ):
        return str(spare / "bin" / "python")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    raise Failure(
        f"this Python {version} has neither ensurepip nor pip. Install one of them "
        f"(Debian and Ubuntu: sudo apt-get install python{version}-venv; "
        "Fedora: sudo dnf install python3-pip), then run the command again."
    )


def install(requirements: Path, packages: Path, python: str, *more: str) -> None:
    """Let pip unpack a pinned wheel; on failure show what it said."""
    command = [python, "-I", "-m", "pip", "install"]
    command += ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--no-input"]
    command += ["--disable-pip-version-check", "--progress-bar", "off", "--no-compile", *more]
    command += ["-r", str(requirements), "--target", str(packages)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        tail = "\n".join(done.stdout.splitlines()[-15:])
        raise Failure(
            f"pip could not install what {requirements.name} names:\n{tail}\n"
            "Check the network (a first installation needs it once) and that this is Linux on x86-64 or "
            "arm64, then run the command again."
        )


def take_x264(packages: Path, beside: Path) -> None:
    """Move libx264 out of a wheel to where the encoder looks for it, under its own name."""
    found = sorted(packages.glob("av.libs/libx264-*.so.*"))
    if not found:
        raise Failure("the package that was installed has no libx264: choose another version in x264.txt.")
    version = found[0].name.rpartition(".")[2]
    os.replace(found[0], beside / f"libx264.so.{version}")
    os.chmod(beside / f"libx264.so.{version}", 0o644)


def make(home: Path) -> Path:
    """Install into a draft and rename it, so half an installation never counts."""
    draft, spare, wheel = (home.with_suffix(suffix) for suffix in (".draft", ".venv", ".wheel"))
    for old in (home, draft, spare, wheel):
        shutil.rmtree(old, ignore_errors=True)
    say(f"installing ffmpeg and libx264 into {home} (once, 100 MB)")
    python = installer(spare)
    install(REQUIREMENTS, draft, python)
    made = binary(draft)
    if made is None or not runs(str(made), "-version"):
        raise Failure("the package that was installed has no ffmpeg that runs on this machine.")
    # No Python ever loads it: it need not be for this one.
    tag = ["--python-version", "3.11", "--abi", "abi3", "--platform", f"manylinux_2_28_{platform.machine()}"]
    install(X264, wheel, python, "--ignore-requires-python", *tag)
    take_x264(wheel, made.parent)
    for old in (spare, wheel):
        shutil.rmtree(old, ignore_errors=True)
    os.replace(draft, home)
    return home / made.relative_to(draft)


def main() -> int:
    parser = argparse.ArgumentParser(description="Install the ffmpeg that scenes use, and libx264.")
    parser.add_argument("--into", required=True, type=Path, metavar="DIR", help="where it is kept")
    into = parser.parse_args().into.resolve()
    if sys.version_info < OLDEST:
        say(f"this needs Python {OLDEST[0]}.{OLDEST[1]} or later; it is {sys.version.split()[0]}")
        return 1
    home = into / directory_name()
    try:
        found = binary(home)
        if found is None:
            into.mkdir(parents=True, exist_ok=True)
            with only_one(into / f"{home.name}.lock"):
                found = binary(home) or make(home)
    except (Failure, OSError) as failure:
        say(str(failure))
        return 1
    print(found)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
