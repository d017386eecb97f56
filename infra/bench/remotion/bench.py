"""Measures the scene engine beside Remotion, on the same scenes, interleaved.

    python3 infra/bench/remotion/bench.py [--scenes title,photos] [--rounds 3] [--out DIR] [--ours BINARY]

Needs Node.js with npm, and a Chromium without a window; says what to do where one is missing. Writes
table.md, result.json, films and contact sheets into DIR.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from stand import assets, report, tools
from stand.engines import Ours, Remotion
from stand.rounds import Bench
from stand.tools import HERE, Failure, say


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The scene engine beside Remotion.")
    parser.add_argument("--out", type=Path, default=HERE / "out", help="where results are written (out/ here)")
    parser.add_argument("--scenes", help="names of scenes, with commas between them (all)")
    parser.add_argument("--rounds", type=int, default=3, help="timed rounds; 0 compares pictures and sizes only (3)")
    parser.add_argument("--ours", metavar="BINARY", help="ferrotype-studio; 'none' measures Remotion alone (built by cargo)")
    parser.add_argument("--swangle", action="store_true", help="measure Remotion with gl=swangle too: slow")
    parser.add_argument("--browser", help="a chrome-headless-shell (found)")
    parser.add_argument("--ffmpeg", help="an ffmpeg with libx264 (installed by infra/scene/ffmpeg.py)")
    return parser.parse_args()


def machine(browser: Path) -> dict[str, Any]:
    names = [line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    package = json.loads((HERE / "node_modules/remotion/package.json").read_text())
    return {
        "cores": len(os.sched_getaffinity(0)), "processor": names[0] if names else "unknown",
        "browser": tools.run(browser, "--version", "--no-sandbox").strip() or browser.name, "remotion": package["version"],
    }


def load() -> str:
    return " ".join(Path("/proc/loadavg").read_text().split()[:3])


def bench() -> None:
    given = arguments()
    browser = tools.chromium(given.browser)
    tools.packages()
    ffmpeg = tools.ffmpeg(given.ffmpeg)
    assets.make(ffmpeg)
    remotion = Remotion(browser)
    say("bundling the scenes (not timed)")
    remotion.bundle()
    ours = None if given.ours == "none" else Ours(tools.studio(given.ours), ffmpeg)
    known = sorted(file.stem for file in (HERE / "src/scenes").glob("*.tsx"))
    names = given.scenes.split(",") if given.scenes else known
    for name in names:
        if name not in known:
            raise Failure(f"there is no scene {name}; there are {', '.join(known)}")
    out = given.out.resolve()
    stand = Bench(out, ffmpeg, remotion, ours, swangle=given.swangle)
    prepared = [stand.prepare(name) for name in names]
    before = load()
    for n in range(given.rounds):
        for scene in prepared:
            stand.time(scene, n)
    stand.forget()
    result = {
        "machine": {**machine(browser), "load_before": before, "load_after": load()},
        "rounds": given.rounds, "scenes": [scene.told() for scene in prepared],
    }
    (out / "result.json").write_text(json.dumps(result, indent=1))
    table = report.text(result)
    (out / "table.md").write_text(table)
    print(table)


if __name__ == "__main__":
    try:
        bench()
    except Failure as failure:
        say(str(failure))
        sys.exit(1)
