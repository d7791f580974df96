"""The end of a run that a virtual clock would let go on for ever: the trace says which budget is spent and where, and the process ends."""

from __future__ import annotations

import os
import sys
from typing import Any

from asyncplay.runner import breakpoints, loops, record, sites, things
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

EXIT_CODE = 137
_exit, _getframe = os._exit, sys._getframe


def spent(name: str, value: float) -> None:
    """End the run."""
    record.fact("limit", name=name, value=int(value), line=_line())
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass
    _exit(EXIT_CODE)


def _line() -> int:
    """Where the snippet is: the line that runs, else that of the task which waits for the next timer, else that of the newest task."""
    frame: Any = _getframe(2)
    while frame is not None and not ((sites.is_own(frame.f_code) and loops.here() is None) or _is_inside(frame)):
        frame = frame.f_back
    if frame is not None:
        return int(frame.f_lineno)
    found = 0
    for number in sorted(things.pending):
        task = things.task_of(number)
        line = breakpoints.line_of(task) if task is not None else 0
        if line:
            found = line
            if task is not None and _rings_next(task):
                break
    return found or _outermost()


def _outermost() -> int:
    """The line that runs the loop: a task may consist of nothing of the snippet's."""
    frame: Any = _getframe(2)
    while frame is not None and not sites.is_own(frame.f_code):
        frame = frame.f_back
    return int(frame.f_lineno) if frame is not None else 0


def _is_inside(frame: Any) -> bool:
    """A frame of the snippet's that runs inside a step, not the one that called `asyncio.run`."""
    if not sites.is_own(frame.f_code):
        return False
    while frame is not None:
        if sites.is_end(frame.f_code):
            return True
        frame = frame.f_back
    return False


def _rings_next(task: Any) -> bool:
    state = next((state for state in loops.states.values() if state.loop is not None), None)
    heap = state.loop._scheduled if state is not None else []
    return bool(heap) and task._fut_waiter is not None and any(arg is task._fut_waiter for arg in heap[0]._args or ())
