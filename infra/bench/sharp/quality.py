"""How close a thumbnail is to the best that its size allows: the source scaled in floats, in linear steps of nothing but Lanczos."""

import io
from pathlib import Path

import numpy as np
from PIL import Image
from skimage.metrics import peak_signal_noise_ratio, structural_similarity


def reference(source: Path, size: tuple[int, int]) -> np.ndarray:
    """The source, scaled by Pillow's Lanczos filter in 32-bit floats, each channel by itself."""
    picture = np.asarray(Image.open(source).convert("RGB"), np.float32)
    channels = [Image.fromarray(picture[..., index]).resize(size, Image.Resampling.LANCZOS) for index in range(3)]
    return np.clip(np.stack([np.asarray(channel) for channel in channels], -1), 0, 255)


def compare(source: Path, thumbnails: list[Path]) -> list[tuple[float, float, int]]:
    """SSIM, PSNR in dB and bytes of each."""
    found, wanted = [], None
    for path in thumbnails:
        data = path.read_bytes()
        picture = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), np.float32)
        size = (picture.shape[1], picture.shape[0])
        if wanted is None or wanted.shape != picture.shape:
            wanted = reference(source, size)
        ssim = structural_similarity(wanted, picture, channel_axis=-1, data_range=255)
        psnr = peak_signal_noise_ratio(wanted, picture, data_range=255)
        found.append((float(ssim), float(psnr), len(data)))
    return found
