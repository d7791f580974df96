"""How deep a program may recurse: frames of ours, below its own and between them, do not count.

CPython keeps in each thread's state how many calls are left until a RecursionError, beside the limit. Where the two are is not the same in
all versions, so they are looked for once, and believed only when they follow `sys.setrecursionlimit`; not found, nothing is changed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

try:
    import ctypes
except ImportError:  # a Python that was built without
    ctypes = None  # type: ignore[assignment]

BELOW = 1 if sys.version_info >= (3, 12) else 2
"""Levels below the snippet's first line: what executes it (`sandbox.importlib_bootstrap`), and on 3.11 `exec` itself."""
LOOP = 1
"""Of ours below a task's step: `run_forever`. What `handles` does stands for a frame of asyncio's own."""
THREAD = 1
_WORDS = 40
_place = 0
"""Where the number of calls that are left stands in a thread's state; 0: not known."""
_left: Any
_state: Callable[[], int]


def find() -> None:
    """Look for the place: two numbers side by side, of which the second is the limit and both follow it."""
    global _place, _state, _left
    if ctypes is None:
        return
    _left = ctypes.c_int.from_address
    limit = sys.getrecursionlimit()
    try:
        _state = ctypes.pythonapi.PyThreadState_Get
        _state.restype = ctypes.c_void_p
        words = (ctypes.c_int * _WORDS).from_address(_state())
        before = list(words)
        sys.setrecursionlimit(limit + 1)
        after = list(words)
    except (AttributeError, TypeError, ValueError, RecursionError):
        return
    finally:
        sys.setrecursionlimit(limit)
    found = [n for n in range(_WORDS - 1) if before[n + 1] == limit and limit - 900 < before[n] < limit]
    if len(found) == 1 and [after[n] - before[n] for n in (found[0], found[0] + 1)] == [1, 1]:
        _place = found[0] * ctypes.sizeof(ctypes.c_int)


def give(calls: int) -> None:
    """This thread may go so many calls deeper, or, less than 0, less deep again."""
    if _place:
        _left(_state() + _place).value += calls
