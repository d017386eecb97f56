"""Finds or installs what the bench needs: npm's packages, a Chromium without a window, ffmpeg, our own binary."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
REPOSITORY = HERE.parents[2]


class Failure(Exception):
    """What went wrong and what to do next."""


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def run(*command: object, cwd: Path | None = None) -> str:
    """Runs a program to its end and returns what it printed; what it said is in the failure."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, cwd=cwd)
    if done.returncode != 0:
        words = " ".join(str(word) for word in command[:3])
        said = "\n".join((done.stderr + done.stdout).splitlines()[-25:])
        raise Failure(f"{words} … ended with {done.returncode}:\n{said}")
    return done.stdout


def packages() -> None:
    """Installs what package-lock.json names, once for each state of that file."""
    if shutil.which("npm") is None:
        raise Failure("npm is missing: install Node.js 20 or later (Debian: sudo apt-get install nodejs npm)")
    stamp, lock = HERE / "node_modules/.ferrotype-lock", (HERE / "package-lock.json").read_text()
    if stamp.exists() and stamp.read_text() == lock:
        return
    say("installing Remotion (npm ci, once)")
    run("npm", "ci", "--no-progress", cwd=HERE)
    stamp.write_text(lock)


def chromium(given: str | None) -> Path:
    """The browser that Remotion drives."""
    for name in [given] if given else ["chromium-headless-shell", "chrome-headless-shell"]:
        if found := shutil.which(name):
            # Debian's launcher is a shell script around the real one.
            real = Path("/usr/lib/chromium/chromium-headless-shell")
            return real if found.startswith("/usr/bin/") and real.exists() else Path(found).resolve()
    raise Failure(
        "there is no Chromium without a window. Debian and Ubuntu: sudo apt-get install chromium-headless-shell. "
        "Elsewhere: give the path of a chrome-headless-shell with --browser."
    )


def ffmpeg(given: str | None) -> Path:
    """The ffmpeg that scenes are exported with: installed by infra/scene, so that both measure with the same one."""
    if given:
        return Path(given).resolve()
    installer = REPOSITORY / "infra/scene/ffmpeg.py"
    if installer.exists():
        return Path(run(sys.executable, installer, "--into", target() / "ffmpeg").strip().splitlines()[-1])
    if found := shutil.which("ffmpeg"):
        return Path(found)
    raise Failure("there is no ffmpeg: give its path with --ffmpeg")


def target() -> Path:
    return Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target")).resolve()


def studio(given: str | None) -> Path:
    """Our binary: the one given, or the one that cargo builds now if it has to."""
    if given:
        return Path(given).resolve()
    say("building ferrotype-studio (cargo, profile engine)")
    done = subprocess.run(["cargo", "build", "-p", "studio", "--profile", "engine"], cwd=REPOSITORY, check=False)
    built = target() / "engine/ferrotype-studio"
    if done.returncode != 0 or not built.exists():
        raise Failure("ferrotype-studio was not built: see above, or give its path with --ours")
    return built
