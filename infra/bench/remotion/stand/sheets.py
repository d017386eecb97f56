"""Contact sheets: six moments of a scene, ours above Remotion's above what differs."""

from __future__ import annotations

from pathlib import Path

from .tools import run

MOMENTS = 6
# A difference of 16 of 255 is white in the third row.
GAIN = 16


def moments(frames: int) -> list[int]:
    return [frames * (2 * n + 1) // (2 * MOMENTS) for n in range(MOMENTS)]


def sheet(ffmpeg: Path, ours: Path, theirs: Path, frames: int, out: Path) -> None:
    chosen = "select='" + "+".join(f"eq(n,{n})" for n in moments(frames)) + "',format=gbrp,settb=1/1000,setpts=N,split"
    tile = f"scale=960:-2:flags=area,tile={MOMENTS}x1"
    graph = (
        f"[0:v]{chosen}[a][x];[1:v]{chosen}[b][y];"
        f"[x][y]blend=all_mode=difference,lutrgb=r=val*{GAIN}:g=val*{GAIN}:b=val*{GAIN},{tile}[d];"
        f"[a]{tile}[l];[b]{tile}[r];[l][r][d]vstack=3"
    )
    run(ffmpeg, "-v", "error", "-y", "-i", ours, "-i", theirs, "-filter_complex", graph, "-frames:v", "1", "-update", "1", out)
