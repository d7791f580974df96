"""The program's output as lines: made from the events that carry text, and nowhere else.

A line belongs to the task, time and source line that began it. One that has not ended stays open, per stream, and the next text of that
stream goes on with it. The text is untrusted: control characters are still in it.
"""

from __future__ import annotations

from asyncplay.late import dataclass
from asyncplay.trace.events import Event, NoteMade, OutputWritten, StdinRead

STDIN_TEXT = "The program asked for input. There is none here: it got an end of file."


@dataclass(slots=True)
class OutputLine:
    """One line, without its end."""

    at: float
    task: int | None
    stream: str
    """stdout, stderr, or note: a sentence of asyncplay's own among the output."""
    text: str
    line: int | None
    """The snippet's line that wrote it."""
    seq: int
    """The place in the recording of the event that began it."""


class OutputLines:
    """Collects lines, in the order in which they began."""

    __slots__ = ("_lines", "_open", "seq")

    def __init__(self) -> None:
        self._lines: list[OutputLine] = []
        self._open: dict[str, tuple[OutputLine, list[str]]] = {}
        self.seq = 0
        """The place of the next event that comes."""

    def add(self, event: Event, seq: int | None = None) -> None:
        """Take the next event of the recording; most carry no output."""
        seq = self.seq if seq is None else seq
        self.seq = seq + 1
        if isinstance(event, OutputWritten):
            self._write(event, seq)
        elif isinstance(event, NoteMade):
            self._lines.append(OutputLine(event.at, None, "note", event.text, None, seq))
        elif isinstance(event, StdinRead):
            self._lines.append(OutputLine(event.at, event.task, "note", STDIN_TEXT, event.line, seq))

    def _write(self, event: OutputWritten, seq: int) -> None:
        if not event.text:
            return
        pieces = event.text.split("\n")
        last = pieces.pop()  # what comes after the last line end: it stays open
        for piece in pieces:
            opened = self._open.pop(event.stream, None)
            if opened is None:
                self._lines.append(OutputLine(event.at, event.task, event.stream, piece.removesuffix("\r"), event.line, seq))
            else:
                line, parts = opened
                parts.append(piece)
                line.text = "".join(parts).removesuffix("\r")
        if last:
            opened = self._open.get(event.stream)
            if opened is None:
                line = OutputLine(event.at, event.task, event.stream, last, event.line, seq)
                self._lines.append(line)
                self._open[event.stream] = (line, [last])
            else:
                opened[1].append(last)  # joined when somebody looks: a line of many small writes must not cost its square

    @property
    def lines(self) -> list[OutputLine]:
        """All lines so far, open ones as far as they go. To be read, not changed."""
        for line, parts in self._open.values():
            if len(parts) > 1:
                parts[:] = ["".join(parts)]
                line.text = parts[0]
        return self._lines
