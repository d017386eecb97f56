"""Writes pictures of every kind that is read, and beside each what Pillow 13 (libjpeg-turbo, libwebp, its own PNG reader) makes of
it: `NAME.rgb`, 24 x 16 pixels of RGB, over white where they are transparent. What Pillow cannot write is written here.

    python3 pillow.py pillow
"""

import io
import struct
import sys
import zlib
from pathlib import Path

from PIL import Image, features

W, H = 24, 16
into = Path(sys.argv[1])
# Where the pixels of Adam7's passes lie: first column and row, and their distances (W3C PNG, section 8.1).
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def level(x, y, channel):
    """A smooth level of 16 bits that differs from channel to channel."""
    return [x * 2790, y * 4300, (W - x) * (H - y) * 169, 65535 - x * y * 180][channel] & 0xFFFF


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def rows(depth, colour, columns, lines):
    """Rows with the filter `None`."""
    out = bytearray()
    for y in lines:
        bits = "".join(
            format(level(x, y, 3 if colour == 4 and c == 1 else c) >> (16 - depth), f"0{depth}b")
            for x in columns
            for c in range(CHANNELS[colour])
        )
        bits += "0" * (-len(bits) % 8)
        out += b"\0" + int(bits, 2).to_bytes(len(bits) // 8, "big")
    return bytes(out)


def png(name, depth, colour, extra=(), interlaced=False):
    header = struct.pack(">IIBBBBB", W, H, depth, colour, 0, 0, int(interlaced))
    passes = PASSES if interlaced else [(0, 0, 1, 1)]
    data = b"".join(rows(depth, colour, range(x, W, dx), range(y, H, dy)) for x, y, dx, dy in passes)
    chunks = [(b"IHDR", header), *extra, (b"IDAT", zlib.compress(data, 9)), (b"IEND", b"")]
    keep(name + ".png", b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in chunks))


def palette(colours, clear=False):
    entries = bytes(v for i in range(colours) for v in (i * 255 // max(colours - 1, 1), (i * 73) % 256, 255 - (i * 31) % 256))
    alphas = bytes(min(255, i * 400 // colours) for i in range(colours * 3 // 4))
    return [(b"PLTE", entries)] + ([(b"tRNS", alphas)] if clear else [])


def keep(name, data):
    picture = Image.open(io.BytesIO(data))
    picture.load()
    if picture.mode.startswith("I"):
        clear = picture.info.get("transparency")
        high = bytes(pixel >> 8 for pixel in picture.get_flattened_data())
        assert clear is None
        seen = Image.frombytes("L", picture.size, high).convert("RGB")
    else:
        seen = picture.convert("RGBA") if picture.mode != "CMYK" else picture.convert("RGB").convert("RGBA")
        seen = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), seen).convert("RGB")
    assert seen.size == (W, H)
    (into / name).write_bytes(data)
    (into / name).with_suffix(".rgb").write_bytes(seen.tobytes())


def saved(name, picture, **options):
    out = io.BytesIO()
    picture.save(out, {"jpg": "JPEG", "webp": "WEBP"}[name.rsplit(".")[-1]], **options)
    keep(name, out.getvalue())
    return out.getvalue()


def main():
    for depth in (1, 2, 4, 8, 16):
        png(f"grey-{depth}", depth, 0)
    for depth in (1, 2, 4, 8):
        png(f"palette-{depth}", depth, 3, palette(1 << depth))
        png(f"palette-{depth}-clear", depth, 3, palette(1 << depth, clear=True))
    for depth in (8, 16):
        png(f"grey-alpha-{depth}", depth, 4)
        png(f"rgb-{depth}", depth, 2)
        png(f"rgba-{depth}", depth, 6)
        png(f"rgba-{depth}-interlaced", depth, 6, interlaced=True)
    png("grey-8-clear", 8, 0, [(b"tRNS", struct.pack(">H", level(7, 0, 0) >> 8))])
    key = struct.pack(">HHH", *(level(7, 5, c) >> 8 for c in range(3)))
    png("rgb-8-clear", 8, 2, [(b"tRNS", key)])
    png("grey-1-interlaced", 1, 0, interlaced=True)
    png("grey-16-interlaced", 16, 0, interlaced=True)
    png("palette-4-clear-interlaced", 4, 3, palette(16, clear=True), interlaced=True)

    channels = [Image.frombytes("L", (W, H), bytes(level(x, y, c) >> 8 for y in range(H) for x in range(W))) for c in range(4)]
    rgb, rgba, cmyk = (Image.merge(mode, channels[: len(mode)]) for mode in ("RGB", "RGBA", "CMYK"))
    saved("grey.jpg", channels[0], quality=95)
    saved("ycc-444.jpg", rgb, quality=95, subsampling=0)
    saved("ycc-420.jpg", rgb, quality=95, subsampling=2)
    saved("progressive.jpg", rgb, quality=95, progressive=True)
    saved("rgb.jpg", rgb, quality=95, keep_rgb=True)
    inks = saved("cmyk.jpg", cmyk, quality=95)
    # The same numbers, said to be YCCK by Adobe's marker.
    at = inks.index(b"Adobe") + 11
    keep("ycck.jpg", inks[:at] + b"\2" + inks[at + 1 :])
    saved("lossy.webp", rgb, quality=90)
    saved("lossy-alpha.webp", rgba, quality=90)
    saved("lossless.webp", rgb, lossless=True)
    saved("lossless-alpha.webp", rgba, lossless=True, exact=True)


print("libjpeg-turbo", features.version("libjpeg_turbo"), "libwebp", features.version("webp"))
main()
