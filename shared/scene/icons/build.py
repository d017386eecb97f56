#!/usr/bin/env python3
"""Writes `icons.bin` from the Iconify sets in a `node_modules` folder.

    npm install @iconify-json/{mdi,lucide,tabler,ph,simple-icons}    # the versions in README.md
    python3 build.py node_modules > icons.bin

The format is described in `../src/icons.rs`.
"""

import json
import struct
import sys
import zlib
from pathlib import Path

SETS = ["lucide", "mdi", "ph", "simple-icons", "tabler"]
PER_BLOCK = 64


def deflate(text: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(text) + packer.flush()


def turned(body: str, width: float, height: float, alias: dict) -> str:
    """The body of an alias that mirrors or turns its parent, as Iconify does it."""
    steps = []
    if alias.get("hFlip"):
        steps.append(f"translate({width:g} 0) scale(-1 1)")
    if alias.get("vFlip"):
        steps.append(f"translate(0 {height:g}) scale(1 -1)")
    if alias.get("rotate", 0) % 4:
        steps.append(f"rotate({alias['rotate'] % 4 * 90} {width / 2:g} {height / 2:g})")
    return f'<g transform="{" ".join(steps)}">{body}</g>' if steps else body


def entries(folder: Path, prefix: str):
    data = json.loads((folder / "@iconify-json" / prefix / "icons.json").read_text())
    icons, aliases = data["icons"], data.get("aliases", {})

    def resolve(name, depth=0):
        if name in icons:
            icon = icons[name]
            width = icon.get("width", data.get("width", 16))
            height = icon.get("height", data.get("height", 16))
            return icon["body"], width, height
        if name not in aliases or depth > 8:
            return None
        parent = resolve(aliases[name]["parent"], depth + 1)
        if parent is None:
            return None
        body, width, height = parent
        return turned(body, width, height, aliases[name]), width, height

    for name in {**icons, **aliases}:
        found = resolve(name)
        if found:
            yield f"{prefix}:{name}", *found


def main() -> None:
    folder = Path(sys.argv[1])
    icons = sorted(entry for prefix in SETS for entry in entries(folder, prefix))
    blocks, firsts = [], []
    for start in range(0, len(icons), PER_BLOCK):
        part = icons[start : start + PER_BLOCK]
        lines = [f"{name}\t{width:g}\t{height:g}\t{body}" for name, body, width, height in part]
        assert all("\n" not in line and line.count("\t") == 3 for line in lines)
        blocks.append(deflate("\n".join(lines).encode()))
        firsts.append(part[0][0])
    names = deflate("\n".join(name for name, *_ in icons).encode())
    index = deflate("\n".join(f"{first}\t{len(block)}" for first, block in zip(firsts, blocks)).encode())
    out = sys.stdout.buffer
    out.write(b"icons1\0\0" + struct.pack("<II", len(index), len(names)) + index + names + b"".join(blocks))
    print(f"{len(icons)} icons in {len(blocks)} blocks", file=sys.stderr)


main()
