"""From bytes on two pipes and claims in the trace to OutputWritten events: who printed what, from which line.

The bytes are the truth; a claim says that the next so many of a stream are a task's, with their checksum. Bytes that nobody claims (a
subprocess, os.write) are told without a task, once it is clear that no claim is on its way. Beyond `keep` bytes nothing is kept, only counted.
"""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Callable

from asyncplay.trace.codec import OutputClaim
from asyncplay.trace.events import OutputDropped, OutputWritten

STREAMS = ("stdout", "stderr")
TRIES = 200
"""So many places at most are tried for a claim that does not fit at once."""
HELD_MAX = 1 << 18
"""Bytes of a stream that wait for a claim."""
CHARGE = 16
"""A write costs so many bytes of the limit besides its own, so that empty lines are bounded too."""


class OutputMatcher:
    """Bytes in, events out, through `emit`."""

    def __init__(self, keep: int, emit: Callable[[OutputWritten | OutputDropped], None], passed: Callable[[str, bytes], None] | None) -> None:
        self._left = keep
        self._emit = emit
        self._passed = passed
        self._held = {stream: bytearray() for stream in STREAMS}
        self._decoders = {stream: codecs.getincrementaldecoder("utf-8")("replace") for stream in STREAMS}
        self._dropped = dict.fromkeys(STREAMS, 0)

    def feed(self, stream: str, data: bytes) -> None:
        """Bytes that came from a stream's pipe."""
        self._held[stream] += data

    def held(self, stream: str) -> int:
        return len(self._held[stream])

    def settle(self, claim: OutputClaim) -> bool:
        """Tell a claim's bytes; False if they are not there (yet)."""
        held = self._held[claim.stream]
        place = self._find(held, claim)
        if place is None:
            return False
        if place:
            self._tell(claim.at, None, claim.stream, bytes(held[:place]), None)
        self._tell(claim.at, claim.task, claim.stream, bytes(held[place : place + claim.nbytes]), claim.line)
        del held[: place + claim.nbytes]
        return True

    def _find(self, held: bytearray, claim: OutputClaim) -> int | None:
        size = claim.nbytes
        with memoryview(held) as view:
            place = 0
            for _ in range(TRIES):
                if place + size > len(held):
                    return None
                if zlib.crc32(view[place : place + size]) == claim.crc:
                    return place
                place = held.find(b"\n", place) + 1
                if not place:
                    return None
        return None

    def flush(self, at: float) -> None:
        """Nobody claims what is held: tell it without a task."""
        for stream, held in self._held.items():
            if held:
                self._tell(at, None, stream, bytes(held), None)
                held.clear()

    def overfull(self, at: float) -> None:
        """Bound what waits for a claim."""
        if any(len(held) > HELD_MAX for held in self._held.values()):
            self.flush(at)

    def count_dropped(self, at: float) -> None:
        """Tell what was thrown away since the last time."""
        for stream, count in self._dropped.items():
            if count:
                self._emit(OutputDropped(at, stream, count))
                self._dropped[stream] = 0

    def finish(self, at: float) -> None:
        """No more bytes will come."""
        self.flush(at)
        for stream, decoder in self._decoders.items():
            if rest := decoder.decode(b"", True):
                self._emit(OutputWritten(at, None, stream, rest, None))
        self.count_dropped(at)

    def _tell(self, at: float, task: int | None, stream: str, data: bytes, line: int | None) -> None:
        if self._passed is not None:
            self._passed(stream, data)
        kept = data[: max(0, self._left)]
        self._left -= len(kept) + CHARGE
        self._dropped[stream] += len(data) - len(kept)
        if kept and (text := self._decoders[stream].decode(kept)):
            self._emit(OutputWritten(at, task, stream, text, line))
