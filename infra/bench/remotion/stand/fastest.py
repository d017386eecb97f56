"""Finds Remotion's fastest setting whose film is as good as its default's and not larger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .quality import likeness
from .tools import run, say

# x264's presets from the fastest on. Below `veryfast` a film is not much faster than with the default.
PRESETS = ("ultrafast", "superfast", "veryfast", "faster")
# Of the JPEGs between browser and encoder: Remotion's default, and one that leaves the encoder room for loss.
QUALITIES = (80, 92)
CRFS = range(12, 44, 2)
# Comparing every fourth frame is enough to choose; the choice is compared whole.
EVERY = 4


def candidates(
    ffmpeg: Path, jpegs: Callable[[int], Path], fps: int, lossless: Path, limit: float, most: int
) -> Iterator[dict[str, Any]]:
    """The fastest preset first, with the weakest crf that is good enough, where its film is small enough.

    The films are encoded here from the frames that Remotion's encoder is given, which takes seconds where
    Remotion would take minutes. With its default's settings that makes a film of the same size.
    """
    for preset in PRESETS:
        for quality in QUALITIES:
            folder = jpegs(quality)
            trial = folder / "trial.mp4"

            def good(crf: int, preset: str = preset, folder: Path = folder, trial: Path = trial) -> bool:
                # The planes of the JPEGs go into the film as they are, as in Remotion's own.
                run(
                    ffmpeg, "-v", "error", "-y", "-framerate", str(fps), "-i", folder / "element-%03d.jpeg", "-c:v", "libx264",
                    "-preset", preset, "-crf", str(crf), "-pix_fmt", "yuvj420p", "-colorspace", "bt470bg", trial,
                )
                return likeness(ffmpeg, trial, lossless, every=EVERY).mean >= limit

            # The first crf of the list that is not good enough, by halves; the one before it is taken.
            low, high = 0, len(CRFS)
            while low < high:
                middle = (low + high) // 2
                low, high = (middle + 1, high) if good(CRFS[middle]) else (low, middle)
            if low == 0:
                continue
            crf = CRFS[low - 1]
            good(crf)
            size = trial.stat().st_size
            say(f"  Remotion {preset} crf {crf}, JPEG {quality}: {size / 1000:.0f} KB of {most / 1000:.0f}")
            if size <= most:
                yield {"preset": preset, "crf": crf, "jpegQuality": quality}
