"""Which lines of the snippet ran between two awaits, opt-in: by `sys.monitoring` from 3.12 on, by `sys.settrace` before.

Bounded: a line that was reached MOST times is followed no further, and nothing is when lines come faster than RATE or there were TOTAL of them.
Which of this happened is said in a note.
"""

from __future__ import annotations

import sys
import threading
import time
from types import CodeType, FrameType
from typing import Any

from asyncplay.runner import breakpoints, gate, loops, record, sites
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

TOOL = 4
"""Its number among the tools of sys.monitoring: not a debugger's, a coverage's or a profiler's."""
MOST = 1000
TOTAL = 200_000
LOOK = 20_000
"""The rate is looked at every so many lines."""
RATE = 100_000
"""Lines a second."""
_real = time.monotonic
_monitoring: Any = getattr(sys, "monitoring", None)
_put, _here = record.put, loops.here
_counts: dict[int, int] = {}
_total = 0
_looked = 0.0
_settrace = sys.settrace
on = False
"""Lines are followed."""
_told = False


def install() -> None:
    """Follow the lines of the snippet, whose code `watch` is given."""
    global on, _looked
    if _monitoring is None:
        on = True
        _settrace(_called)
        sys.settrace = settrace
        threading.settrace(_called)
    else:
        try:
            _monitoring.use_tool_id(TOOL, "asyncplay")
        except ValueError:
            record.fact("note", s="Line detail is off: another tool uses its place in sys.monitoring.")
            return
        on = True
        breakpoints.on_put = _monitoring.restart_events  # a line that was followed no further stops again
        _monitoring.register_callback(TOOL, _monitoring.events.LINE, _reached)
    breakpoints.by_line = True
    _looked = _real()


def settrace(function: Any, /) -> None:
    """sys.settrace, before 3.12: the program's own trace function takes the place of ours."""
    if on and function is not _called:
        frame = sys._getframe(1)
        _off(f"Line detail ended on line {frame.f_lineno if sites.is_own(frame.f_code) else 0}: the program sets a trace function of its own.")
        sys.settrace = _settrace  # a call of this one would be seen by that
    _settrace(function)


settrace.__module__ = "sys"


def watch(code: CodeType) -> None:
    """The snippet's code, with all functions in it."""
    if not on or _monitoring is None:
        return
    _monitoring.set_local_events(TOOL, code, _monitoring.events.LINE)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            watch(constant)


def _reached(code: CodeType, line: int) -> Any:
    """A line is about to run. Returns what sys.monitoring takes for `no more of this`."""
    global _total
    if not on:
        return _disable()
    count = _counts[line] = _counts.get(line, 0) + 1
    beyond = count > MOST
    if beyond:
        _say(f"Lines that are reached more than {MOST:,} times are followed no further (line {line}).")
        if not breakpoints.is_on(line):
            return _disable()
    _total += 1
    if _total % LOOK == 0:
        _look(line)
    state = _here()
    task, begun, loop = (state.task, state.begun, state.number) if state is not None and state.task else (0, 0, 0)
    if not beyond:
        _put(wire.LINE, record.now(), begun, task, line, loop=loop)
    if breakpoints.any_set() and breakpoints.counts(line, task):
        gate.stop_inside(task, line)
    return None


def _disable() -> Any:
    return _monitoring.DISABLE if _monitoring is not None else None


def _look(line: int) -> None:
    """Whether it is too much."""
    global _looked
    now = _real()
    if _total >= TOTAL:
        _off(f"Line detail ended on line {line}: the run reached {TOTAL:,} lines.")
    elif now - _looked < LOOK / RATE:
        _off(f"Line detail was switched off on line {line}: more than {RATE:,} lines a second.")
    _looked = now


def _off(why: str) -> None:
    global on
    on = breakpoints.by_line = False
    record.fact("note", s=why)
    if _monitoring is None:
        _settrace(None)


def _say(text: str) -> None:
    global _told
    if not _told:
        _told = True
        record.fact("note", s=text)


def _called(frame: FrameType, event: str, arg: Any) -> Any:
    return _traced if on and sites.is_own(frame.f_code) else None


def _traced(frame: FrameType, event: str, arg: Any) -> Any:
    if event == "line":
        _reached(frame.f_code, frame.f_lineno)
    return _traced if on else None
