"""Keyframes in a recording file: what saves folding everything when it is opened. Checked, or not taken at all."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Any, get_args, get_origin

from asyncplay.trace.columns import Layout, Table, Unfit, narrow, wide
from asyncplay.trace.events import ErrorRaised, LoopComplained, ProgramPaused, RunFinished, RunStarted, StepBlocked, WarningIssued
from asyncplay.trace.keyframes import LONG, REST, Flat, Keyframe, Keyframes
from asyncplay.trace.plain import Misfit, fits, plain, value_of
from asyncplay.trace.rows import FIXED, MOVING
from asyncplay.trace.saved_chunks import Reading, Writing, check_values
from asyncplay.trace.saved_longs import Longs, longs_of
from asyncplay.trace.snapshot import Block, TaskState
from asyncplay.trace.state import TASK_STATES
from asyncplay.trace.world import Abandoned, Callback, IoWait, Job, Loop, Thing, Timer, Variables

_FIXED = Layout(TaskState, FIXED)
GROWING = ("warnings", "blocks", "notes", "complaints", "abandoned")
"""What only grows: a keyframe has so many of the last one's."""
PARTS: dict[str, Any] = {
    "seq": int, "at": float, "started": RunStarted | None, "finished": RunFinished | None, "counts": dict[str, int], "own_counts": dict[str, int],
    "alive": int, "peak": int, "running": list[int], "early": set[int], "ready": dict[int, None], "mains": dict[int, int], "idle": bool,
    "idle_until": float | None, "owners": dict[int, tuple[tuple[int | None, int | None], ...]], "output": int, "open_streams": set[str],
    "output_dropped": int, "warnings": tuple[WarningIssued, ...], "error": ErrorRaised | None, "blocks": tuple[Block, ...],
    "blocked": StepBlocked | None, "deadlock": tuple[int, ...], "events_dropped": int, "damaged": str | None, "notes": tuple[str, ...],
    "paused": ProgramPaused | None, "loops": dict[int, Loop], "iteration": int, "timers": dict[int, Timer], "callbacks": dict[int, Callback],
    "io": dict[int, IoWait], "jobs": dict[int, Job], "objects": dict[int, Thing], "complaints": tuple[LoopComplained, ...],
    "abandoned": tuple[Abandoned, ...], "untold": int, "reached": dict[int, int],
    "variables": dict[int, tuple[Variables, ...]],
}  # fmt: skip
"""The type of each part of a state. A part without one keeps keyframes out of files, so that opening takes longer."""
_OF_TASKS = ("running", "early", "ready", "deadlock")
_OUTCOMES = {None, "returned", "raised", "cancelled", "destroyed"}


def keyframe_sections(keys: Keyframes, told: int) -> Iterator[tuple[bytes, bytes]]:
    """The rows, the long maps, with the values of the table that no chunk speaks of, and the keyframes."""
    if not set(REST) <= PARTS.keys():
        return
    rows, table = keys.rows, keys.rows.table
    out, longs = Writing(), Longs(table)
    for one in _FIXED.pack([_Fixed(values) for values in rows.fixed.values()], table):
        out.column(one)
    owner = array("I", bytes(4 * rows.count))
    for task, mine in rows.of.items():
        for row in mine:
            owner[row] = task
    out.column(owner)
    for one, code in zip(rows.columns, MOVING.typecodes, strict=True):
        out.column(wide(one, code))
    last = dict(zip(REST, keys.frames[-1].rest, strict=True))
    frames = [
        [frame.seq, frame.end, frame.count, *(_part(n, v, last, longs) for n, v in zip(REST, frame.rest, strict=True))] for frame in keys.frames
    ]
    try:
        maps = longs.bytes()
    except Unfit:
        return
    yield b"VALS", json.dumps([told, [plain(value) for value in table.values[told:]]]).encode()
    yield b"ROWS", out.bytes()
    yield b"LONG", maps
    yield b"STAT", json.dumps([list(REST), {name: plain(last[name]) for name in GROWING}, frames]).encode()


class _Fixed:
    """What is fixed of a task, as an object."""

    def __init__(self, values: tuple[Any, ...]) -> None:
        self.__dict__.update(zip(FIXED, values, strict=True))


def _part(name: str, value: Any, last: dict[str, Any], longs: Longs) -> Any:
    if name in GROWING and last[name][: len(value)] == value:
        return len(value)
    if isinstance(value, Flat):
        place = longs.put(value)
        return plain(value.value()) if place is None else ["#", place]
    return plain(value)


def keyframes_of(data: dict[bytes, bytes], table: Table, count: int) -> Keyframes:
    """The keyframes, each part of each state checked. `data`: the sections that `keyframe_sections` made; each is let go once it is read."""
    told, values = json.loads(data.pop(b"VALS"))
    if told != len(table.values):
        raise Misfit("another table")
    for value in values:
        table.add(value_of(value))
    keys = Keyframes(table)
    _rows(keys, Reading(data.pop(b"ROWS")), table)
    longs = longs_of(Reading(data.pop(b"LONG")), table)
    names, growing, frames = json.loads(data.pop(b"STAT"))
    if names != list(REST):
        raise Misfit("other states")
    last = {name: value_of(growing[name]) for name in GROWING}
    if not all(fits(value, PARTS[name]) for name, value in last.items()):
        raise Misfit("other states")
    made = [_frame(frame, last, keys, count, longs) for frame in frames]
    if not made or made[0].seq != 0 or any(a.seq >= b.seq or a.end > b.end for a, b in pairwise(made)):
        raise Misfit("states in no order")
    first = list(accumulate((mine[0] for mine in map(keys.rows.of.__getitem__, keys.rows.order)), max))
    if any(frame.count and first[frame.count - 1] >= frame.end for frame in made):
        raise Misfit("a task without a row")
    keys.frames = made
    return keys


def _rows(keys: Keyframes, data: Reading, table: Table) -> None:
    rows = keys.rows
    fixed = [data.column(code) for code in _FIXED.typecodes]
    _fit(_FIXED, fixed, table)
    for one in zip(*_FIXED.fields_of(fixed, table), strict=True):
        rows.fixed[one[0]] = one
        rows.order.append(one[0])
    if len(rows.fixed) != len(rows.order) or 0 in rows.fixed:
        raise Misfit("a task twice")
    owner = data.column("I")
    rows.columns = [data.column(code) for code in MOVING.typecodes]
    if any(len(one) != len(owner) for one in rows.columns):
        raise Misfit("rows of different lengths")
    _fit(MOVING, rows.columns, table)
    rows.columns = list(map(narrow, rows.columns))
    rows.of = {task: array("I") for task in rows.order}
    for row, task in enumerate(owner):
        rows.of[task].append(row)
    if not all(rows.of.values()):
        raise Misfit("a task without a row")
    rows.count = len(owner)


def _fit(layout: Layout, columns: list[Any], table: Table) -> None:
    check_values(layout, columns, table)
    for name, allowed in (("state", set(TASK_STATES)), ("outcome", _OUTCOMES)):
        if name in layout.names and not {table.values[v] for v in set(columns[layout.place(name)])} <= allowed:
            raise Misfit(name)


def _frame(data: list[Any], last: dict[str, Any], keys: Keyframes, count: int, longs: list[tuple[Flat, type | None]]) -> Keyframe:
    seq, end, tasks, *parts = data
    limits = ((seq, count), (end, keys.rows.count), (tasks, len(keys.rows.order)))
    if not all(type(n) is int and 0 <= n <= most for n, most in limits):
        raise Misfit("a state beyond the end")
    found = {name: _part_of(name, part, last, longs) for name, part in zip(REST, parts, strict=True)}
    known = keys.rows.fixed.keys()
    for name in _OF_TASKS:
        value = found[name]
        ids = value.keys if isinstance(value, Flat) else value
        if not {one for one in ids if one > 0} <= known:
            raise Misfit(name)
    if found["seq"] != seq or found["counts"].keys() != set(TASK_STATES) or found["own_counts"].keys() != set(TASK_STATES):
        raise Misfit("a state of another place")
    return Keyframe(seq, end, tasks, tuple(found.values()))


def _part_of(name: str, part: Any, last: dict[str, Any], longs: list[tuple[Flat, type | None]]) -> Any:
    hint = PARTS[name]
    if name in GROWING and type(part) is int:
        return last[name][:part]
    if isinstance(part, list) and part[:1] == ["#"]:
        value, cls = longs[part[1]]
        if value.kind is not get_origin(hint) or (value.kind is dict and cls is not get_args(hint)[1]):
            raise Misfit(name)
        return value
    value = value_of(part)
    if not fits(value, hint):
        raise Misfit(name)
    return Flat(value) if isinstance(value, dict | set) and len(value) > LONG else value
