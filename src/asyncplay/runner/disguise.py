"""Nothing of ours is seen: wrappers carry their originals' names, and our frames are no part of stacks and tracebacks that Python prints.

`traceback` makes every stack that asyncio, logging and warnings show, by two generators of frames; both leave ours out, and so do `inspect`'s lists.
(The report of an uncaught exception, which C code prints up to 3.12, is cleaned in `report`.) What cannot be hidden without a cost at each step is
listed in docs/design.md.
"""

from __future__ import annotations

import inspect
import os
import sys
import traceback
import warnings
from asyncio import base_events, base_tasks, constants
from collections.abc import Iterator
from opcode import opmap
from types import FrameType, FunctionType
from typing import Any

from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

_HERE = os.path.dirname(os.path.dirname(__file__)) + os.sep
_walk_stack = traceback.walk_stack
_task_stack: Any = FunctionType(base_tasks._task_get_stack.__code__, vars(base_tasks))
_counts_callers = inspect.isgeneratorfunction(_walk_stack)
"""Without a frame it looks for its caller when it is asked for the first one, and that may have none of ours (to 3.13); else when it is called."""
_outer, _inner, _all_frames = inspect.getouterframes, inspect.getinnerframes, sys._current_frames
_all_exceptions, _origin_depth = sys._current_exceptions, sys.get_coroutine_origin_tracking_depth
_walk_tb = traceback._walk_tb_with_full_positions  # type: ignore[attr-defined]
_format_list = traceback.format_list
_track_origins = base_events.BaseEventLoop._set_coroutine_origin_tracking  # type: ignore[attr-defined]
_warn_unawaited = warnings._warn_unawaited_coroutine.__code__  # type: ignore[attr-defined]
ORIGIN_DEPTH = constants.DEBUG_STACK_DEPTH + 12
"""Frames that are noted in debug mode where a coroutine is made."""


Dressed = tuple[Any, dict[str, Any]]
"""Whose functions are to be replaced, by what."""


def dress(owner: Any, **functions: Any) -> Dressed:
    """Give functions the looks of an owner's own. To be done at import: it takes milliseconds, and the start of a run has none."""
    for name, function in functions.items():
        original = getattr(owner, name)
        for attribute in ("__name__", "__qualname__", "__module__", "__doc__"):
            setattr(function, attribute, getattr(original, attribute))
        function.__wrapped__ = original  # signature and source are asked of that
    return owner, functions


def uncounted(function: Any) -> Any:
    """That function, with a file name by which `warnings` does not count its frames: a `stacklevel` finds whom it would find without."""
    function.__code__ = function.__code__.replace(co_filename=_HERE + "importlib_bootstrap.py")
    return function


def wear(*dressed: Dressed) -> None:
    """Put them in their places."""
    for owner, functions in dressed:
        for name, function in functions.items():
            setattr(owner, name, function)


def as_if(function: Any, original: Any) -> Any:
    """That function, whose frames look like those of the original in the middle of its call of a callback; None where the original has no such call.

    All its instructions have the position of that one (CPython, Objects/locations.md).
    """
    code, its = function.__code__, original.__code__
    calls = [place for op, place in zip(its.co_code[::2], its.co_positions(), strict=True) if op == opmap.get("CALL_FUNCTION_EX")]
    if not calls:
        return None
    line, end, column, end_column = calls[0]
    shift = (line or its.co_firstlineno) - its.co_firstlineno
    table = bytearray()
    for first in range(0, len(code.co_code) // 2, 8):
        size = min(8, len(code.co_code) // 2 - first)
        delta = _varint(0 if first else shift << 1)
        if column is None or end_column is None:
            table += bytes([0x80 | 13 << 3 | size - 1]) + delta
        else:
            table += bytes([0x80 | 14 << 3 | size - 1]) + delta
            table += _varint((end or line or 0) - (line or 0)) + _varint(column + 1) + _varint(end_column + 1)
    looks = {name: getattr(its, name) for name in ("co_filename", "co_name", "co_qualname", "co_firstlineno")}
    return FunctionType(code.replace(co_linetable=bytes(table), **looks), function.__globals__, its.co_name)


def _varint(value: int) -> bytes:
    """Six bits a byte, the lowest first; the seventh says that more follow."""
    found = bytearray()
    while value > 63:
        found.append(64 | value & 63)
        value >>= 6
    return bytes([*found, value])


def is_ours(frame: FrameType) -> bool:
    return frame.f_code.co_filename.startswith(_HERE)


def walk_stack(f: Any) -> Iterator[tuple[FrameType, int]]:
    return _walk_callers() if f is None and _counts_callers else (pair for pair in _walk_stack(f) if not is_ours(pair[0]))


def _walk_callers() -> Iterator[tuple[FrameType, int]]:
    """From the fourth frame outside of this one on: as many are between, in `traceback`, where that looks for its caller."""
    frame: Any = sys._getframe()
    for _ in range(4):
        frame = _outside(frame.f_back)
    while frame is not None:
        yield frame, frame.f_lineno
        frame = _outside(frame.f_back)


def _outside(frame: FrameType | None) -> FrameType | None:
    """This frame, or the first one outside of it that is not ours."""
    while frame is not None and is_ours(frame):
        frame = frame.f_back
    return frame


def walk_tb(tb: Any) -> Iterator[tuple[FrameType, Any]]:
    return (pair for pair in _walk_tb(tb) if not is_ours(pair[0]))


def getouterframes(frame: Any, context: int = 1) -> list[Any]:
    return [one for one in _outer(frame, context) if not is_ours(one.frame)]


def getinnerframes(tb: Any, context: int = 1) -> list[Any]:
    return [one for one in _inner(tb, context) if not is_ours(one.frame)]


def _current_frames() -> dict[int, FrameType]:
    """The watchdog is no thread of the program's; another thread may stand in a function of ours."""
    found = {}
    for thread, frame in _all_frames().items():
        outer = _outside(frame)
        if outer is not None:
            found[thread] = outer
    return found


def _current_exceptions() -> dict[int, Any]:
    known = _current_frames()
    return {thread: error for thread, error in _all_exceptions().items() if thread in known}


def get_coroutine_origin_tracking_depth() -> int:
    """What the program, or asyncio, has asked for."""
    depth = _origin_depth()
    return constants.DEBUG_STACK_DEPTH if depth == ORIGIN_DEPTH else depth


def format_list(extracted_list: Any) -> list[str]:
    """traceback.format_list: of the stacks that it gets, those that C code noted (where a coroutine was made) have our frames."""
    frames = [frame for frame in extracted_list if not str(frame[0]).startswith(_HERE)]
    if _origin_depth() == ORIGIN_DEPTH and sys._getframe(1).f_code is _warn_unawaited:
        frames = frames[-constants.DEBUG_STACK_DEPTH :]
    return _format_list(frames)


def track_origins(self: Any, enabled: Any) -> None:
    """BaseEventLoop._set_coroutine_origin_tracking: as far as it would reach if our frames were not there."""
    _track_origins(self, enabled)
    if enabled and _origin_depth() == constants.DEBUG_STACK_DEPTH:
        sys.set_coroutine_origin_tracking_depth(ORIGIN_DEPTH)


def task_stack(task: Any, limit: int | None) -> list[FrameType]:
    """What `Task.get_stack` asks: the frames of a running task go on into the loop's, and so into ours."""
    frames: list[FrameType] = _task_stack(task, None)
    kept = [frame for frame in frames if not is_ours(frame)]
    if limit is None or len(kept) == len(frames):
        return kept if limit is None else _task_stack(task, limit)
    return kept[-limit:] if limit > 0 else []


def _call(task: Any, limit: Any) -> Any:
    call: Any = "task_stack"
    return call(task, limit)


def _exchange_code() -> None:
    """C code holds that function itself, so that its code must change: a constant in it is the function that is called."""
    function: Any = base_tasks._task_get_stack
    consts = tuple(task_stack if one == "task_stack" else one for one in _call.__code__.co_consts)
    function.__code__ = _call.__code__.replace(co_consts=consts, co_name=function.__name__, co_filename=_HERE + "disguise.py")


def install() -> None:
    _exchange_code()
    wear(*_DRESSED)


_DRESSED = (
    dress(traceback, walk_stack=walk_stack, _walk_tb_with_full_positions=walk_tb, format_list=format_list),
    dress(base_events.BaseEventLoop, _set_coroutine_origin_tracking=track_origins),
    dress(inspect, getouterframes=getouterframes, getinnerframes=getinnerframes),
    dress(
        sys, _current_frames=_current_frames, _current_exceptions=_current_exceptions,
        get_coroutine_origin_tracking_depth=get_coroutine_origin_tracking_depth,
    ),
)
