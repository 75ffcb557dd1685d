"""A picture for attachments of the demo, drawn here: no file, no licence."""

from __future__ import annotations

import struct
import zlib
from functools import cache


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@cache
def photo(width: int = 320, height: int = 240) -> bytes:
    """A small PNG: a terracotta pot with a crack, more or less."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            rows += _pixel(x / width, y / height)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(bytes(rows), 9))
        + _chunk(b"IEND", b"")
    )


def _pixel(x: float, y: float) -> bytes:
    side = 0.28 - 0.1 * (y - 0.25)
    if 0.25 < y < 0.85 and abs(x - 0.5) < side:
        crack = abs(x - 0.52 - 0.05 * ((y * 12) % 1 - 0.5)) < 0.008
        return b"\x3a\x20\x16" if crack else bytes((196 - int(40 * x), 98, 66))
    return b"\xd8\xd2\xc6" if y < 0.8 else b"\xa8\x9f\x8e"
