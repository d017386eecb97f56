"""How far a film is from lossless frames: SSIM by ffmpeg, frame by frame."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .tools import Failure, run

# Chroma is brought to full size by interpolation, exactly: what a good player does.
TO_RGB = "scale=sws_flags=bicubic+accurate_rnd+full_chroma_int,format=gbrp"


@dataclass(frozen=True)
class Likeness:
    """SSIM over R, G and B in equal parts; 1 is the same picture."""

    mean: float
    worst: float
    frame: int
    """The frame that is worst."""
    each: list[float]


def keep(ffmpeg: Path, pattern: Path, fps: int, out: Path) -> None:
    """Packs PNG frames into one file, in which no bit is lost."""
    draft = out.with_suffix(".draft.mkv")
    run(
        ffmpeg, "-v", "error", "-y", "-framerate", str(fps), "-i", pattern, "-c:v", "libx264rgb", "-preset", "ultrafast",
        "-qp", "0", "-pix_fmt", "bgr0", draft,
    )
    draft.rename(out)


def frames(ffmpeg: Path, film: Path) -> int:
    """The frames that can be decoded, counted by decoding them."""
    said = run(ffmpeg, "-v", "error", "-i", film, "-map", "0:v", "-f", "null", "-progress", "-", "-")
    return int(re.findall(r"^frame=\s*(\d+)", said, re.M)[-1])


def likeness(ffmpeg: Path, film: Path, lossless: Path, *, skip: int = 0, every: int = 1) -> Likeness:
    """Compares a film with lossless frames; with `skip`, its frame n + skip with the lossless frame n."""
    with tempfile.TemporaryDirectory() as room:
        stats = Path(room, "ssim")
        # Frames are paired by number, in one unit of time: the two files may round their times differently.
        first = f"trim=start_frame={skip}," if skip else ""
        some = f"select='not(mod(n,{every}))'," if every > 1 else ""
        graph = (
            f"[0:v]{first}{some}{TO_RGB},settb=1/1000,setpts=N[a];[1:v]{some}format=gbrp,settb=1/1000,setpts=N[b];"
            f"[a][b]ssim=shortest=1:stats_file={stats}"
        )
        run(ffmpeg, "-v", "error", "-i", film, "-i", lossless, "-filter_complex", graph, "-fps_mode", "passthrough", "-f", "null", "-")
        each = [float(value) for value in re.findall(r"All:([\d.]+)", stats.read_text())]
    expected = -(-frames(ffmpeg, lossless) // every) - skip
    if len(each) < expected:
        raise Failure(f"{film} has {len(each)} frames where {expected} are compared")
    worst = min(range(len(each)), key=each.__getitem__)
    return Likeness(sum(each) / len(each), each[worst], worst, each)


@dataclass(frozen=True)
class InStep:
    """Whether every frame of a film is that frame, and not the one before."""

    worst: float
    frame: int
    held: list[int]
    """Frames that look more like the one before them than like themselves: dropped, held, or starved of bits."""


def in_step(ffmpeg: Path, film: Path, own: Path) -> InStep:
    here, before = likeness(ffmpeg, film, own), likeness(ffmpeg, film, own, skip=1)
    held = [n for n in range(1, len(here.each)) if before.each[n - 1] > here.each[n] + 1e-6]
    return InStep(here.worst, here.frame, held)
