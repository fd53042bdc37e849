"""Makes a screenshot small: 192 colours at most, as an indexed PNG.

In: a PNG and a browser page that decodes it. Out: the bytes of a smaller PNG.
"""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np
from playwright.sync_api import Page

MOST, FIXED, ROUNDS = 192, 24, 4
DECODE = """async (png) => {
  const picture = new Image();
  picture.src = 'data:image/png;base64,' + png;
  await picture.decode();
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext('2d');
  context.drawImage(picture, 0, 0);
  const bytes = context.getImageData(0, 0, picture.width, picture.height).data;
  let text = '';
  for (let at = 0; at < bytes.length; at += 32768)
    text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return [picture.width, picture.height, btoa(text)];
}"""


def small(png: bytes, page: Page) -> bytes:
    """The same picture with a palette."""
    width, height, raw = page.evaluate(DECODE, base64.b64encode(png).decode())
    pixels = np.frombuffer(base64.b64decode(raw), np.uint8).reshape(height, width, 4)
    colours, which, counts = np.unique(
        pixels[..., :3].reshape(-1, 3), axis=0, return_inverse=True, return_counts=True
    )
    palette, index = _palette(colours.astype(np.float32), counts)
    return _png(palette, index[which.reshape(height, width)].astype(np.uint8))


def _palette(colours: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The commonest colours as they are; the others by a few rounds of k-means."""
    if len(colours) <= MOST:
        return colours.astype(np.uint8), np.arange(len(colours))
    common = np.argsort(-counts)
    # the others start spread over all that is left, so that a gradient keeps its steps
    rest = np.sort(common[FIXED:])
    spread = rest[np.linspace(0, len(rest) - 1, MOST - FIXED).astype(int)]
    centres = colours[np.concatenate([common[:FIXED], spread])].copy()
    weights = np.sqrt(counts)
    nearest = _nearest(colours, centres)
    for _ in range(ROUNDS):
        for one in range(FIXED, MOST):
            mine = nearest == one
            if mine.any():
                centres[one] = np.average(colours[mine], axis=0, weights=weights[mine])
        nearest = _nearest(colours, centres)
    return np.rint(centres).astype(np.uint8), nearest


def _nearest(colours: np.ndarray, centres: np.ndarray) -> np.ndarray:
    found = [
        ((part[:, None, :] - centres[None]) ** 2).sum(axis=2).argmin(axis=1)
        for part in np.array_split(colours, max(len(colours) // 2000, 1))
    ]
    return np.concatenate(found)


def _png(palette: np.ndarray, index: np.ndarray) -> bytes:
    height, width = index.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), index], axis=1).tobytes()
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", palette.tobytes()), (b"IDAT", zlib.compress(rows, 9)))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in (*parts, (b"IEND", b"")))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
