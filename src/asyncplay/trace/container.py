"""A recording file's frame: a line with the format's version, then sections, each compressed, measured and checked by itself.

Nothing is believed: a section's size is bounded before it is unpacked, and unpacking stops at the size that it claims. What follows a
section that is not whole is not read.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator

VERSION = 1
MAGIC = b"asyncplay recording "
SECTION = struct.Struct("<4sIII")
"""name, size as stored, size unpacked, crc32 of what is stored"""
FILE_MAX = 512 << 20
SECTION_MAX = 256 << 20
UNPACKED_MAX = 1 << 30
"""Bytes unpacked at most, all sections together."""
JSON = frozenset({b"HEAD", b"TABL", b"RAWE", b"VALS", b"STAT"})
JSON_MAX = 96 << 20
"""Bytes of JSON unpacked at most: it takes several times its size once it is read."""
LAST = b"END."


class BadRecording(ValueError):
    """A file that is no recording, or one that this version cannot read: the message is for the user."""


def written(sections: Iterable[tuple[bytes, bytes]], level: int = 1) -> Iterator[bytes]:
    """A file's bytes, piece by piece."""
    yield MAGIC + b"%d\n" % VERSION
    for name, data in sections:
        packed = zlib.compress(data, level)
        yield SECTION.pack(name, len(packed), len(data), zlib.crc32(packed)) + packed
    yield SECTION.pack(LAST, 0, 0, 0)


def sections(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The sections that are whole, in order; the last is LAST only if the file is. BadRecording if it is no recording at all."""
    place = check_head(data)
    unpacked = words = 0
    while place + SECTION.size <= len(data):
        name, stored, size, crc = SECTION.unpack_from(data, place)
        place += SECTION.size
        if name == LAST:
            yield LAST, b""
            return
        unpacked += size
        words += size if name in JSON else 0
        if words > JSON_MAX:
            return
        if stored > SECTION_MAX or size > SECTION_MAX or unpacked > UNPACKED_MAX or place + stored > len(data):
            return
        found = _unpacked(data[place : place + stored], size, crc)
        if found is None:
            return
        yield name, found
        place += stored


def check_head(data: bytes) -> int:
    """Where the sections begin."""
    if len(data) > FILE_MAX:
        raise BadRecording(f"it is larger than {FILE_MAX >> 20} MiB")
    end = data.find(b"\n", 0, len(MAGIC) + 10)
    if not data.startswith(MAGIC) or end < 0:
        raise BadRecording("it is no recording of asyncplay")
    number = data[len(MAGIC) : end]
    if not number.isdigit():
        raise BadRecording("it is no recording of asyncplay")
    if int(number) > VERSION:
        raise BadRecording(f"it was made by a newer asyncplay (format {int(number)}; this one reads up to {VERSION})")
    return end + 1


def _unpacked(stored: bytes, size: int, crc: int) -> bytes | None:
    if zlib.crc32(stored) != crc:
        return None
    unpack = zlib.decompressobj()
    try:
        data = unpack.decompress(stored, size + 1)
    except zlib.error:
        return None
    return data if len(data) == size and unpack.eof else None
