"""Which signal ends a wait: what a handler of `loop.add_signal_handler` sets, as far as the handler itself shows it.

A method of an event's or a future's shows whose it is, a function the objects in its closure and its globals by name. Nothing of it is called.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import signal
from collections.abc import Iterator
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from asyncplay.runner import alarms, chains, disguise, record, values
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

_Loop: Any = getattr(getattr(asyncio, "unix_events", None), "_UnixSelectorEventLoop", None)
_add: Any = _Loop.add_signal_handler if _Loop is not None else None
_remove: Any = _Loop.remove_signal_handler if _Loop is not None else None
_id, _type = id, type
_Future, _names = asyncio.Future, dict(zip(map(int, signal.Signals), [one.name for one in signal.Signals], strict=True))
_CALLABLE = (FunctionType, MethodType, BuiltinFunctionType, functools.partial)
NAMES_MAX = 50
DEPTH_MAX = 4
_told: set[int] = set()


def add_signal_handler(self: Any, sig: Any, callback: Any, *args: Any) -> Any:
    result = _add(self, sig, callback, *args)
    try:
        number = int(sig) if isinstance(sig, int) else 0
        _forget(number)
        for thing in _reached(callback, args, 0):
            _tell(number, thing)
    except Exception:
        record.lose()
        alarms.let_out()
    return result


def remove_signal_handler(self: Any, sig: Any) -> Any:
    removed = _remove(self, sig)
    if removed:
        _forget(int(sig))
    return removed


def _forget(number: int) -> None:
    if number in _told:
        _told.discard(number)
        record.fact("ends", id=number, name="")


def _tell(number: int, thing: Any) -> None:
    kind, name = _type(thing), _names.get(number, f"signal {number}")
    if kind is _Future:
        record.fact("ends", id=number, name=name, future=_id(thing))
    elif issubclass(kind, chains._FAMILIES):
        record.fact("ends", id=number, name=name, obj=values.number(thing))
    else:
        return
    _told.add(number)


def _reached(callback: Any, args: tuple[Any, ...], depth: int) -> Iterator[Any]:
    """The objects that a callback can be seen to have at hand."""
    kind = _type(callback)
    if depth > DEPTH_MAX:
        return
    if kind is MethodType or issubclass(kind, BuiltinFunctionType):
        yield callback.__self__
    if kind is functools.partial:
        yield from _reached(callback.func, callback.args, depth + 1)
    if kind is FunctionType:
        for cell in callback.__closure__ or ():
            with contextlib.suppress(ValueError):  # it is empty yet
                yield cell.cell_contents
        for name in callback.__code__.co_names[:NAMES_MAX]:
            if name in callback.__globals__:
                yield callback.__globals__[name]
    for one in args:
        if issubclass(_type(one), _CALLABLE):  # `loop.call_soon`, and what it is to call
            yield from _reached(one, (), depth + 1)
        else:
            yield one


def install() -> None:
    disguise.wear(*_DRESSED)


_DRESSED = () if _Loop is None else (disguise.dress(_Loop, add_signal_handler=add_signal_handler, remove_signal_handler=remove_signal_handler),)
