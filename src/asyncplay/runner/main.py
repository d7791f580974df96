"""The runner's entry: from three descriptors and a request to a snippet that runs, traced.

`prepare` is called in the zygote, before the fork: it imports. `stand_by` is called in the forked child, with nothing of the warden left in it,
and does what does not depend on the request; a spare waits behind it. What it returns runs the snippet.
"""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import platform
import sys
import warnings
from collections.abc import Callable
from typing import Any

from asyncplay.runner import (
    budget,
    clock,
    control,
    cpython,
    depth,
    disguise,
    forks,
    idle,
    lines,
    loops,
    order,
    output,
    owners,
    patch,
    record,
    sites,
    things,
    uncovered,
    variables,
    waiting,
    watchdog,
    world,
)
from asyncplay.runner.script import Script

_hidden: list[Any] = []


def prepare() -> None:
    """Import what a run needs, so that a fork has it."""
    import asyncio.subprocess  # noqa: F401
    import concurrent.futures.thread  # noqa: F401
    import encodings.idna  # noqa: F401
    import traceback  # noqa: F401

    depth.find()
    if not cpython.vital:
        patch.prepare()


def stand_by(request_fd: int, lines_fd: int, trace_fd: int) -> Callable[[], Script | None]:
    """Attach to the parent's memory and pipes; all that is left is to be done with the request."""
    request_fd, lines_fd = _aside(request_fd), _aside(lines_fd)
    os.set_inheritable(request_fd, False)
    record.open_trace(trace_fd, lines_fd)
    os.close(trace_fd)
    os.set_inheritable(lines_fd, False)
    output.install("surrogateescape")
    record.answer_where()
    return lambda: _request(request_fd)


def _request(request_fd: int) -> Script | None:
    """Wait for a request, and make ready for it. None: there is none."""
    data = b""
    while b"\n" not in data:  # the pipe stays open: what comes behind the request is for `control`
        chunk = os.read(request_fd, 1 << 16)
        if not chunk:
            return None
        data += chunk
    line, _, rest = data.partition(b"\n")
    request = json.loads(line)
    if request["cwd"]:
        os.chdir(request["cwd"])
    output.suit(request.get("errors", "strict"), request.get("unbuffered", False))
    _instrument(request)
    control.install(request_fd, rest, request.get("breakpoints", {}), request.get("paused", False))
    if clock.follows and (text := uncovered.note(request["source"])):
        record.fact("note", s=text)
    _hide()
    depth.give(depth.BELOW)
    return Script(request["source"], request["path"], request["argv"])


def _hide() -> None:
    """Our modules are no modules of the program's: it can import what it could under python, nothing else."""
    _hidden.extend(sys.modules.pop(name) for name in [*sys.modules] if name.startswith("asyncplay") and (name == "asyncplay" or name[9] == "."))


def _aside(fd: int) -> int:
    """The same descriptor under a high number: the snippet's own files get the numbers that they get under python."""
    try:
        high = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, record.ASIDE)
    except OSError:
        return fd
    os.close(fd)
    return high


def _instrument(request: dict[str, Any]) -> None:
    path, kind, seed = request["path"], request["clock"], request.get("seed")
    sites.snippet = path
    if "_wakeup_next" in request.get("source", ""):  # a queue of the snippet's own makes its wake-ups itself
        sites.through.clear()
    if request.get("debug"):
        os.environ["PYTHONASYNCIODEBUG"] = "1"
    _watch_warnings()
    atexit.register(_end)
    dog = watchdog.Watchdog()
    if cpython.vital:
        kind, seed = "real", None
    speed = clock.start(kind)
    if not cpython.vital:
        _wrap(request, speed, seed)
    record.fact("run", path=record.clip(path, 400), python=platform.python_version(), clock=kind, seed=seed, debug=bool(request.get("debug")))
    for text in cpython.notes():
        record.fact("note", s=text)
    forks.install(dog)
    dog.start()


def _wrap(request: dict[str, Any], speed: float, seed: int | None) -> None:
    """Put what watches in its place."""
    patch.install(clock.base, clock.follows)
    if clock.follows:
        waiting.install(speed)
        clock.exhausted = budget.spent
        world.on_foreign = waiting.flow if clock.virtual else None
    clock.on_shift += (patch.shift, loops.shift)
    idle.install()
    owners.install()
    if seed is not None:
        order.install(seed)
    if request.get("detail"):
        lines.install()
    if request.get("variables"):
        variables.install()


def _end() -> None:
    """The interpreter is about to take everything down: what is destroyed by that was not lost by the program."""
    record.fact("end")
    things.pending.clear()


def _watch_warnings() -> None:
    """Record each warning that Python is about to show, and let it."""
    disguise.wear(_WARNINGS)


_show = warnings._showwarnmsg  # type: ignore[attr-defined]
_plainly = warnings._showwarnmsg_impl  # type: ignore[attr-defined]


def _showing(message: Any) -> None:
    if warnings._showwarnmsg_impl is _plainly:  # type: ignore[attr-defined]  # else the snippet catches them
        line = message.lineno if message.filename == sites.snippet else 0
        record.fact("warn", cat=record.clip(message.category.__name__, 100), msg=record.clip(str(message.message)), line=line)
    _show(message)


_WARNINGS = disguise.dress(warnings, _showwarnmsg=_showing)

