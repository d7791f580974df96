"""What the sandbox had to do with an uncaught exception: a limit that was reached, or a module that the run was not shown. One sentence each."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from asyncplay.engine.request import RunRequest, here
from asyncplay.sandbox.limits import Limits, show
from asyncplay.trace.events import ErrorRaised
from asyncplay.trace.snapshot import Snapshot

STACK = 8 << 20
"""What the stack of a thread takes of a process's share of memory, used or not."""
_ERRNO = re.compile(r"\[Errno (\d+)\]")
_BY_ERRNO = {24: "files", 27: "file", 28: "disk", 11: "tasks"}
"""EMFILE, EFBIG, ENOSPC, EAGAIN."""
_NO_MODULE = re.compile(r"No module named '([\w.]+)'")


def limit_behind(kind: str, message: str, limits: Limits, crowded: bool = False) -> tuple[str, float] | None:
    """The limit that makes the system say this, and its value. `crowded`: there are as many files as may be."""
    if kind == "MemoryError":
        return "memory", limits.data
    if kind == "RuntimeError" and message.startswith("can't start new thread"):
        return ("memory", limits.data) if limits.data // STACK < limits.tasks else ("tasks", limits.tasks)
    found = _ERRNO.match(message)
    name = _BY_ERRNO.get(int(found[1])) if found and len(found[1]) < 5 else None
    name = "inodes" if name == "disk" and crowded else name
    return (name, getattr(limits, name)) if name else None


def where(snap: Snapshot) -> int | None:
    """Where the snippet was, by the trace's word: the line that holds the loop, or that its running or newest task is on."""
    if snap.blocked_now is not None:
        return snap.blocked_now.line
    tasks = [snap.tasks[snap.running]] if snap.running is not None else reversed([task for task in snap.tasks.values() if not task.library])
    return next((task.line for task in tasks if task.line), None)


def hints(error: ErrorRaised | None, request: RunRequest, crowded: bool = False) -> Iterator[str]:
    """About the exception that ended a run at a level above open."""
    if error is None:
        return
    kind, message, limits = error.type, error.message, request.limits
    place = f" on line {error.line}" if error.line else ""
    reached = limit_behind(kind, message, limits, crowded)
    if reached is not None:
        name, value = reached
        each = " for one process" if name == "memory" else ""
        yield f"The limit {name} = {show(name, value)}{each} was reached{place} (--limit {name}=VALUE sets it)."
    missing = _NO_MODULE.match(message) if kind == "ModuleNotFoundError" else None
    if missing is not None and (beside := _beside(missing[1].partition(".")[0], request.path, request.cwd or here())):
        yield f"{os.path.basename(beside)}, imported{place}, stands beside the program but is not shown to it: add --share {beside}"


def _beside(module: str, path: str, cwd: str) -> str | None:
    """A module's file or folder in the program's own folder, as one would name it."""
    folder = os.path.join(cwd, os.path.dirname(path)) if path != "-" else cwd
    for name in (f"{module}.py", module):
        full = os.path.join(folder, name)
        if os.path.isfile(full) or (os.path.isdir(full) and name == module):
            near = os.path.relpath(full, cwd)
            return full if near.startswith("..") else near
    return None
