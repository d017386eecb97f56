"""The table, as Markdown."""

from __future__ import annotations

from statistics import median
from typing import Any

HEAD = (
    "| scene | Remotion c2: call / process s | fastest s | swangle s | ours s (encoder alone) | processor s (encoder alone) | x call / process / fastest / swangle "
    "| SSIM ours (Remotion, fastest) | worst frame | KB ours (Remotion, fastest) | peak MB ours / Remotion | fastest is |"
)


def number(value: float | None, form: str = "{:.2f}") -> str:
    return "-" if value is None else form.format(value)


def middle(runs: list[dict[str, Any]], what: str) -> float | None:
    return median(run[what] for run in runs) if runs else None


def ratio(theirs: float | None, ours: float | None) -> str:
    return "-" if theirs is None or not ours else f"{theirs / ours:.1f}"


def with_encoder(runs: dict[str, list[dict[str, Any]]], what: str) -> str:
    ours, encoder = (middle(runs.get(name, []), what) for name in ("ours", "encoder"))
    return f"{number(ours)} ({number(encoder)})"


def setting(fastest: dict[str, Any] | None) -> str:
    if fastest is None:
        return "not faster than c2 within the limits"
    return f"{fastest['preset']} crf {fastest['crf']}, JPEG {fastest['jpegQuality']}"


def row(scene: dict[str, Any]) -> str:
    runs, films = scene["runs"], scene["films"]
    times = {name: middle(runs.get(name, []), "call") for name in ("default", "fastest", "swangle")}
    process, ours = middle(runs.get("default", []), "wall"), middle(runs.get("ours", []), "wall")
    ssim = {name: film["ssim_mean"] for name, film in films.items()}
    size = {name: film["bytes"] / 1000 for name, film in films.items()}
    peak = {name: film["peak"] / 1e6 for name, film in films.items()}
    mine = films.get("ours", {})
    step = "-" if "own_worst" not in mine else f"{mine['own_worst']:.4f} at {mine['own_frame']}, {len(mine['held'])} held"
    return " | ".join([
        f"| {scene['name']}, {scene['frames']} frames, {scene['height']}p",
        f"{number(times['default'])} / {number(process)}", number(times["fastest"]), number(times["swangle"]),
        *(with_encoder(runs, what) for what in ("wall", "cpu")),
        " / ".join(ratio(value, ours) for value in (times["default"], process, times["fastest"], times["swangle"])),
        f"{number(ssim.get('ours'), '{:.4f}')} ({number(ssim.get('default'), '{:.4f}')}, {number(ssim.get('fastest'), '{:.4f}')})",
        step,
        f"{number(size.get('ours'), '{:.0f}')} ({number(size.get('default'), '{:.0f}')}, {number(size.get('fastest'), '{:.0f}')})",
        f"{number(peak.get('ours'), '{:.0f}')} / {number(peak.get('default'), '{:.0f}')}",
        f"{setting(scene.get('fastest'))} |",
    ])


def failures(scenes: list[dict[str, Any]]) -> list[str]:
    """What a reader must not miss: limits that were not met, films that are not whole, and what did not run."""
    told = []
    for scene in scenes:
        name, films = scene["name"], scene["films"]
        told += [f"{name}: {what}" for what in scene.get("problems", [])]
        mine, theirs = films.get("ours"), films.get("default")
        for engine, film in films.items():
            if film["frames"] != scene["frames"]:
                told.append(f"{name}: the film of {engine} has {film['frames']} frames and should have {scene['frames']}")
        if mine and theirs:
            if mine["ssim_mean"] < theirs["ssim_mean"]:
                told.append(f"{name}: our SSIM {mine['ssim_mean']:.4f} is below Remotion's {theirs['ssim_mean']:.4f}")
            if mine["bytes"] > theirs["bytes"]:
                told.append(f"{name}: our film has {mine['bytes']} bytes and Remotion's {theirs['bytes']}")
            if mine["peak"] * 4 > theirs["peak"]:
                told.append(f"{name}: our peak of memory is more than a quarter of Remotion's")
        if mine and mine.get("held"):
            told.append(f"{name}: frames {mine['held'][:12]} of our film look more like the frame before them")
    return told


def text(result: dict[str, Any]) -> str:
    machine = result["machine"]
    lines = [
        f"{machine['cores']} cores ({machine['processor']}), load before {machine['load_before']} and after {machine['load_after']}, "
        f"medians of {result['rounds']} interleaved rounds, Remotion {machine['remotion']}, {machine['browser']}.",
        "",
        HEAD,
        "|---" * (HEAD.count("|") - 1) + "|",
        *[row(scene) for scene in result["scenes"]],
    ]
    rows = [scene for scene in result["scenes"] if scene["runs"].get("ours") and scene["runs"].get("default")]
    if rows:
        lines.append("")
        for name in ("default", "fastest"):
            ratios = [
                middle(s["runs"][name], "call") / middle(s["runs"]["ours"], "wall") for s in rows if s["runs"].get(name)
            ]
            if ratios:
                lines.append(f"Against Remotion's {name}: median {median(ratios):.1f}x, least {min(ratios):.1f}x, most {max(ratios):.1f}x.")
    told = failures(result["scenes"])
    if told:
        lines += ["", "Not met:", *[f"- {line}" for line in told]]
    return "\n".join(lines) + "\n"
