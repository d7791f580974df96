"""Lines at which the program pauses: when a task's step suspends on one, or resumes from it.

A line on which a coroutine waits for another of the snippet's counts when it is come to, not each time the inner one suspends.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from types import AsyncGeneratorType, CoroutineType, GeneratorType
from typing import Any

from asyncplay.runner import frames, kinds
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

_AWAITED = kinds.ids(CoroutineType, GeneratorType, AsyncGeneratorType)
MOST = 1000
by_line = False
"""Line detail stops where a line is reached, so that a suspension on it is no second reason."""
on_put: Callable[[], None] | None = None
"""Called when some are set where line detail looks for them."""
_lines: dict[int, int] = {}
"""Line to task (0: every task)."""
_tasks: set[int] = set()
"""Tasks of which every step counts."""
_Call = tuple[int, Any]
"""A line, and a weak reference to what is awaited there."""
_last: dict[int, list[_Call]] = {}
"""Where the frames of each task stood when it last suspended."""


def put(lines: dict[int, int], tasks: set[int]) -> None:
    global _lines, _tasks
    _lines, _tasks = lines, tasks
    _last.clear()
    if by_line and _lines and on_put is not None:
        on_put()


def clear() -> None:
    put({}, set())


def any_set() -> bool:
    return bool(_lines or _tasks)


def is_on(line: int) -> bool:
    """Whether there is one on this line."""
    return line in _lines


def counts(line: int, task: int) -> bool:
    """Whether the program pauses when this task comes to this line."""
    return _lines.get(line, -1) in (0, task)


def resumes(task: Any, number: int) -> int:
    """The line at which to pause before this step; 0 for none."""
    line = line_of(task)
    return line if line and (number in _tasks or counts(line, number)) else 0


def suspended(task: Any, number: int) -> int:
    """The line at which to pause after this step; 0 for none."""
    calls = _chain(task)
    before = _last.pop(number, [])
    if not calls:
        return 0
    _last[number] = calls
    if by_line:
        return 0
    line = calls[-1][0]
    if counts(line, number):
        return line
    return next((call[0] for call in calls if counts(call[0], number) and call not in before), 0)


def line_of(task: Any) -> int:
    """The line of the snippet that this task stands on; 0 where there is none."""
    calls = _chain(task)
    return calls[-1][0] if calls else 0


def _chain(task: Any) -> list[_Call]:
    """Where the snippet's frames stand, outermost first."""
    return [(frame.f_lineno or 0, weakref.ref(after) if id(type(after)) in _AWAITED else None) for frame, after in frames.of(task)]
