"""The runner's entry: from three descriptors and a request to a snippet that runs, traced.

`prepare` is called in the zygote, before the fork: it imports, and puts what watches in its place. `stand_by` is called in the forked child, with
nothing of the warden left in it, and does what does not depend on the request; a spare waits behind it. What it returns runs the snippet.

A page of memory that is shared with the zygote is copied when it is first written to, which a look at an object does: that is most of the time that
a start takes. So what is the same for all runs is done in the zygote, and the rest is gone through once while the spare waits (`_rehearse`).
"""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import platform
import select
import sys
import warnings
from collections.abc import Callable
from typing import Any

from asyncplay.runner import (
    budget,
    by_hand,
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
from asyncplay.runner import script as scripts
from asyncplay.runner.script import Script

_hidden: list[Any] = []
_dog = watchdog.Watchdog()
_PYTHON = platform.python_version()
_REHEARSED = """import asyncio


async def main(*names: str) -> None:
    tasks = [asyncio.create_task(asyncio.sleep(0.1, name)) for name in names]
    for task in tasks:
        print(f"{await task!r}", len(tasks), flush=True)


asyncio.run(main("a", "b"))
"""


def prepare() -> None:
    """Import what a run needs, and wrap what it watches, so that a fork has it. Then our modules are hidden: nothing imports them any more."""
    import asyncio.subprocess  # noqa: F401
    import concurrent.futures.thread  # noqa: F401
    import encodings.idna  # noqa: F401
    import traceback  # noqa: F401

    depth.find()
    record.prepare()
    _watch_warnings()
    if not cpython.vital:
        patch.prepare()
        idle.install()
        owners.install()
    _hide()


def stand_by(request_fd: int, lines_fd: int, trace_fd: int) -> Callable[[], Script | None]:
    """Attach to the parent's memory and pipes; all that is left is to be done with the request."""
    request_fd, lines_fd = _aside(request_fd), _aside(lines_fd)
    os.set_inheritable(request_fd, False)
    record.open_trace(trace_fd, lines_fd)
    os.close(trace_fd)
    os.set_inheritable(lines_fd, False)
    output.install("strict")
    record.answer_where()
    get_ready()
    if not select.select([request_fd], [], [], 0)[0]:
        _rehearse()
    return lambda: _request(request_fd)


def get_ready() -> None:
    """What is the same for every run, and is this process's own."""
    atexit.register(_end)
    forks.install(_dog)
    _dog.stand_by()


def _rehearse() -> None:
    """Go once through what is done between the request and the snippet's first line, to no effect."""
    request = json.loads(json.dumps({"source": _REHEARSED, "path": "-", "argv": ["-"], "breakpoints": {}, "paused": False, "seed": None}))
    compile(request["source"], "<rehearsal>", "exec", 0, dont_inherit=True)
    scripts.rehearse()
    output.suit("strict", False, False)
    uncovered.note("")


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
    output.suit(request.get("errors", "strict"), request.get("unbuffered", False), request.get("blocks", False))
    _instrument(request)
    control.install(request_fd, rest, request.get("breakpoints", {}), request.get("paused", False))
    if clock.follows and (text := uncovered.note(request["source"])):
        record.fact("note", s=text)
    depth.give(depth.BELOW)
    return Script(request["source"], request["path"], [request.get("called") or request["path"], *request["argv"]])


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
    if cpython.vital:
        kind, seed = "real", None
    speed = clock.start(kind)
    if not cpython.vital:
        _wrap(request, speed, seed)
    record.fact("run", path=record.clip(path, 400), python=_PYTHON, clock=kind, seed=seed, debug=bool(request.get("debug")))
    for text in cpython.notes():
        record.fact("note", s=text)
    _dog.start()


def _wrap(request: dict[str, Any], speed: float, seed: int | None) -> None:
    """Have what watches know the run's clock, and put in its place what only some runs have."""
    patch.install(clock.base, clock.follows)
    if clock.follows:
        waiting.install(speed)
        by_hand.install()
        clock.exhausted = budget.spent
        world.on_foreign = waiting.flow if clock.virtual else None
    clock.on_shift += (patch.shift, loops.shift)
    if seed is not None:
        order.install(seed)
    if request.get("detail"):
        lines.install()
    if request.get("variables"):
        variables.install()


def _end() -> None:
    """The interpreter is about to take everything down: what is destroyed by that was not lost by the program."""
    things.settle()
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

