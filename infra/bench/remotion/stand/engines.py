"""The two engines as commands that can be timed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .measure import Measured, measured
from .tools import HERE, run

# Remotion as it is: gl=null is what it chooses on Linux, JPEG of quality 80 between browser and encoder, x264 medium crf 18.
# Two pages at once, because the bench is about two cores.
DEFAULT: dict[str, Any] = {"gl": None, "concurrency": 2, "imageFormat": "jpeg"}
# What its documentation gives as the default on Lambda: OpenGL in software.
SWANGLE = {**DEFAULT, "gl": "swangle"}


@dataclass(frozen=True)
class Run:
    wall: float
    """Seconds of the whole process."""
    call: float
    """Seconds of the work alone: for Remotion `renderMedia` with a browser that is open already; for ours the whole process."""
    cpu: float
    peak: int

    def told(self) -> dict[str, float]:
        return {"wall": self.wall, "call": self.call, "cpu": self.cpu}


class Remotion:
    def __init__(self, browser: Path) -> None:
        self.browser = browser
        self.driver = HERE / "remotion.mjs"

    def bundle(self) -> None:
        run("node", self.driver, "bundle", cwd=HERE)

    def _run(self, settings: dict[str, Any], *, memory: bool) -> Measured:
        given = json.dumps({**settings, "browser": str(self.browser)})
        return measured(["node", str(self.driver), "render", given], memory=memory, cwd=HERE)

    def film(self, scene: str, out: Path, settings: dict[str, Any], *, memory: bool = False) -> Run:
        out.parent.mkdir(parents=True, exist_ok=True)
        done = self._run({**settings, "scene": scene, "out": str(out)}, memory=memory)
        return Run(done.wall, json.loads(done.stdout)["render_ms"] / 1000, done.cpu, done.peak)

    def frames(self, scene: str, out: Path, form: str, quality: int | None = None) -> None:
        """Every frame as a picture: `png` is what the browser painted, `jpeg` what its encoder is given."""
        more = {} if quality is None else {"jpegQuality": quality}
        self._run({**DEFAULT, "scene": scene, "out": str(out), "frames": True, "imageFormat": form, **more}, memory=False)


class Ours:
    def __init__(self, binary: Path, ffmpeg: Path) -> None:
        self.binary, self.ffmpeg = binary, ffmpeg

    def _export(self, scene: str, out: Path, *more: str, memory: bool = False) -> Measured:
        file = HERE / f"src/scenes/{scene}.tsx"
        command = [self.binary, "export", file, "--out", out, "--quiet", "--ffmpeg", self.ffmpeg, *more]
        return measured([str(word) for word in command], memory=memory)

    def film(self, scene: str, out: Path, *, memory: bool = False) -> Run:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.unlink(missing_ok=True)
        done = self._export(scene, out, memory=memory)
        return Run(done.wall, done.wall, done.cpu, done.peak)

    def frames(self, scene: str, out: Path) -> None:
        self._export(scene, out, "--format", "png")
