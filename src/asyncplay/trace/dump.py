"""A stack that the runner's C code wrote between the lines: where it stands while the interpreter itself can say nothing.

It is what `faulthandler` prints, a line a frame, innermost first. Nothing in it is trusted.
"""

from __future__ import annotations

import re

FRAMES_MAX = 200
_HEAD = re.compile(rb"(Current thread|Thread|Stack|Fatal|Timeout)\b.{0,200}")
_FRAME = re.compile(rb'  File "(.{0,1000})", line (\d{1,8}) in (.{0,300})')
_REST = re.compile(rb"|  \.\.\.|  <.{0,100}>")


class Dump:
    """Collects the frames of the last stack that came."""

    def __init__(self) -> None:
        self._frames: list[tuple[str, int, str]] = []

    def take(self, line: bytes) -> bool:
        """Whether this line belongs to a stack."""
        found = _FRAME.fullmatch(line)
        if found:
            if len(self._frames) < FRAMES_MAX:
                self._frames.append((found[1].decode("utf-8", "replace"), int(found[2]), found[3].decode("utf-8", "replace")))
            return True
        if _HEAD.fullmatch(line):
            self._frames = []
            return True
        return _REST.fullmatch(line) is not None

    @property
    def count(self) -> int:
        """How many frames have come."""
        return len(self._frames)

    def pop(self) -> list[tuple[str, int, str]]:
        """File, line and function of each frame, innermost first; none if no stack came."""
        frames, self._frames = self._frames, []
        return frames
