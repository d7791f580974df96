"""What a signal handler of the program's raises while the tracer is at work: it is the program's, and goes on out of the tracer as out of asyncio.

Everything else that goes wrong in the tracer is its own affair, and ends in it.
"""

from __future__ import annotations

import signal
import sys
from types import CodeType, FunctionType, MethodType
from typing import Any

from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

_getsignal, _valid = signal.getsignal, sorted(signal.valid_signals())
_error = sys.exc_info
DEPTH_MAX = 50


def let_out() -> None:
    """Raise what is being handled, if a signal handler raised it."""
    error = _error()[1]
    if error is None or error.__traceback__ is None or error.__traceback__.tb_next is None:
        return
    handlers = {code for number in _valid if (code := _code(_getsignal(number))) is not None}
    place: Any = error.__traceback__
    for _ in range(DEPTH_MAX):
        if place is None:
            return
        if place.tb_frame.f_code in handlers:
            raise error
        place = place.tb_next


def _code(handler: Any) -> CodeType | None:
    if type(handler) is MethodType:
        handler = handler.__func__
    return handler.__code__ if type(handler) is FunctionType else None
