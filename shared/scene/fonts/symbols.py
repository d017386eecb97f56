"""Makes the fonts of symbols: `python symbols.py /usr/share/fonts/truetype/noto .`

Needs fonttools and brotli, and the fonts of Debian's packages fonts-noto-core and fonts-noto-mono (20201225-1).
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

# Each character is in the first of these that has it.
SOURCES = {
    "mono": "NotoSansMono-Regular",
    "": "NotoSans-Regular",
    "math": "NotoSansMath-Regular",
    "symbols2": "NotoSansSymbols2-Regular",
    "symbols1": "NotoSansSymbols-Regular",
}
WANTED = [
    (0x2010, 0x205E), (0x2070, 0x209F), (0x2100, 0x23FF), (0x2460, 0x27FF), (0x2900, 0x2935), (0x2B00, 0x2B5F),
]
# Emoji_Presentation=Yes in Unicode's emoji-data.txt: the font of emoji has these.
COLOURED = [
    (0x231A, 0x231B), (0x23E9, 0x23EC), (0x23F0, 0x23F0), (0x23F3, 0x23F3), (0x25FD, 0x25FE), (0x2614, 0x2615),
    (0x2648, 0x2653), (0x267F, 0x267F), (0x2693, 0x2693), (0x26A1, 0x26A1), (0x26AA, 0x26AB), (0x26BD, 0x26BE),
    (0x26C4, 0x26C5), (0x26CE, 0x26CE), (0x26D4, 0x26D4), (0x26EA, 0x26EA), (0x26F2, 0x26F3), (0x26F5, 0x26F5),
    (0x26FA, 0x26FA), (0x26FD, 0x26FD), (0x2705, 0x2705), (0x270A, 0x270B), (0x2728, 0x2728), (0x274C, 0x274C),
    (0x274E, 0x274E), (0x2753, 0x2755), (0x2757, 0x2757), (0x2795, 0x2797), (0x27B0, 0x27B0), (0x27BF, 0x27BF),
    (0x2B1B, 0x2B1C), (0x2B50, 0x2B50), (0x2B55, 0x2B55),
]


def members(ranges):
    return {char for first, last in ranges for char in range(first, last + 1)}


def takes(kind, char):
    """Lines and blocks have to join, so they are the monospaced font's; the mathematical one has signs of its own."""
    if kind == "mono":
        return 0x2500 <= char <= 0x259F
    if kind == "math":
        return char < 0x2300 or 0x2308 <= char <= 0x230B or 0x2400 <= char < 0x2600 or char >= 0x27C0
    return True


def main(source, target):
    left = members(WANTED) - members(COLOURED)
    for kind, name in SOURCES.items():
        font = TTFont(source / f"{name}.ttf")
        chars = {char for char in set(font.getBestCmap()) & left if takes(kind, char)}
        left -= chars
        options = subset.Options()
        options.flavor = "woff2"
        options.hinting = False
        options.layout_features = ["ccmp", "locl", "mark", "mkmk"]
        options.name_IDs = [0, 1, 2, 13, 14]
        options.drop_tables += ["MATH", "FFTM"]
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=chars)
        subsetter.subset(font)
        path = "-".join(part for part in ("noto-sans", kind, "symbols.woff2") if part)
        subset.save_font(font, target / path, options)


main(Path(sys.argv[1]), Path(sys.argv[2]))
