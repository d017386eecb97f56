"""Our encoder alone: the same ffmpeg with the same settings and the same pictures, which lie ready in a file."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from .engines import Ours, Run
from .measure import measured
from .tools import Failure

# Takes the place of ffmpeg for one export, and keeps what the encoder is told and given. Films that scenes show do not come down
# a pipe as raw pictures.
RECORDER = """#!{python}
import json, os, shutil, sys
told = sys.argv[1:]
source = told.index("-i") if "-i" in told else 0
if told[source + 1 : source + 2] == ["pipe:0"] and "rawvideo" in told[:source]:
    # Says that all is encoded: who is paced by that would wait a tenth of a second for each picture.
    print("frame=1000000", flush=True)
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
    """Raw, as many bytes as all frames have."""

    def run(self) -> Run:
        # The disk is not the encoder's: bring the pictures into memory.
        with self.pictures.open("rb") as pictures:
            while pictures.read(1 << 24):
                pass
        done = measured(self.command)
        return Run(done.wall, done.wall, done.cpu, done.peak)

    def forget(self) -> None:
        """Its pictures take a gigabyte for ten seconds of 1080p."""
        self.pictures.unlink(missing_ok=True)


def record(ours: Ours, scene: str, room: Path) -> Encoder:
    """Exports a scene once to find out."""
    pictures, settings, recorder = room / "pictures.yuv", room / "settings.json", room / "ffmpeg"
    names = {"pictures": str(pictures), "settings": str(settings), "ffmpeg": str(ours.ffmpeg), "python": sys.executable}
    recorder.write_text(RECORDER.format(**names))
    recorder.chmod(0o755)
    Ours(ours.binary, recorder).film(scene, room / "film.mp4")
    if not settings.exists():
        raise Failure(f"{scene} was exported without an encoder that takes raw pictures")
    *told, _ = json.loads(settings.read_text())
    told[told.index("pipe:0")] = str(pictures)
    return Encoder([str(ours.ffmpeg), *told, str(room / "alone.mp4")], pictures)
