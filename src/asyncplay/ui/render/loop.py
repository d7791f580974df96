"""The Loop pane as rows: the running task, the ready queue, the timers, I/O and threads: the one picture of asyncio."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from asyncplay.insight.words import GLYPHS, label, mark, ordinal, role
from asyncplay.trace.snapshot import Snapshot
from asyncplay.ui.render.rows import Row
from asyncplay.ui.theme import task_role

if TYPE_CHECKING:
    from asyncplay.insight.loopview import LoopView, Waiting

HEAD = 10
NONE_YET = " No loop is running. Press @program.run."
NOT_YET = " No loop runs yet at this moment."
Section = tuple[str, list[Row]]


def loop_rows(view: LoopView, snap: Snapshot, digits: int, height: int, ascii: bool) -> list[Row]:
    """Sections one below the other; where there is not room for all of their rows, each says how many more there are."""
    sections = [section for section in _sections(view, snap, digits, ascii) if section[1]]
    room = _share([len(rows) for _, rows in sections], height)
    out: list[Row] = []
    blank = sum(room) + 1 <= height
    for number, ((word, rows), count) in enumerate(zip(sections, room, strict=True)):
        if number == 2 and blank:
            out.append([])
        shown = rows[:count]
        if count < len(rows) and shown:
            shown[-1] = [*shown[-1], (f"  and {len(rows) - count} more", "text.quiet")]
        for place, row in enumerate(shown):
            out.append([(f" {word if not place else '':<{HEAD - 1}}", "text.title"), *row])
    return out


def _share(wanted: Sequence[int], height: int) -> list[int]:
    """So many rows for each: one, then one more in turn while there are any."""
    given = [0] * len(wanted)
    left = height
    while left > 0:
        before = left
        for n, want in enumerate(wanted):
            if given[n] < want and left > 0:
                given[n] += 1
                left -= 1
        if left == before:
            break
    return given


def _sections(view: LoopView, snap: Snapshot, digits: int, ascii: bool) -> Iterable[Section]:
    yield "RUNNING", [_running(view, snap, digits, ascii)]
    ready = [
        [(f"{ordinal(one.place)} ", "text"), *_task(one.task, snap, ascii), (f", {'new' if one.new else 'since'} {one.since:.{digits}f} s", "text")]
        for one in view.ready
    ]
    more = view.ready_count - len(view.ready)
    yield "READY", [*ready, *([[(f"and {more} more", "text.quiet")]] if more > 0 else [])] or [[("nobody", "text.quiet")]]
    timers = []
    for timer in view.timers:
        when = f"late {-timer.left:.{digits}f} s" if timer.late else f"rings in {max(0.0, timer.left):.{digits}f} s"
        line = f" (line {timer.line})" if timer.line else ""
        who = _task(timer.task, snap, ascii) if timer.task is not None and timer.task in snap.tasks else [(timer.what, "text")]
        timers.append([*who, (f"   {when}{line}", "state.late" if timer.late else "text")])
    more = view.timer_count - len(view.timers)
    if more > 0:
        timers.append([(f"and {more} more", "text.quiet")])
    yield "TIMERS", timers or [[("none", "text.quiet")]]
    yield "I/O", [_io(one, snap, ascii) for one in view.io]
    yield "THREADS", [_io(one, snap, ascii) for one in view.jobs]


def _running(view: LoopView, snap: Snapshot, digits: int, ascii: bool) -> Row:
    one = view.running
    if one is not None:
        line = f"   line {one.line}," if one.line else "  "
        return [*_task(one.task, snap, ascii), (f"{line} {'BLOCKS ' if one.blocks else ''}since {one.since:.{digits}f} s", "text")]
    if view.over:
        return [("nobody: the program is over", "text.quiet")]
    if view.idle:
        until = f"sleeps until {view.idle_until:.{digits}f} s" if view.idle_until is not None else "waits for I/O"
        return [(f"nobody: the loop {until}", "text")]
    return [("nobody", "text.quiet")]


def _task(one: int, snap: Snapshot, ascii: bool) -> Row:
    task = snap.tasks[one]
    kind = role(task, snap)
    return [(GLYPHS[kind][ascii] + mark(one), f"state.{kind}"), (f" {label(task)}", task_role(one))]


def _io(one: Waiting, snap: Snapshot, ascii: bool) -> Row:
    row: Row = [(f"{one.number} " if one.number is not None else "", "text"), (one.what, "text")]
    tasks = [task for task in one.tasks if task in snap.tasks]
    if not tasks:
        return [*row, (": no task waits for it", "text.quiet")]
    row.append((", for", "text"))
    for task in tasks[:4]:
        row += [(" ", "text"), *_task(task, snap, ascii)]
    if one.line:
        row.append((f" (line {one.line})", "text"))
    return row
