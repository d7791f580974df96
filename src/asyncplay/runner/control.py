"""What the parent says while the program runs: one JSON object a line, on the pipe that brought the request. Read here and nowhere else.

The watchdog's thread looks at the pipe every few milliseconds; a paused program's own thread does while it stands at the gate. What cannot be
understood is passed over: the worst a snippet can do by writing here is to pause itself.
"""

from __future__ import annotations

import _thread
import json
import os
import select
from collections.abc import Callable
from typing import Any

from asyncplay.runner import breakpoints, cancels, gate, loops, output, record, things
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

LINE_MAX = 1 << 16
_read, _fstat = os.read, os.fstat
_loads = json.JSONDecoder().decode
_poll = select.poll
_reading = _thread.allocate_lock()
_fd = -1
_identity = (0, 0)
_rest = b""


def install(fd: int, rest: bytes, lines: dict[str, int], paused: bool) -> None:
    """Listen on this descriptor from here on. `rest`: what came behind the request; `lines`: breakpoints that it named."""
    global _fd, _identity, _rest
    status = _fstat(fd)
    _fd, _identity = fd, (status.st_dev, status.st_ino)
    gate.hear = hear
    _set_breakpoints({"lines": lines})
    if paused:
        gate.close("start")
    *whole, _rest = rest.split(b"\n")
    for line in whole:
        _obey(line)


def forget() -> None:
    """This is a forked child: the pipe is its parent's."""
    global _fd, _reading
    _fd, _reading = -1, _thread.allocate_lock()
    gate.forget()


def _hang_up() -> None:
    """Nobody speaks any more: nobody could let a paused program go on."""
    global _fd
    _fd = -1
    breakpoints.clear()
    gate.open_()


def hear(seconds: float) -> None:
    """Do what the parent says, for so long at most. Never raises but what a signal's handler does."""
    if _fd < 0 or not _reading.acquire(timeout=seconds):
        return
    try:
        if seconds and (gate.credit or not gate.closed):  # meanwhile another thread heard it
            return
        lines = _take(seconds)
    finally:
        _reading.release()
    for line in lines:
        _obey(line)


def _take(seconds: float) -> list[bytes]:
    global _rest
    try:
        status = _fstat(_fd)
        if (status.st_dev, status.st_ino) != _identity:  # the snippet closed it, and opened something else
            raise OSError
        poll = _poll()
        poll.register(_fd, select.POLLIN)
        if not poll.poll(int(seconds * 1000)):
            return []
        data = _read(_fd, LINE_MAX)
    except (OSError, ValueError):
        data = b""
    if not data:
        _hang_up()
        return []
    *lines, _rest = (_rest + data).split(b"\n")
    _rest = _rest[-LINE_MAX:]
    return lines


def _obey(line: bytes) -> None:
    try:
        message = _loads(line.decode())
        do = _COMMANDS.get(message.get("do"))
        if do is not None:
            do(message)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        pass


def _cancel(message: dict[str, Any]) -> None:
    """Cancel a task, in its loop's own thread."""
    task = things.task_of(message["task"])
    if task is None:
        return
    try:
        loop = task._loop
        if loops.here() is loops.of(loop):  # this is the thread of its loop, at the gate between two steps
            _cancelled(task)
        else:
            loop.call_soon_threadsafe(_cancelled, task)
    except RuntimeError:  # the loop is closed
        pass


def _cancelled(task: Any) -> None:
    """cancel, asked for from outside"""
    if not task.done():
        record.fact("cancel", task=things.tasks.get(id(task), 0))
        task.cancel()


_cancelled.__qualname__ = "cancel, asked for from outside"
cancels.hows[id(_cancelled.__code__)] = wire.ASKS.index("user")


def _set_breakpoints(message: dict[str, Any]) -> None:
    lines = {int(line): int(task or 0) for line, task in list(message["lines"].items())[: breakpoints.MOST]}
    breakpoints.put(lines, {int(task) for task in message.get("tasks", ())[: breakpoints.MOST]})
    gate.watch()


_COMMANDS: dict[str, Callable[[dict[str, Any]], None]] = {
    "pause": lambda _: gate.close("pause"),
    "resume": lambda _: gate.open_(),
    "step": lambda _: gate.step(),
    "cancel": _cancel,
    "breakpoints": _set_breakpoints,
    "flush": lambda _: output.flush(),
}
