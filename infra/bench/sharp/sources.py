"""The pictures that are measured: synthesised photographs with detail and grain, and those that scikit-image ships."""

from pathlib import Path

import numpy as np
from PIL import Image

# Megapixels, format, what is special.
WANTED = [
    (1, "jpg", ""), (2, "jpg", ""), (4, "jpg", ""), (8, "jpg", ""), (12, "jpg", ""), (24, "jpg", ""),
    (12, "jpg", "progressive"), (8, "jpg", "444"),
    (1, "png", ""), (4, "png", ""), (12, "png", ""), (2, "png", "alpha"),
    (2, "webp", ""), (8, "webp", ""),
]


def photograph(width: int, height: int, seed: int) -> np.ndarray:
    """Fractal shapes in three colours, edges, and the grain of a sensor."""
    dice = np.random.default_rng(seed)
    picture = np.zeros((height, width, 3), np.float32)
    for octave in range(9):
        cells = 3 * 2**octave
        if cells > max(width, height):
            break
        rows = max(2, cells * height // max(width, height))
        noise = dice.random((rows, max(2, cells * width // max(width, height)), 3), np.float32)
        for channel in range(3):
            layer = Image.fromarray(noise[..., channel]).resize((width, height), Image.Resampling.BICUBIC)
            picture[..., channel] += np.asarray(layer) * 0.62**octave
    picture = (picture - picture.min()) / (picture.max() - picture.min())
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) / max(width, height)
    for _ in range(14):
        cx, cy, radius = dice.random(3) * (1, 1, 0.2)
        inside = (x - cx) ** 2 + (y - cy) ** 2 < radius**2
        picture[inside] = picture[inside] * 0.5 + dice.random(3).astype(np.float32) * 0.5
    picture = picture * 255 + dice.normal(0, 4, picture.shape).astype(np.float32)
    return np.clip(picture, 0, 255).astype(np.uint8)


def make(folder: Path) -> list[Path]:
    """Writes what is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed, (megapixels, extension, special) in enumerate(WANTED):
        path = folder / f"{seed:02}-{megapixels}mp{'-' + special if special else ''}-{extension}.{extension}"
        if path.exists():
            continue
        width = round((megapixels * 1e6 * 3 / 2) ** 0.5)
        picture = Image.fromarray(photograph(width, width * 2 // 3, seed))
        if special == "alpha":
            alpha = Image.linear_gradient("L").resize(picture.size)
            picture.putalpha(alpha)
        options = {"quality": 88} if extension != "png" else {}
        if extension == "jpg":
            options |= {"progressive": special == "progressive", "subsampling": 0 if special == "444" else 2}
        picture.save(path, **options)
    shipped(folder)
    return sorted(folder.iterdir())


def shipped(folder: Path) -> None:
    """Photographs of scikit-image's own package; none is fetched."""
    import skimage.data

    for name in ("astronaut", "coffee", "chelsea", "rocket"):
        path = folder / f"99-{name}-jpg.jpg"
        if not path.exists():
            try:
                Image.fromarray(getattr(skimage.data, name)()).save(path, quality=90)
            except Exception as error:  # not shipped by this version
                print(f"{name} is left out: {error}")
