"""The runner's bytes into events: both channels, in true order. Sans I/O: the engine reads, this understands.

Nothing that the runner sends can make it raise, loop or grow without bound. Bytes that cannot be meant (a wrong commit word, a line that
is no JSON) are *damage*: one TraceDamaged, and nothing after it. A record that is whole but speaks of a task that is not there is left
out; the first of these is told by a TraceDamaged too, and reading goes on.
"""

from __future__ import annotations

import json
from bisect import insort
from typing import Any

from asyncplay.trace import wire
from asyncplay.trace.definitions import Definitions, Malformed, line_number, number, text, variables
from asyncplay.trace.dump import Dump
from asyncplay.trace.events import (
    CancelAsked,
    ErrorRaised,
    Event,
    GeneratorAbandoned,
    LimitReached,
    LoopComplained,
    LoopForeign,
    NoteMade,
    ProcessForked,
    ProgramPaused,
    ProgramResumed,
    RunStarted,
    StdinRead,
    TraceDamaged,
    VariablesSeen,
    WarningIssued,
)
from asyncplay.trace.records import Doubtful, OutputClaim, Records

__all__ = ["Decoder", "OutputClaim"]

FACTS_MAX = 10_000
"""So many facts at most are told in a run, and so many errors beside them."""
FACTS_TEXT = "The program caused more than 10,000 warnings and notes. The rest is left out."
FACTS = frozenset({"run", "warn", "error", "stdin", "fork", "loop", "note", "paused", "resumed", "cancel", "limit", "vars", "agen", "moan", "ends"})
CONTROL = frozenset({"vars", "paused", "resumed", "cancel", "agen", "moan"})
CONTROL_MAX = 200_000
"""Two for each step that somebody asked for by hand."""
_U64 = 2**64 - 1
_LATEST = float(2**64)
"""More nanoseconds than any run has; what is no number at all is no time either."""


class Decoder:
    """Feed `lines` and `records` as bytes come; take events from `records`, and at the end from `finish`."""

    def __init__(self, source: str = "") -> None:
        """`source`: the snippet's text, in which things have their names."""
        self._names = Definitions(source)
        self._reader = Records(self._names)
        self._line_rest = b""
        self._torn = b""
        """The first half of a stack's line in the middle of which another line came."""
        self._record_rest = b""
        self._facts: list[tuple[int, str, dict[str, Any]]] = []
        """Facts whose turn has not come: the number of records before them, the kind, the line."""
        self._taken: dict[str, int] = {}
        self._index = 0
        self._at = 0.0
        self._started = False
        self._told_damage = False
        self._broken: str | None = None
        self.dump = Dump()
        """The stack that the runner wrote when it was asked by a signal."""
        self.ended: float | None = None
        """When the interpreter ended, on the run's clock: its line came."""

    @property
    def broken(self) -> bool:
        """Whether the bytes could not be understood, so that nothing more will come."""
        return self._broken is not None

    def lines(self, data: bytes) -> None:
        """Bytes of the text pipe, cut anywhere."""
        if self._broken is not None:
            return
        *whole, self._line_rest = (self._line_rest + data).split(b"\n")
        for line in whole:
            self._line(line)
            if self._broken is not None:
                return
        if len(self._line_rest) > wire.LINE_MAX:
            self._broken = "a line of text is too long"

    def _line(self, line: bytes) -> None:
        if len(line) > wire.LINE_MAX:
            self._broken = "a line of text is too long"
            return
        if line[:1] != b"{":
            line, self._torn = self._torn + line, b""
            at = line.find(b'{"k":')
            if 0 < at <= wire.LINE_MAX:  # C code writes a stack in pieces, and a thread's line came between two of them
                self._torn, line = line[:at], line[at:]
            elif self.dump.take(line):
                return
        try:
            data = json.loads(line)
            kind = data["k"]
            if not self._names.define(kind, data):
                self._fact(kind, data)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):  # all that JSON of the wrong shape can lead to
            self._broken = "a line of text could not be understood"

    def _fact(self, kind: object, data: dict[str, Any]) -> None:
        if kind == "end":
            self.ended = number(data, "t", 0, _U64) / 1e9
        elif kind in FACTS:
            if not self._has_room(str(kind), data):
                return
            insort(self._facts, (number(data, "n", 0, _U64), str(kind), data), key=_turn)  # threads may overtake each other

    def _has_room(self, kind: str, data: dict[str, Any]) -> bool:
        """Whether one more of this kind is kept. Errors are counted by themselves: the one that ends the run comes last."""
        key = kind if kind in ("error", "ends") else "control" if kind in CONTROL else "other"
        self._taken[key] = self._taken.get(key, 0) + 1
        if key == "control":
            return self._taken[key] <= CONTROL_MAX
        if self._taken[key] == FACTS_MAX + 1:
            data |= {"k": "note", "s": FACTS_TEXT}
            insort(self._facts, (number(data, "n", 0, _U64), "note", data), key=_turn)
        return self._taken[key] <= FACTS_MAX

    def records(self, data: bytes) -> list[Event | OutputClaim]:
        """More of the records, in order; also those facts whose turn has come (call it with b"" for these alone)."""
        out: list[Event | OutputClaim] = []
        if self._broken is None:
            data = self._record_rest + data if self._record_rest else data
            whole = len(data) - len(data) % wire.RECORD_SIZE
            self._record_rest = data[whole:]
            self._take(data[:whole] if self._record_rest else data, out)
            self._due(out)
        if self._broken is not None and not self._told_damage:
            self._tell(self._broken, out)
        return out

    def skip(self, slots: int) -> None:
        """So many records are not going to come."""
        self._index += slots

    def _take(self, data: bytes, out: list[Event | OutputClaim]) -> None:
        handler_of = self._reader.handler
        for t, t0, task, a, b, c, d, kind, loop, e, commit in wire.RECORD.iter_unpack(data):
            if self._facts and self._facts[0][0] <= self._index:
                self._due(out)
                if self._broken is not None:
                    return
            handler = handler_of(kind)
            if (
                commit != (wire.HEADER_SIZE + self._index * wire.RECORD_SIZE) & wire.MASK32 or handler is None
                or not 0.0 <= t <= _LATEST or not 0.0 <= t0 <= _LATEST
            ):  # fmt: skip
                self._broken = "a record could not be understood"
                return
            self._index += 1
            self._at = int(t + 0.5) / 1e9
            try:
                handler(int(t + 0.5), int(t0 + 0.5), task, a, b, c, d, loop, e, out)
            except Doubtful as doubt:
                if not self._told_damage:
                    self._tell(f"a record is not true: {doubt}", out)

    def _tell(self, reason: str, out: list[Event | OutputClaim]) -> None:
        self._told_damage = True
        out.append(TraceDamaged(self._at, reason))

    def _due(self, out: list[Event | OutputClaim]) -> None:
        """The facts that happened before the next record."""
        n = 0
        while n < len(self._facts) and self._facts[n][0] <= self._index and self._broken is None:
            self._emit(self._facts[n], out)
            n += 1
        del self._facts[:n]

    def _emit(self, fact: tuple[int, str, dict[str, Any]], out: list[Event | OutputClaim]) -> None:
        _, kind, data = fact
        try:
            if kind == "ends":
                self._names.ends(data)
                return
            event = self._event(kind, data, number(data, "t", 0, _U64) / 1e9)
        except Malformed:
            self._broken = "a line of text could not be understood"
            return
        if isinstance(event, RunStarted):
            if self._started:
                return
            self._started = True
        out.append(event)

    def _event(self, kind: str, data: dict[str, Any], at: float) -> Event:
        match kind:
            case "run":
                seed = data.get("seed")
                seed = seed if type(seed) is int and 0 <= seed < 1 << 63 else None
                return RunStarted(at, text(data, "path"), text(data, "python", 100), text(data, "clock", 20), seed, data.get("debug") is True)
            case "warn":
                return WarningIssued(at, text(data, "cat", 200), text(data, "msg", 4000), line_number(data))
            case "error":
                return ErrorRaised(at, text(data, "type", 200), text(data, "msg", 4000), line_number(data))
            case "stdin":
                task = number(data, "task", 0) if data.get("task") is not None else 0
                return StdinRead(at, task if self._reader.is_known(task) else None, line_number(data))
            case "fork":
                return ProcessForked(at, number(data, "pid", 0))
            case "loop":
                return LoopForeign(at, text(data, "name", 200))
            case "paused":
                task = number(data, "task", 0)
                reason = text(data, "reason", 20)
                return ProgramPaused(at, task if self._reader.is_known(task) else None, line_number(data), reason)
            case "resumed":
                return ProgramResumed(at)
            case "cancel":
                task = number(data, "task", 0)
                return CancelAsked(at, task if self._reader.is_known(task) else None)
            case "agen":
                return GeneratorAbandoned(at, text(data, "name", 200), line_number(data))
            case "moan":
                task = number(data, "task", 0)
                error = text(data, "error") if data.get("error") is not None else None
                known = task if self._reader.is_known(task) else None
                return LoopComplained(at, number(data, "loop", 0), text(data, "msg"), error, known, line_number(data))
            case "vars":
                task = number(data, "task", 0)
                return VariablesSeen(at, task if self._reader.is_known(task) else None, variables(data))
            case "limit":
                return LimitReached(at, text(data, "name", 40), number(data, "value", 0, _U64), line_number(data))
            case _:
                return NoteMade(at, text(data, "s"))

    def held(self, task: int | None, since: float, line: int, at: float, elsewhere: bool = False) -> list[Event]:
        """The runner's answer to a signal: this step (None: code outside every task; `elsewhere`: of another thread) has held it since then."""
        out: list[Event | OutputClaim] = []
        if self._broken is None:
            self._reader.held(task, since, line, at, elsewhere, out)
        return [event for event in out if not isinstance(event, OutputClaim)]

    def finish(self) -> list[Event]:
        """No more bytes will come: the facts that still waited for their turn, in order."""
        out: list[Event | OutputClaim] = []
        if self._broken is None:
            self._index = max([self._index, *(fact[0] for fact in self._facts)])
            self._due(out)
        if self._broken is not None and not self._told_damage:
            self._tell(self._broken, out)
        return [event for event in out if not isinstance(event, OutputClaim)]


def _turn(fact: tuple[int, str, dict[str, Any]]) -> int:
    return fact[0]
