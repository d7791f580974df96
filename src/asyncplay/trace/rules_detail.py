"""What line detail and variables, both opt-in, do to the state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asyncplay.trace.events import Event, LineReached, VariablesSeen
from asyncplay.trace.state import IllegalEvent, State


def _line_reached(s: State, e: LineReached, at: float) -> None:
    s.known(e.task)
    if e.line < 1:
        raise IllegalEvent(f"there is no line {e.line}")
    s.at_line(e.task, e.line)
    if s.has_room("reached", e.line):
        reached = s.change("reached")
        reached[e.line] = reached.get(e.line, 0) + 1


def _variables_seen(s: State, e: VariablesSeen, at: float) -> None:
    s.known(e.task)
    if e.task is not None and s.has_room("variables", e.task):
        s.change("variables")[e.task] = e.frames


DETAIL_RULES: dict[type[Event], Callable[[State, Any, float], None]] = {LineReached: _line_reached, VariablesSeen: _variables_seen}
