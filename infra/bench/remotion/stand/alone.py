"""Our encoder alone: the same one with the same settings and the same pictures, which lie ready in a file."""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .engines import Ours, Run
from .measure import measured
from .tools import Failure

# Takes the place of ffmpeg for one export, and keeps what the encoder is told and given. Films that scenes show do not come down
# a pipe as raw pictures. There is no libx264 beside it, so that all of it goes through here.
RECORDER = """#!{python}
import json, os, shutil, sys
told = sys.argv[1:]
source = told.index("-i") if "-i" in told else 0
if told[source + 1 : source + 2] == ["pipe:0"] and "rawvideo" in told[:source]:
    with open({pictures!r}, "wb") as pictures:
        shutil.copyfileobj(sys.stdin.buffer, pictures)
    with open({settings!r}, "w") as settings:
        json.dump(told, settings)
    os.dup2(os.open({pictures!r}, os.O_RDONLY), 0)
os.execv({ffmpeg!r}, [{ffmpeg!r}, *told])
"""


@dataclass(frozen=True)
class Encoder:
    command: list[str]
    pictures: Path
    """As the encoder takes them from its standard input: what changed from each to the next, in pairs of whole lines."""

    def run(self) -> Run:
        # The disk is not the encoder's: bring the pictures into memory.
        with self.pictures.open("rb") as pictures:
            while pictures.read(1 << 24):
                pass
        done = measured(self.command, stdin=self.pictures)
        return Run(done.wall, done.wall, done.cpu, done.peak)

    def forget(self) -> None:
        """Its pictures take up to a gigabyte for ten seconds of 1080p."""
        self.pictures.unlink(missing_ok=True)


def record(ours: Ours, scene: str, room: Path) -> Encoder:
    """Exports a scene once to find out."""
    raw, settings, recorder = room / "pictures.yuv", room / "settings.json", room / "ffmpeg"
    names = {"pictures": str(raw), "settings": str(settings), "ffmpeg": str(ours.ffmpeg), "python": sys.executable}
    recorder.write_text(RECORDER.format(**names))
    recorder.chmod(0o755)
    Ours(ours.binary, recorder).film(scene, room / "film.mp4")
    if not settings.exists():
        raise Failure(f"{scene} was exported without an encoder that takes raw pictures")
    told = json.loads(settings.read_text())
    width, height = map(int, told[told.index("-s") + 1].split("x"))
    pictures, frames = room / "pictures", 0
    with pictures.open("wb") as out:
        for picture in patches(raw, width, height):
            out.write(picture)
            frames += 1
    raw.unlink()
    track = {"width": width, "height": height, "fps": int(told[told.index("-r") + 1]), "frames": frames}
    job = json.dumps({"track": track, **codec(told)})
    return Encoder([str(ours.binary), "encode-h264", job, str(library(ours.ffmpeg)), str(room / "alone.mp4")], pictures)


def library(ffmpeg: Path) -> Path:
    found = sorted(ffmpeg.resolve().parent.glob("libx264.so.*"))
    if not found:
        raise Failure(f"there is no libx264 beside {ffmpeg}: take the ffmpeg that infra/scene/ffmpeg.py installs")
    return found[-1]


def codec(told: list[str]) -> dict[str, object]:
    """What x264 is told, of what ffmpeg is told. What is said later holds."""
    said = {word: value for word, value in zip(told, told[1:], strict=False) if word.startswith("-")}
    params = [param.split("=", 1) for param in said["-x264-params"].split(":")]
    rate = [[name, said[f"-{name}"]] for name in ("qp", "crf") if f"-{name}" in said]
    return {"preset": said["-preset"], "options": [*rate, *params, ["threads", said["-threads"]]]}


def patches(raw: Path, width: int, height: int) -> Iterator[bytes]:
    """Pictures as painters send them (`infra/studio/src/patches.rs`)."""
    luma, chroma = 2 * width, width // 2
    planes = [(0, luma), (width * height, chroma), (width * height * 5 // 4, chroma)]
    before = b""
    with raw.open("rb") as pictures:
        while picture := pictures.read(width * height * 3 // 2):
            head, body = [], []
            for first, end in changed(before, picture, planes, height // 2):
                head.append(struct.pack("<4I", 0, 2 * first, width, 2 * (end - first)))
                body += [picture[at + size * first : at + size * end] for at, size in planes]
            yield struct.pack("<2I", 0, len(head)) + b"".join(head + body)
            before = picture


def changed(before: bytes, now: bytes, planes: list[tuple[int, int]], pairs: int) -> Iterator[tuple[int, int]]:
    """Stretches of pairs of lines that are not as before: the first, and one after the last."""
    first = None
    for pair in range(pairs):
        same = before and all(
            before[at + size * pair : at + size * (pair + 1)] == now[at + size * pair : at + size * (pair + 1)]
            for at, size in planes
        )
        if same and first is not None:
            yield first, pair
            first = None
        elif not same and first is None:
            first = pair
    if first is not None:
        yield first, pairs
