"""A stack that the runner's C code wrote between the lines: where it stands while the interpreter itself can say nothing.

It is what `faulthandler` prints, a line a frame, innermost first. Nothing in it is trusted.
"""

from __future__ import annotations

import re

from asyncplay.late import dataclass

FRAMES_MAX = 200
TEXT_MAX = 500
"""It cuts longer texts."""
_HEAD = re.compile(rb"(Current thread|Thread|Stack|Fatal|Timeout)\b.{0,200}")
_FRAME = re.compile(rb'  File (?:"(.{0,1000})"|\?\?\?), line (?:(\d{1,8})|\?\?\?) in (.{0,300})')
"""Between two instructions a frame has no line, and C code says so."""
_CUT = b"  ..."
_REST = re.compile(rb"|  <.{0,100}>")
_ENDS = ("/sandbox/importlib_bootstrap.py", "/threading.py")
"""Where the outermost frame of a runner's main thread stands, and that of another thread (whose function is `_bootstrap`)."""

Frame = tuple[str, int, str]
"""File, line and function."""


@dataclass(frozen=True, slots=True)
class Stack:
    frames: tuple[Frame, ...]
    """Innermost first."""
    cut: bool
    """There were more, further out."""


def as_dumped(text: str) -> str:
    """A text as it stands in a stack: plain ASCII, and not too long."""
    short = text[:TEXT_MAX]
    if not (short.isascii() and short.isprintable()):
        short = "".join(c if " " <= c <= "~" else _escaped(ord(c)) for c in short)
    return short + "..." if len(text) > TEXT_MAX else short


def _escaped(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


class Dump:
    """Collects the frames of the last stack that came."""

    def __init__(self) -> None:
        self._frames: list[Frame] = []
        self._cut = False

    def take(self, line: bytes) -> bool:
        """Whether this line belongs to a stack."""
        found = _FRAME.fullmatch(line)
        if found:
            if len(self._frames) < FRAMES_MAX:
                self._frames.append(((found[1] or b"").decode("utf-8", "replace"), int(found[2] or 0), found[3].decode("utf-8", "replace")))
            return True
        if _HEAD.fullmatch(line):
            self._frames, self._cut = [], False
            return True
        if line == _CUT:
            self._cut = True
            return True
        return _REST.fullmatch(line) is not None

    @property
    def count(self) -> int:
        """How many frames have come."""
        return len(self._frames)

    @property
    def whole(self) -> bool:
        """Whether the outermost frame has come, as far as one can tell."""
        if self._cut or not self._frames:
            return self._cut
        file, _, name = self._frames[-1]
        return file.endswith(_ENDS) and name in ("<module>", "_bootstrap")

    def pop(self) -> Stack:
        """The stack that came, if one did."""
        frames, cut = self._frames, self._cut
        self._frames, self._cut = [], False
        return Stack(tuple(frames), cut)
