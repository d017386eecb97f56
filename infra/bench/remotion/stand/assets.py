"""The photographs and the film of the scenes, drawn by ffmpeg from formulas: nobody's pictures, and free to keep.

They are photographic in what costs an engine and an encoder time: millions of pixels, soft gradients, hard
ridges, texture and grain everywhere. The photographs take minutes to draw, so they are kept in the repository;
`python3 -m stand.assets FFMPEG` draws them anew. The film is made by the bench.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from .tools import HERE, run

WIDTH, HEIGHT = 2400, 1600
PUBLIC = HERE / "src/scenes/public"
Colour = tuple[int, int, int]

# Sky above, sky at the horizon, the nearest ridge, the light, and where the light is (fractions of the picture).
LANDSCAPES: dict[str, tuple[Colour, Colour, Colour, Colour, float, float, int]] = {
    "dawn": ((38, 60, 120), (255, 196, 150), (20, 26, 46), (255, 226, 178), 0.68, 0.46, 11),
    "alps": ((52, 116, 196), (206, 228, 244), (24, 58, 50), (255, 255, 246), 0.24, 0.18, 23),
    "dunes": ((120, 154, 196), (250, 224, 178), (150, 78, 34), (255, 240, 208), 0.52, 0.30, 37),
}


def mixed(a: str, b: str, t: str) -> str:
    return f"({a}+({b}-{a})*{t})"


def ridge(rng: random.Random, base: float, height: float) -> str:
    """The height of a line of mountains at ld(0), as a fraction of the picture."""
    terms = [f"{base:.3f}"]
    for octave in range(6):
        frequency = 3.1 * 1.93**octave * rng.uniform(0.85, 1.15)
        terms.append(f"{height / 1.75**octave:.4f}*abs(sin({frequency:.2f}*ld(0)+{rng.uniform(0, 6.3):.2f}))")
    return "-".join(terms)


def landscape(name: str) -> dict[str, str]:
    """One expression for each of r, g and b."""
    above, horizon, near, light, at_x, at_y, seed = LANDSCAPES[name]
    planes = {}
    for plane, channel in zip("rgb", range(3), strict=True):
        rng = random.Random(seed)
        sky = mixed(str(above[channel]), str(horizon[channel]), "min(1,pow(ld(1)/0.66,1.3))")
        cloud = "(0.5+0.5*sin(ld(0)*9+5*sin(ld(1)*17+ld(0)*4))*sin(ld(1)*61+3*sin(ld(0)*7)))"
        sky = mixed(sky, "255", f"(0.20*{cloud}*max(0,1-ld(1)*1.6))")
        glow = f"exp(-26*((ld(0)-{at_x})*(ld(0)-{at_x})*2.25+(ld(1)-{at_y})*(ld(1)-{at_y})))"
        disc = f"clip((0.0011-((ld(0)-{at_x})*(ld(0)-{at_x})*2.25+(ld(1)-{at_y})*(ld(1)-{at_y})))*6000,0,1)"
        steps = [f"st(2,{mixed(sky, str(light[channel]), f'max(0.75*{glow},{disc})')})"]
        for layer in range(4):
            depth = (layer + 1) / 4
            haze = [round(h + (n - h) * depth**1.4) for h, n in zip(horizon, near, strict=True)][channel]
            line = ridge(rng, 0.58 + 0.15 * layer, 0.075 - 0.006 * layer)
            # Slopes that catch the light: folds that become finer towards the viewer.
            fold = f"sin(ld(0)*{31 + 17 * layer}+6*sin(ld(1)*{19 + 9 * layer}+ld(0)*{7 + layer}))"
            grain = f"sin(ld(0)*{211 + 60 * layer}+9*sin(ld(1)*{97 + 40 * layer}))*sin(ld(1)*{310 + 80 * layer}+7*sin(ld(0)*83))"
            shade = f"(1+{0.16 * depth:.2f}*{fold}+{0.13 * depth:.2f}*{grain})"
            steps.append(f"st(3,{line})")
            steps.append(f"st(2,{mixed('ld(2)', f'({haze}*{shade})', 'clip((ld(1)-ld(3))*900,0,1)')})")
        planes[plane] = ";".join(["st(0,X/W)", "st(1,Y/H)", *steps, "clip(ld(2),0,255)"])
    return planes


def city() -> dict[str, str]:
    """Lights of a city at night, out of focus."""
    colours = [(255, 176, 84), (255, 96, 72), (110, 190, 255), (255, 226, 170), (150, 120, 255), (90, 230, 190)]
    planes = {}
    for plane, channel in zip("rgb", range(3), strict=True):
        rng = random.Random(5)
        ground = mixed(str((10, 14, 34)[channel]), str((58, 34, 66)[channel]), "pow(ld(1),2)")
        steps = [f"st(2,{ground})"]
        for _ in range(46):
            x, y, radius = rng.random(), rng.gauss(0.58, 0.2), rng.uniform(0.018, 0.065)
            power, colour = rng.uniform(0.18, 0.62), rng.choice(colours)
            away = f"hypot((ld(0)-{x:.3f})*1.5,ld(1)-{y:.3f})"
            steps.append(f"st(3,{away}/{radius:.4f})")
            steps.append(f"st(2,ld(2)+{power * colour[channel]:.1f}*clip((1-ld(3))*24,0,1)*(0.62+0.38*pow(min(ld(3),1),4)))")
        planes[plane] = ";".join(["st(0,X/W)", "st(1,Y/H)", *steps, "clip(ld(2),0,255)"])
    return planes


def photo(ffmpeg: Path, out: Path, planes: dict[str, str], width: int, height: int) -> None:
    expressions = ":".join(f"{plane}='{text}'" for plane, text in planes.items())
    script = out.with_suffix(".filter")
    script.write_text(f"format=gbrp,geq={expressions},noise=alls=11:all_seed=42:allf=a,format=yuvj444p")
    run(
        ffmpeg, "-v", "error", "-y", "-f", "lavfi", "-i", f"color=black:s={width}x{height}:d=0.04:r=25",
        "-/vf", script, "-frames:v", "1", "-q:v", "3", "-fflags", "+bitexact", "-flags", "+bitexact", out,
    )
    script.unlink()


def film(ffmpeg: Path, photos: list[Path], out: Path) -> None:
    """Eight seconds of a camera that moves over photographs, with grain that no two frames share."""
    moves = [
        "crop=1500:844:'60+(iw-1560)*t/4.3':'60+200*t/4.3'",
        "crop=1500:844:'(iw-1560)-(iw-1600)*t/4.3':'380+120*sin(t)'",
    ]
    # Like what cameras and editors write: BT.709 of limited range.
    each = "scale=1280:720:flags=bicubic:out_color_matrix=bt709:out_range=tv,setsar=1,noise=alls=5:all_seed=3:allf=t,format=yuv420p"
    graph = ";".join(f"[{n}:v]{move},{each}[v{n}]" for n, move in enumerate(moves))
    inputs = [word for file in photos for word in ("-loop", "1", "-framerate", "30", "-t", "4.3", "-i", file)]
    run(
        ffmpeg, "-v", "error", "-y", *inputs, "-filter_complex",
        f"{graph};[v0][v1]xfade=transition=fade:duration=0.6:offset=3.7", "-c:v", "libx264", "-preset", "medium",
        "-crf", "21", "-threads", "1", "-g", "60", "-pix_fmt", "yuv420p", "-color_primaries", "bt709", "-color_trc", "bt709",
        "-colorspace", "bt709", "-color_range", "tv", "-movflags", "+faststart", "-fflags", "+bitexact", out,
    )


def photographs(ffmpeg: Path) -> None:
    for name in LANDSCAPES:
        photo(ffmpeg, PUBLIC / f"{name}.jpg", landscape(name), WIDTH, HEIGHT)
    photo(ffmpeg, PUBLIC / "city.jpg", city(), WIDTH, HEIGHT)


def make(ffmpeg: Path) -> None:
    """The film, once."""
    out = PUBLIC / "film.mp4"
    if not out.exists():
        film(ffmpeg, [PUBLIC / "dawn.jpg", PUBLIC / "city.jpg"], out)


if __name__ == "__main__":
    photographs(Path(sys.argv[1]))
