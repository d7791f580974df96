"""Nothing of ours is seen: wrappers carry their originals' names, and our frames are no part of stacks and tracebacks that Python prints.

`traceback` makes every stack that asyncio, logging and warnings show, by two generators of frames; both leave ours out. (The report of an
uncaught exception, which C code prints up to 3.12, is cleaned in `report`.)
"""

from __future__ import annotations

import inspect
import os
import traceback
from collections.abc import Iterator
from types import FrameType
from typing import Any

from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

_HERE = os.path.dirname(os.path.dirname(__file__)) + os.sep
_walk_stack = traceback.walk_stack
_walk_tb = traceback._walk_tb_with_full_positions  # type: ignore[attr-defined]


def replace(owner: Any, **functions: Any) -> None:
    """Put functions in the place of an owner's own, under their names."""
    for name, function in functions.items():
        original = getattr(owner, name)
        for attribute in ("__name__", "__qualname__", "__module__", "__doc__"):
            setattr(function, attribute, getattr(original, attribute))
        try:
            function.__signature__ = inspect.signature(original)
        except ValueError:  # C code that does not say
            pass
        setattr(owner, name, function)


def is_ours(frame: FrameType) -> bool:
    return frame.f_code.co_filename.startswith(_HERE)


def walk_stack(f: Any) -> Iterator[tuple[FrameType, int]]:
    walked = _walk_stack(f)  # without a frame it counts its callers when it is asked for the first one: then it may have none of ours
    return walked if f is None else (pair for pair in walked if not is_ours(pair[0]))


def walk_tb(tb: Any) -> Iterator[tuple[FrameType, Any]]:
    return (pair for pair in _walk_tb(tb) if not is_ours(pair[0]))


def install() -> None:
    replace(traceback, walk_stack=walk_stack, _walk_tb_with_full_positions=walk_tb)
