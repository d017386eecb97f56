"""One scene from its first comparison to its last timed round."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from . import alone, sheets
from .engines import DEFAULT, SWANGLE, Ours, Remotion, Run
from .fastest import candidates
from .quality import frames, in_step, keep, likeness
from .tools import HERE, Failure, say

META = re.compile(r"export const meta = \{durationInFrames: (\d+), fps: (\d+), width: (\d+), height: (\d+)\}")
# A trial that was encoded here may differ from Remotion's own by a hair: then its film is made a little better.
TRIES = 4


@dataclass
class Scene:
    name: str
    frames: int
    fps: int
    width: int
    height: int
    fastest: dict[str, Any] | None = None
    films: dict[str, dict[str, Any]] = field(default_factory=dict)
    runs: dict[str, list[dict[str, float]]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        return asdict(self)


def read(name: str) -> Scene:
    found = META.search((HERE / f"src/scenes/{name}.tsx").read_text())
    if not found:
        raise Failure(f"{name}.tsx does not state its length and size: write {META.pattern}")
    return Scene(name, *(int(value) for value in found.groups()))


def key(name: str, *more: str) -> str:
    """Changes with all that decides what Remotion makes of a scene."""
    hashed = hashlib.sha256()
    for file in [f"src/scenes/{name}.tsx", "src/index.tsx", "src/iconify.tsx", "remotion.mjs", "package-lock.json", *more]:
        hashed.update((HERE / file).read_bytes())
    code = (HERE / f"src/scenes/{name}.tsx").read_text()
    for asset in sorted((HERE / "src/scenes/public").iterdir()):
        if asset.name in code:
            hashed.update(asset.read_bytes())
    return hashed.hexdigest()[:12]


class Bench:
    def __init__(self, out: Path, ffmpeg: Path, remotion: Remotion, ours: Ours | None, *, swangle: bool) -> None:
        self.out, self.ffmpeg, self.remotion, self.ours, self.swangle = out, ffmpeg, remotion, ours, swangle
        self.encoders: dict[str, alone.Encoder] = {}
        for name in ("cache", "films", "sheets"):
            (out / name).mkdir(parents=True, exist_ok=True)

    def film(self, scene: Scene, engine: str) -> Path:
        return self.out / "films" / f"{scene.name}-{engine}.mp4"

    def prepare(self, name: str) -> Scene:
        """All that is not timed: lossless frames, films with their memory, how like they are, the contact sheet."""
        scene = read(name)
        say(f"{name}: comparing")
        lossless = self.out / "cache" / f"{name}-{key(name)}.mkv"
        if not lossless.exists():
            say("  Remotion's lossless frames (once)")
            room = self.room("png")
            self.remotion.frames(name, room, "png")
            keep(self.ffmpeg, room / "element-%03d.png", scene.fps, lossless)
            shutil.rmtree(room)
        self.theirs(scene, lossless)
        if self.ours:
            try:
                self.mine(scene, lossless)
            except Failure as failure:
                scene.problems.append(f"ours failed: {failure}")
        return scene

    def room(self, name: str) -> Path:
        """An empty folder."""
        room = self.out / "cache" / name
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir(parents=True)
        return room

    def judged(self, film: Path, lossless: Path, run: Run) -> dict[str, Any]:
        like = likeness(self.ffmpeg, film, lossless)
        return {
            "ssim_mean": like.mean, "ssim_worst": like.worst, "ssim_frame": like.frame, "bytes": film.stat().st_size,
            "frames": frames(self.ffmpeg, film), "peak": run.peak,
        }

    def theirs(self, scene: Scene, lossless: Path) -> None:
        """Remotion's films: they change only with the scene, so what is known of them is kept."""
        kept = lossless.with_name(f"{scene.name}-{key(scene.name, 'stand/fastest.py')}.json")
        if kept.exists():
            known = json.loads(kept.read_text())
            scene.fastest, scene.films = known["fastest"], known["films"]
            return
        film = self.film(scene, "default")
        run = self.remotion.film(scene.name, film, DEFAULT, memory=True)
        default = scene.films["default"] = self.judged(film, lossless, run)
        rooms: dict[int, Path] = {}

        def jpegs(quality: int) -> Path:
            if quality not in rooms:
                rooms[quality] = self.room(f"jpeg-{quality}")
                self.remotion.frames(scene.name, rooms[quality], "jpeg", quality)
            return rooms[quality]

        for chosen in candidates(self.ffmpeg, jpegs, scene.fps, lossless, default["ssim_mean"], default["bytes"]):
            if self.choose(scene, lossless, chosen):
                break
        for room in rooms.values():
            shutil.rmtree(room)
        kept.write_text(json.dumps({"fastest": scene.fastest, "films": scene.films}))

    def choose(self, scene: Scene, lossless: Path, chosen: dict[str, Any]) -> bool:
        """Takes a setting if Remotion itself meets both limits with it, or with a slightly better one."""
        default, film = scene.films["default"], self.film(scene, "fastest")
        for crf in range(chosen["crf"], chosen["crf"] - TRIES, -1):
            given = {**chosen, "crf": crf}
            run = self.remotion.film(scene.name, film, {**DEFAULT, **given}, memory=True)
            judged = self.judged(film, lossless, run)
            if judged["bytes"] > default["bytes"]:
                return False
            if judged["ssim_mean"] >= default["ssim_mean"]:
                scene.fastest, scene.films["fastest"] = given, judged
                return True
        return False

    def mine(self, scene: Scene, lossless: Path) -> None:
        assert self.ours
        film = self.film(scene, "ours")
        run = self.ours.film(scene.name, film, memory=True)
        judged = self.judged(film, lossless, run)
        room = self.room("ours")
        self.ours.frames(scene.name, room)
        own = self.out / "cache" / f"{scene.name}-ours.mkv"
        keep(self.ffmpeg, pattern(room), scene.fps, own)
        shutil.rmtree(room)
        step = in_step(self.ffmpeg, film, own)
        painted = likeness(self.ffmpeg, own, lossless)
        judged |= {"own_worst": step.worst, "own_frame": step.frame, "held": step.held}
        judged |= {"painted_mean": painted.mean, "painted_worst": painted.worst, "painted_frame": painted.frame}
        scene.films["ours"] = judged
        sheets.sheet(self.ffmpeg, own, lossless, scene.frames, self.out / "sheets" / f"{scene.name}.png")
        self.encoders[scene.name] = alone.record(self.ours, scene.name, self.room(f"encoder-{scene.name}"))

    def time(self, scene: Scene, n: int) -> None:
        """One round: each engine once, and every other round the other way about."""
        settings = {"default": DEFAULT, **({"fastest": {**DEFAULT, **scene.fastest}} if scene.fastest else {})}
        if self.swangle:
            settings["swangle"] = SWANGLE
        engines = [*(["ours", "encoder"] if "ours" in scene.films else []), *settings]
        for engine in engines if n % 2 == 0 else reversed(engines):
            film = self.film(scene, f"{engine}-timed")
            if engine == "ours":
                assert self.ours
                run = self.ours.film(scene.name, film)
            elif engine == "encoder":
                run = self.encoders[scene.name].run()
            else:
                run = self.remotion.film(scene.name, film, settings[engine])
            film.unlink(missing_ok=True)
            scene.runs.setdefault(engine, []).append(run.told())
            say(f"{scene.name}, round {n + 1}, {engine}: {run.call:.2f} s, process {run.wall:.2f} s, processor {run.cpu:.2f} s")

    def forget(self) -> None:
        for encoder in self.encoders.values():
            encoder.forget()


def pattern(folder: Path) -> Path:
    """The name of numbered pictures as ffmpeg wants it: `frame-%04d.png` for `frame-0000.png`."""
    first = min((file.name for file in folder.glob("*.png")), default=None)
    if first is None:
        raise Failure(f"there are no pictures in {folder}")
    digits = re.search(r"(\d+)\.png$", first)
    if digits is None:
        raise Failure(f"{first} has no number")
    width = len(digits[1])
    return folder / f"{first[: digits.start()]}%0{width}d.png"
