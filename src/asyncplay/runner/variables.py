"""The variables of the snippet's frames when a task suspends, opt-in: what they hold, and what changed since the last time.

Only values of exact built-in types are shown, and so much of them; anything else is `<Type>`. No method of the snippet's runs. Reading a frame's
variables makes Python keep a copy of them until the frame goes on (before 3.13), so objects may live a little longer.
"""

from __future__ import annotations

import time
from asyncio import events
from types import BuiltinFunctionType, FrameType, FunctionType, ModuleType
from typing import Any

from asyncplay.runner import alarms, frames, gate, handles, kinds, record, things
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

FRAMES = 4
"""The innermost frames of a task."""
NAMES = 24
"""Variables of one frame."""
ITEMS = 5
TEXT = 60
ROOM = 2400
"""Characters of all together."""
TOTAL = 50_000
LOOK = 1000
RATE = 5000
"""Suspensions a second."""
_Handle: Any = events.Handle
_real = time.monotonic
_run: Any = None
_last: dict[int, list[tuple[int, dict[str, str]]]] = {}
"""What was told of each task: for each frame its code's address, and the texts."""
_total = 0
_looked = 0.0
_HIDDEN = kinds.ids(ModuleType, FunctionType, BuiltinFunctionType, type)
"""What a module's frame is full of."""
_CONTAINERS = kinds.ids(list, tuple, set, frozenset, dict)


def install() -> None:
    """Look at each suspension from here on."""
    global _run, _looked
    _run, _looked = _Handle._run, _real()
    _Handle._run = seeing
    handles.settle()


def seeing(self: Any) -> None:
    """Handle._run: after a step."""
    task = gate.task_of(self._callback)
    try:
        _run(self)
        if task is not None:
            look(task)
    finally:
        self = task = None


def look(task: Any) -> None:
    """Tell a suspended task's variables, if any changed."""
    global _total, _looked
    try:
        number = things.tasks.get(id(task), 0)
        if task._state != "PENDING":
            _last.pop(number, None)
            return
        _total += 1
        if _total % LOOK == 0:
            now = _real()
            if _total >= TOTAL or now - _looked < LOOK / RATE:
                _off(f"more than {RATE:,} suspensions a second" if _total < TOTAL else f"there were {TOTAL:,} suspensions")
                return
            _looked = now
        told = see([frame for frame, _ in frames.of(task)][-FRAMES:], number)
        if told is not None:
            record.fact("vars", task=number, frames=told)
    except Exception:
        alarms.let_out()


def _off(why: str) -> None:
    if _Handle._run is seeing:
        _Handle._run = _run
        handles.settle()
    else:
        gate.replace_inner(seeing, _run)
    _last.clear()
    record.fact("note", s=f"Variables are shown no further: {why}.")


def see(found: list[FrameType], number: int) -> list[Any] | None:
    """For each frame its name, line and [name, text, changed] of its variables; None where nothing changed."""
    before = _last.get(number, [])
    after: list[tuple[int, dict[str, str]]] = []
    told: list[Any] = []
    room, moved = ROOM, len(before) != len(found)
    for depth, frame in enumerate(found):
        key, texts = id(frame.f_code), {}
        old = before[depth][1] if depth < len(before) and before[depth][0] == key else None
        rows = []
        for name, text in _texts(frame):
            room -= len(name) + (len(text) if text.isascii() else 6 * len(text)) + 12
            if room < 0:
                break
            texts[name] = text
            rows.append([name, text, old is not None and old.get(name) != text])
        moved = moved or texts != old
        after.append((key, texts))
        told.append([record.clip(frame.f_code.co_name, 60), frame.f_lineno or 0, rows])
    if not moved:
        return None
    _last[number] = after
    return told


def _texts(frame: FrameType) -> list[tuple[str, str]]:
    found = []
    is_module = frame.f_code.co_name == "<module>"
    for name, value in list(frame.f_locals.items()):
        if type(name) is not str or name.startswith(("__", ".")) or (is_module and id(type(value)) in _HIDDEN):
            continue
        found.append((name[:40], show(value)))
        if len(found) >= NAMES:
            break
    return found


def show(value: Any, depth: int = 0) -> str:
    """A value of an exact built-in type, cut; `<Type>` for any other."""
    kind = type(value)
    if value is None or kind is bool or kind is float or kind is complex:
        return repr(value)
    if kind is int:
        return repr(value) if value.bit_length() <= 160 else f"<int of {value.bit_length()} bits>"
    if kind is str or kind is bytes:
        return repr(value) if len(value) <= TEXT // 2 else f"{value[: TEXT // 2]!r}…"
    if id(kind) in _CONTAINERS and depth < 2:
        return _container(value, kind, depth + 1)
    if things.is_task(value):
        return f"<task {things.tasks.get(id(value), 0)}>"
    name = kinds.name(kind)
    return f"<{name[:30]}>" if name.isprintable() else "<?>"


def _container(value: Any, kind: type, depth: int) -> str:
    size = len(value)
    parts: list[str] = []
    try:
        for n, item in enumerate(value.items() if kind is dict else value):
            if n == ITEMS or sum(map(len, parts)) > TEXT:
                parts.append(f"… {size - n} more")
                break
            parts.append(f"{show(item[0], depth)}: {show(item[1], depth)}" if kind is dict else show(item, depth))
    except RuntimeError:  # another thread changes it
        return f"<{kind.__name__}>"
    inside = ", ".join(parts)
    if kind is tuple:
        return f"({inside},)" if size == 1 else f"({inside})"
    if kind is list:
        return f"[{inside}]"
    if kind is frozenset or (not size and kind is set):
        return f"{kind.__name__}({{{inside}}})" if size else f"{kind.__name__}()"
    return f"{{{inside}}}"
