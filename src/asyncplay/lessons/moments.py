"""At which event of a recording a line of the program has just run. Questions and notes hang on that.

A trace knows the lines at which something happened: text was written, a task was made, a timer was set, a step ended. From those, and from the
shape of the program, a line's moments are read:

- a line that wrote has run once its text is out; one that suspended, once its step has ended;
- a line that calls code of the snippet (`await brew_tea()`) is asked about before anything of that code has happened;
- the head of a block (`except …:`) is asked about before anything of the block has happened;
- a line that left no trace has run after what stands before it in its block, or else before what stands after it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from asyncplay.late import dataclass
from asyncplay.trace import events as ev
from asyncplay.trace.recording import Recording

_Block = ast.stmt | ast.ExceptHandler | ast.match_case
_AFTER = (ev.WarningIssued, ev.ErrorRaised)
"""Events of a line that come of it: what is printed next may be just that."""
_OUTPUT = (ev.OutputWritten, *_AFTER)


@dataclass(frozen=True, slots=True)
class Place:
    """A statement, or the head of one that has a block."""

    lines: range
    body: range
    """The lines of its first block; empty where it has none."""
    whole: range
    """All its lines, blocks included."""
    scope: range
    """The lines of the function that it stands in (all lines, at the top of the file)."""
    before: tuple[int, ...] = ()
    """The first lines of the statements before it in the same block, nearest first."""
    after: tuple[int, ...] = ()
    """The first lines of those after it."""


class Program:
    """The shape of a source text: which statement a line belongs to."""

    def __init__(self, source: str) -> None:
        self._places: list[Place] = []
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        self._block(tree.body, range(1, source.count("\n") + 2))

    def _block(self, body: list[ast.stmt], scope: range) -> None:
        starts = [node.lineno for node in body]
        for i, node in enumerate(body):
            self._statement(node, scope, tuple(reversed(starts[:i])), tuple(starts[i + 1 :]))

    def _statement(self, node: _Block, scope: range, before: tuple[int, ...], after: tuple[int, ...]) -> None:
        first = node.pattern.lineno if isinstance(node, ast.match_case) else node.lineno
        blocks = list(_blocks(node))
        last = max([first, *map(_end, blocks), getattr(node, "end_lineno", None) or 0])
        inner = [start for block in blocks for part in block if (start := getattr(part, "lineno", None))]
        head_end = max(first, min(inner) - 1) if inner else last
        body = range(head_end + 1, _end(blocks[0]) + 1) if blocks else range(0)
        whole = range(first, last + 1)
        self._places.append(Place(range(first, head_end + 1), body, whole, scope, before, after))
        inside = whole if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else scope
        for block in blocks:
            if isinstance(block[0], ast.ExceptHandler | ast.match_case):
                for part in block:
                    self._statement(part, inside, (), ())
            else:
                self._block(block, inside)

    def place(self, line: int) -> Place | None:
        """The innermost statement that this line belongs to."""
        found = [place for place in self._places if line in place.lines]
        return min(found, key=lambda place: len(place.lines)) if found else None


def _blocks(node: _Block) -> Iterator[list[Any]]:
    for name in ("body", "handlers", "cases", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if isinstance(block, list) and block:
            yield block


def _end(block: list[Any]) -> int:
    last = block[-1]
    return getattr(last, "end_lineno", None) or _end(last.body)


def actor(event: ev.Event) -> int | None:
    """The task in whose step the event happened."""
    if isinstance(event, ev.TaskCreated):
        return event.parent
    if isinstance(event, ev.TaskWoken):
        return event.by
    return getattr(event, "task", None)


class Moments:
    """The moments of each line of one recording."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self._events = recording.events

    @cached_property
    def program(self) -> Program:
        return Program(self.recording.source)

    def first(self, line: int) -> int | None:
        """The playhead at which that line has run for the first time; None where it never did."""
        place = self.program.place(line)
        if place is None:
            return None
        direct = self._first_direct(place)
        if direct is not None:
            return direct[1]
        for guess in (self._before_block, self._after_what_is_before, self._before_what_is_after):
            if (seq := guess(place)) is not None:
                return seq
        return None

    def all(self, line: int) -> list[int]:
        """Every such playhead, where the line left a trace each time."""
        place = self.program.place(line)
        found: list[int] = []
        for i, event in enumerate(self._events if place else ()):
            assert place is not None
            seq = self._direct(i, event, place)
            if seq is not None and (not found or seq > found[-1]):
                found.append(seq)
        return found

    # what a line did itself

    def _first_direct(self, place: Place) -> tuple[int, int] | None:
        """The place of the first event that shows the statement to have run, and the playhead at which it has."""
        for i, event in enumerate(self._events):
            if (seq := self._direct(i, event, place)) is not None:
                return i, seq
        return None

    def _direct(self, i: int, event: ev.Event, place: Place) -> int | None:
        if event.kind.startswith("line"):  # line detail tells that a line begins, not that it has run
            return None
        if getattr(event, "line", None) in place.lines:
            if isinstance(event, ev.OutputWritten):
                return self._text_is_out(i, event) if event.stream == "stdout" else i
            if isinstance(event, _AFTER):
                return i
            return None if isinstance(event, ev.TaskWoken) and event.by is None else self._rest(i, place)
        if isinstance(event, ev.StepEnded) and any(frame.snippet and frame.line in place.lines for frame in event.chain):
            return self._before_callee(i, place)
        return None

    def _text_is_out(self, i: int, first: ev.OutputWritten) -> int:
        """After the line of output that begins there: a print may write it in parts."""
        event: ev.Event = first
        while isinstance(event, ev.OutputWritten) and event.line == first.line:
            i += 1
            if event.text.endswith("\n") or i == len(self._events):
                break
            event = self._events[i]
        return i

    def _rest(self, i: int, place: Place) -> int:
        """After all that the same line goes on to do before it lets go: a task made, a timer set, the step ended."""
        while not isinstance(self._events[i], ev.StepEnded) and i + 1 < len(self._events):
            after = self._events[i + 1]
            if getattr(after, "line", None) not in place.lines or isinstance(after, _OUTPUT):
                break
            i += 1
        return i + 1

    def _before_callee(self, i: int, place: Place) -> int:
        """The step ended in code that the statement called: before the first event of that code."""
        while i > 0:
            before = self._events[i - 1]
            line = getattr(before, "line", None)
            if isinstance(before, ev.StepStarted) or line is None or line in place.scope:
                break
            i -= 1
        return i

    # what stands around it

    def _before_block(self, place: Place) -> int | None:
        for i, event in enumerate(self._events):
            if getattr(event, "line", None) in place.body and not isinstance(event, ev.TaskWoken):
                return i
        return None

    def _after_what_is_before(self, place: Place) -> int | None:
        for line in place.before:
            sibling = self.program.place(line)
            if sibling is not None and (found := self._first_direct(sibling) or self._within(sibling)) is not None:
                return self._going_on(found[1]) if not sibling.body else self._going_on(self._last_within(sibling, found[0]))
        return None

    def _before_what_is_after(self, place: Place) -> int | None:
        for line in place.after:
            sibling = self.program.place(line)
            if sibling is not None and (found := self._first_direct(sibling) or self._within(sibling)) is not None:
                return min(found)
        return None

    def _within(self, place: Place) -> tuple[int, int] | None:
        for i, event in enumerate(self._events):
            if getattr(event, "line", None) in place.whole and not isinstance(event, ev.TaskWoken):
                return i, i
        return None

    def _last_within(self, place: Place, first: int) -> int:
        """After the last thing that the same task did in the statement's blocks."""
        who = actor(self._events[first])
        places = [i for i, event in enumerate(self._events) if getattr(event, "line", None) in place.whole and actor(event) == who]
        return (places[-1] if places else first) + 1

    def _going_on(self, seq: int) -> int:
        """If the task suspended just before: once it goes on."""
        ended = self._events[seq - 1] if seq else None
        if isinstance(ended, ev.StepEnded):
            for i in range(seq, len(self._events)):
                event = self._events[i]
                if isinstance(event, ev.StepStarted) and event.task == ended.task:
                    return i + 1
        return seq
