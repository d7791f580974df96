"""A second loop that was to run inside a running one: asyncio refuses it, and the program may catch that and say nothing.

asyncio's modules find `RuntimeError` among their own names first: a function there makes the exception that is raised, and tells of the three that
mean this. Nothing is wrapped, no traceback gains a frame, and whoever runs no loop inside a loop never comes here.
"""

from __future__ import annotations

import builtins
import sys
from asyncio import base_events, runners
from types import FrameType

from asyncplay.runner import alarms, loops, record, sites
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

_Error = builtins.RuntimeError
_getframe = sys._getframe
FRAMES_MAX = 400


def make_error(*args: object) -> BaseException:
    """RuntimeError, as asyncio raises it."""
    try:
        if args and type(args[0]) is str and args[0].startswith(wire.REFUSALS):
            _tell(args[0], _getframe(1))
    except Exception:
        record.lose()
        alarms.let_out()
    return _Error(*args)


def _tell(message: str, frame: FrameType | None) -> None:
    state = loops.here()
    for _ in range(FRAMES_MAX):
        if frame is None or sites.is_own(frame.f_code):
            break
        frame = frame.f_back
    record.fact(
        "moan", loop=state.number if state is not None else 0, msg=wire.REFUSED, task=state.task if state is not None else 0,
        line=frame.f_lineno if frame is not None and sites.is_own(frame.f_code) else 0, error=f"RuntimeError: {message}",
    )  # fmt: skip


def install() -> None:
    for module in (runners, base_events):
        module.RuntimeError = make_error  # type: ignore[attr-defined]
