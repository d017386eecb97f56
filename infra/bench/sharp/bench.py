"""Thumbnails by Ferrotype and by sharp, of the same files, in turns. `python3 bench.py` does everything; see README.md."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import threading
import time
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]


def run(*command: object, **options: object) -> None:
    subprocess.run([str(part) for part in command], check=True, **options)


def prepare(out: Path) -> None:
    """Installs what is pinned, and starts again inside it."""
    home = out / "venv"
    python = home / "bin" / "python"
    if Path(sys.prefix) == home:
        return
    done = home / "installed"
    if not done.exists():
        venv.create(home, with_pip=True)
        run(python, "-m", "pip", "install", "--quiet", "--require-virtualenv", "-r", HERE / "requirements.txt")
        run("npm", "ci", "--silent", cwd=HERE)
        done.touch()
    os.execv(python, [str(python), *sys.argv])


def build(given: str | None) -> Path:
    if given:
        return Path(given)
    run("cargo", "build", "--quiet", "--release", "-p", "media", "--example", "thumbnails", cwd=ROOT)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return target / "release" / "examples" / "thumbnails"


def peak(process: subprocess.Popen) -> int:
    """The largest resident memory of a child in kilobytes, read until it ends."""
    most = 0

    def watch() -> None:
        nonlocal most
        while process.poll() is None:
            try:
                status = Path(f"/proc/{process.pid}/status").read_text()
            except OSError:
                return
            found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
            most = max([most, *map(int, found)])
            time.sleep(0.002)

    watcher = threading.Thread(target=watch)
    watcher.start()
    watcher.join()
    return most


def call(engine: list[str], folder: Path, rounds: int, file: Path) -> tuple[list[dict], int]:
    """What is told of each round but the first, which warms, and the peak in kilobytes."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [*engine, str(folder), str(rounds + 1), str(file)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    most = peak(process)
    lines = process.stdout.read().splitlines()
    if process.wait():
        raise SystemExit(f"{command} failed")
    return [json.loads(line) for line in lines[1:]], most


def measure(engines: dict[str, list[str]], files: list[Path], out: Path, turns: int, rounds: int) -> list[dict]:
    from quality import compare

    rows = []
    for file in files:
        times = {name: [] for name in engines}
        peaks = {name: [] for name in engines}
        for turn in range(turns):
            order = list(engines) if turn % 2 == 0 else list(engines)[::-1]
            for name in order:
                taken, most = call(engines[name], out / name, rounds, file)
                times[name] += taken
                peaks[name].append(most)
        row = {"file": file.stem, "bytes": file.stat().st_size}
        for name in engines:
            made = [next((out / name).glob(f"{file.stem}.{size}.*")) for size in ("medium", "small", "thumb")]
            row[name] = {
                "ms": statistics.median(round["us"] for round in times[name]) / 1000,
                "cpu": statistics.median(round["cpu"] for round in times[name]) / 1000,
                "mb": statistics.median(peaks[name]) / 1024,
                "quality": compare(file, made),
            }
        rows.append(row)
        print(line(row), flush=True)
    return rows


def line(row: dict) -> str:
    ours, theirs = row["ours"], row["sharp"]
    def mean(which, index):
        return sum(found[index] for found in which["quality"]) / len(which["quality"])

    def size(which):
        return sum(found[2] for found in which["quality"]) / 1024

    return (
        f"| {row['file']} | {theirs['ms']:.1f} | {ours['ms']:.1f} | {ours['ms'] / theirs['ms']:.2f} "
        f"| {theirs['cpu']:.1f} | {ours['cpu']:.1f} | {ours['cpu'] / theirs['cpu']:.2f} "
        f"| {theirs['mb']:.0f} | {ours['mb']:.0f} | {ours['mb'] / theirs['mb']:.2f} "
        f"| {mean(theirs, 0):.4f} / {mean(ours, 0):.4f} | {mean(theirs, 1):.1f} / {mean(ours, 1):.1f} "
        f"| {size(theirs):.0f} / {size(ours):.0f} |"
    )


HEAD = (
    "| file | sharp ms | ours ms | ratio | sharp CPU ms | ours CPU ms | ratio | sharp MB | ours MB | ratio | SSIM sharp / ours | PSNR dB | KB |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|---|---|"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE / "out")
    parser.add_argument("--turns", type=int, default=3, help="processes of each engine for a file")
    parser.add_argument("--rounds", type=int, default=5, help="timed rounds in a process")
    parser.add_argument("--ours", help="the built example `thumbnails`; built by cargo otherwise")
    parser.add_argument("--only", default="", help="files whose names contain this")
    options = parser.parse_args()
    options.out = options.out.resolve()
    prepare(options.out)
    from sources import make

    engines = {"sharp": ["node", str(HERE / "theirs.mjs")], "ours": [str(build(options.ours))]}
    files = [file for file in make(options.out / "sources") if options.only in file.name]
    if not files:
        raise SystemExit(f"no file has `{options.only}` in its name")
    print(f"load {os.getloadavg()}\n\n{HEAD}")
    rows = measure(engines, files, options.out, options.turns, options.rounds)
    for what, key in (("time", "ms"), ("processor time", "cpu"), ("peak memory", "mb")):
        ratios = [row["ours"][key] / row["sharp"][key] for row in rows]
        print(f"\nratio of {what}, ours to sharp: geometric mean {statistics.geometric_mean(ratios):.2f}, "
              f"{min(ratios):.2f} to {max(ratios):.2f}")
    print(f"\nload {os.getloadavg()}")
    (options.out / "table.md").write_text("\n".join([HEAD, *map(line, rows), ""]))
    (options.out / "result.json").write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
