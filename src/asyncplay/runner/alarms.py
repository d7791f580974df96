"""What a signal handler of the program's raises while the tracer is at work: it is the program's, and goes on out of the tracer as out of asyncio.

Everything else that goes wrong in the tracer is its own affair, and ends in it. A handler runs wherever Python looks for signals: at a function's
first instruction, behind a call, at a jump back. What is called where nothing that is raised can go on (`weakref`'s callbacks) has none of these.
"""

from __future__ import annotations

import functools
import opcode
import os
import signal
import sys
from types import CodeType, FunctionType, MethodType
from typing import Any

from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

_HERE = os.path.dirname(os.path.dirname(__file__)) + os.sep
_getsignal, _valid = signal.getsignal, sorted(signal.valid_signals())
_error = sys.exc_info
DEPTH_MAX = 50


def let_out() -> None:
    """Raise what is being handled, if a signal handler raised it."""
    error = _error()[1]
    if error is None:
        return
    if not isinstance(error, Exception):
        raise error  # Ctrl+C, say
    place: Any = error.__traceback__ and error.__traceback__.tb_next
    if place is None:
        return
    handlers = {code for number in _valid if (code := _code(_getsignal(number))) is not None}
    for _ in range(DEPTH_MAX):
        if place is None:
            return
        if place.tb_frame.f_code in handlers or _was_given(place.tb_frame):
            raise error
        place = place.tb_next


def _code(handler: Any) -> CodeType | None:
    if type(handler) is functools.partial:
        handler = handler.func
    if type(handler) is MethodType:
        handler = handler.__func__
    if type(handler) is not FunctionType:
        handler = next((vars(kind)["__call__"] for kind in type(handler).__mro__ if "__call__" in vars(kind)), None)
    return handler.__code__ if type(handler) is FunctionType else None


def _was_given(frame: Any) -> bool:
    """Whether it was called with the frame that it interrupted, as handlers are: one that takes itself out of its place is known by this."""
    code = frame.f_code
    if code.co_filename.startswith(_HERE):
        return False
    inner, names = frame.f_back, code.co_varnames
    for name in names[: code.co_argcount + code.co_kwonlyargcount + 1]:
        value = frame.f_locals.get(name)
        if value is inner or (type(value) is tuple and any(one is inner for one in value)):
            return True
    return False


def unasked(function: Any) -> Any:
    """That function, which no signal handler interrupts: it calls nothing, never jumps back, and now does not look when it begins, either.

    (RESUME's argument says where in a function it stands; behind `yield from` and `await` Python does not look. 3.11 to 3.14.)
    """
    code = bytearray(function.__code__.co_code)
    for place in range(0, len(code), 2):
        if code[place] == opcode.opmap["RESUME"]:
            code[place + 1] = code[place + 1] & ~3 | 3
            break
    function.__code__ = function.__code__.replace(co_code=bytes(code))
    return function
