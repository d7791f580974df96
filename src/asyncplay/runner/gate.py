"""The gate before each step: a program that is paused stands here, and is let through one step at a time.

Nothing of it is in the way of a program that runs: `Handle._run` and the selectors' `select` are exchanged when a pause is asked for or a
breakpoint set, and put back afterwards. That is why a pause can be asked for by another thread at any moment: it holds from the next step on.
A step that is stuck is not interrupted; the pause waits for its end. Other threads of the snippet's run on.

A gate stops a task's step and a callback of the snippet's own; the callbacks of asyncio pass, as part of what comes next.
"""

from __future__ import annotations

import _thread
from asyncio import events
from collections.abc import Callable
from types import FunctionType, MethodType
from typing import Any

from asyncplay.runner import breakpoints, clock, handles, kinds, loops, record, sites, things
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

_Handle: Any = events.Handle
_id = id
_lock = _thread.allocate_lock()
closed = False
"""A pause was asked for: steps need a credit."""
credit = 0
"""So many steps may pass the closed gate."""
_reason = "pause"
_told = False
"""The trace knows that the program stands still."""
_run: Any = None
"""What Handle._run was before the gate was put in."""
_is_in = False
_holds = kinds.Known()
_selects: dict[type, Any] = {}
hear: Callable[[float], None] = print
"""Set by `control`. Listens to the parent for so many seconds at most, and does what it says."""


def close(reason: str) -> None:
    """Pause: at once where every loop sleeps, else before the next step."""
    global closed, _reason
    with _lock:
        if closed:
            return
        _reason, closed = reason, True
    _put_in()
    if _is_asleep():
        _stand(0, 0, reason)


def open_() -> None:
    """The program runs again."""
    global closed, credit
    with _lock:
        closed, credit = False, 0
    _go_on()
    if not breakpoints.any_set():
        _take_out()


def step() -> None:
    """Let one step through; a program that runs is paused after its next one."""
    global credit, closed, _reason
    with _lock:
        credit += 1
        closed, _reason = True, "step"
    _put_in()
    _go_on()


def forget() -> None:
    """This is a forked child: nobody speaks to it."""
    global closed, _lock
    _lock = _thread.allocate_lock()
    closed = False
    breakpoints.clear()
    _take_out()


def watch() -> None:
    """Breakpoints were set, or cleared."""
    if breakpoints.any_set():
        _put_in()
    elif not closed:
        _take_out()


def _put_in() -> None:
    global _run, _is_in
    with _lock:
        if _is_in:
            return
        _run, _is_in = _Handle._run, True
        for kind in loops.selecting():
            _selects[kind] = kind.select
            kind.select = _gated_select(kind.select)
        _Handle._run = gated
        handles.settle()


def _take_out() -> None:
    global _is_in
    with _lock:
        if _is_in and _Handle._run is gated:
            _Handle._run = _run
            handles.settle()
            for kind, select in _selects.items():
                setattr(kind, "select", select)  # noqa: B010  mypy knows no such attribute of `type`
            _selects.clear()
            _is_in = False


def _is_asleep() -> bool:
    """Whether a loop runs, and no step does."""
    states = list(loops.states.values())
    return not any(state.task or state.handle for state in states) and any(state.loop is not None for state in states)


def gated(self: Any) -> None:
    """Handle._run, behind the gate."""
    callback = self._callback
    task = task_of(callback)
    number = things.tasks.get(_id(task), 0) if task is not None else 0
    try:
        if task is not None or _is_snippets(callback):
            _before(task, number)
        elif _told:  # nothing at all passes while the program is said to stand still
            _wait(0, 0)
        _run(self)
        if task is not None and breakpoints.any_set():
            line = breakpoints.suspended(task, number or things.tasks.get(_id(task), 0))
            if line:
                _stop_here(number, line)
    finally:
        self = task = callback = None


def _before(task: Any, number: int) -> None:
    """Stand at the gate before a step, until it may go on."""
    global credit
    if task is not None and breakpoints.any_set() and breakpoints.resumes(task, number):
        _close_here()
    while closed:
        with _lock:
            if credit:
                credit -= 1
                return
        _stand(number, breakpoints.line_of(task) if task is not None else 0, _reason)
        hear(0.5)


def _stop_here(number: int, line: int) -> None:
    """A breakpoint after a step: the step that is asked for then is the next one."""
    _close_here()
    _wait(number, line)


def _wait(number: int, line: int) -> None:
    """Until a step is asked for, which is not this."""
    while closed and not credit:
        _stand(number, line, _reason)
        hear(0.5)


def stop_inside(number: int, line: int) -> None:
    """A breakpoint in the middle of a step, where line detail came by. The step that is asked for then is the rest of this one."""
    global credit
    _close_here()
    _wait(number, line)
    with _lock:
        if closed and credit:
            credit -= 1


def replace_inner(old: Any, new: Any) -> None:
    """Whoever stands behind the gate steps aside."""
    global _run
    with _lock:
        if _run is old:
            _run = new


def _close_here() -> None:
    global closed, _reason
    with _lock:
        closed, _reason = True, "breakpoint"


def _gated_select(select: Any) -> Any:
    def gated_select(self: Any, timeout: float | None = None) -> Any:
        if closed and (timeout is None or timeout > 0) and loops.of_selector(self) is not None:
            _wait(0, 0)
        return select(self, timeout)

    return gated_select


def _stand(task: int, line: int, reason: str) -> None:
    """The program stands still from here on, if it does not already; the trace says where."""
    global _told
    with _lock:
        if _told or not closed or credit:
            return
        _told = True
    clock.stand_still()
    record.fact("paused", task=task, line=line, reason=reason)


def _go_on() -> None:
    global _told
    with _lock:
        if not _told:
            return
        _told = False
    clock.go_on()
    record.fact("resumed")


def task_of(callback: Any) -> Any:
    """The task whose step a callback is; None for anything else. Only C types are asked."""
    kind = type(callback)
    holds = _holds.found.get(_id(kind))
    if holds is None:
        holds = _holds.note(kind, kinds.is_from_c(kind, "builtins", "_asyncio") and kinds.has(kind, "__self__"))
    if not holds or getattr(callback, "__name__", "") == "cancel":
        return None
    task = callback.__self__
    return task if things.is_task(task) else None


def _is_snippets(callback: Any) -> bool:
    """A function or method of the snippet's own; nothing of the callback's is called."""
    if type(callback) is MethodType:
        callback = callback.__func__
    return type(callback) is FunctionType and sites.is_own(callback.__code__)
