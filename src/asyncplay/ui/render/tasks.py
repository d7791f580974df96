"""The Tasks pane as rows: a tree of who made whom, each task's mark, name, what it waits for, and its line."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from asyncplay.insight.cancels import cancelled
from asyncplay.insight.tree import Place
from asyncplay.insight.words import GLYPHS, label, mark, role, wait_words
from asyncplay.trace.snapshot import Snapshot, TaskState
from asyncplay.ui.commands import Keys
from asyncplay.ui.render.rows import Piece, Row, fit, wrap
from asyncplay.ui.theme import task_role

if TYPE_CHECKING:
    from asyncplay.insight.lanes import Totals

WORDS, LINE = 12, 4
COLUMNS, NAME, STATE = 49, 10, 13
LEAST = 45
"""From so many cells on there are columns for the times; name and state are then so wide, or wider."""
MARKS_MAX = 35
"""Tasks beyond have no mark of their own: their number stands with the name."""
SORTS = ("tree", "busy", "ready", "waiting")
LEGEND = (
    "No run yet. Press @program.run to run.",
    "Then you see here, live:",
    "{running}1 runs       {ready}2 ready",
    "{waiting}3 waits      {blocking}4 blocks all",
    "{done}5 done       {failed}6 failed",
    "{cancelled}7 cancelled  {unknown}8 unknown",
    "(the number is the task's)",
)


def legend(ascii: bool, keys: Keys) -> list[Row]:
    """What the pane shows before the first run: what the marks mean."""
    glyphs = {name: pair[ascii] for name, pair in GLYPHS.items()}
    return [[(f" {keys.fill(text).format(**glyphs)}", "text.quiet")] for text in LEGEND]


def title(snap: Snapshot, library: bool, width: int = 0) -> str:
    """`TASKS 2: 0 run 0 ready 2 wait`, and where there is room how many of asyncio's own are hidden."""
    counts = snap.counts if library else snap.own_counts
    ready = counts.get("ready", 0) + counts.get("created", 0)
    total = sum(counts.values())
    if snap.finished is not None and total and counts.get("done", 0) == total:
        text = f"TASKS {total}: all are over"
    else:
        text = f"TASKS {total}: {counts.get('running', 0)} run {ready} ready {counts.get('suspended', 0)} wait"
    hidden = sum(snap.counts.values()) - sum(snap.own_counts.values())
    more = f"   h: +{hidden} of asyncio" if hidden and not library else ""
    return text + (more if len(text) + len(more) + 1 <= width else "")


def over_rows(snap: Snapshot, width: int, keys: Keys) -> list[Row]:
    """What to do when all is over."""
    total = sum(snap.own_counts.values())
    if snap.finished is None or not total or snap.own_counts.get("done", 0) != total:
        return []
    who = "The only task is over" if total == 1 else f"All {total} tasks are over"
    return [[(f" {line}", "text.quiet")] for line in wrap(f"{who}. Esc, then {keys.fill('%film.previous_event')} goes back in time.", width - 2)]


def has_columns(width: int) -> bool:
    """Whether there is room for the times."""
    return width >= LEAST


def columns_row(width: int) -> Row:
    """The heads of the columns."""
    name, state = _widths(width)
    return [(f"    {'name':<{name}}{'state':<{state}} at   busy ready  wait", "text.quiet")]


def _widths(width: int) -> tuple[int, int]:
    """Of name and state, where there are columns for the times."""
    more = width - COLUMNS
    name = NAME + max(0, min(more // 2, 12))
    return name, STATE + more - (name - NAME)


def hint_row(sort: str, unit: str) -> Row:
    """What the columns are in, and the key that sorts."""
    if sort == "tree":
        return [(f"    busy, ready, wait in {unit}; u sorts", "text.quiet")]
    following = SORTS[(SORTS.index(sort) + 1) % len(SORTS)]
    return [(f"    sorted by {sort}, in {unit}; u: {following}", "text.quiet")]


def task_row(task: TaskState, place: Place, snap: Snapshot, now: float, width: int, selected: bool, ascii: bool) -> Row:
    """One task, in a narrow pane."""
    name_width = max(6, width - 4 - WORDS - LINE - (1 if width > 36 else 0))
    return [*_begin(task, place, snap, now, name_width, max(WORDS, width - 4 - name_width - LINE), selected, ascii), _line(task)]


def wide_row(task: TaskState, place: Place, snap: Snapshot, now: float, width: int, selected: bool, ascii: bool, times: Totals, unit: str) -> Row:
    """One task, with its busy, ready and waiting time."""
    name, state = _widths(width)
    numbers = "".join(f"{amount(value, unit):>6}" for value in (times.busy, times.ready, times.waiting))
    return [*_begin(task, place, snap, now, name, state, selected, ascii), _line(task), (numbers, "text.quiet")]


def _begin(task: TaskState, place: Place, snap: Snapshot, now: float, name: int, state: int, selected: bool, ascii: bool) -> Row:
    kind = role(task, snap, now)
    branch, text = place.branch, label(task)
    if ascii:
        branch = branch.replace("└", "`").replace("├", "|")
    if place.folded and place.children:
        text = f"+{place.children} {text}"
    if task.id > MARKS_MAX:
        text = f"{task.id} {text}"
    return [
        (("▌" if not ascii else ">") if selected else " ", "focus"),
        (f"{GLYPHS[kind][ascii]}{mark(task.id)} ", f"state.{kind}"),
        (fit(branch + text, name - 1) + " ", task_role(task.id)),
        (fit(wait_words(task, snap, now, state - 1), state), f"state.{kind}"),
    ]


def _line(task: TaskState) -> Piece:
    line = f"L{task.line}" if task.line and task.state != "done" else ""
    return (f"{line:>{LINE}}", "text")


def amount(seconds: float, unit: str) -> str:
    """In five cells at most."""
    value = seconds if unit == "s" else seconds * 1e3
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 1000 else f"{value:.0f}"


def details(task: TaskState, snap: Snapshot, width: int) -> list[Row]:
    """Where the selected task comes from, and who cancelled it."""
    if task.parent is not None and task.parent in snap.tasks:
        parent = snap.tasks[task.parent]
        maker = f"{mark(parent.id)} {label(parent)}"
    elif task.library and not task.created_line:
        maker = "asyncio"
    else:
        maker = "asyncio.run" if task.id == 1 or task.created_line else "the loop, for a connection"
    made = f"made by {maker}" + (f" on line {task.created_line}" if task.created_line else "")
    who = f"{mark(task.id)}: " if has_columns(width) else ""
    text = f"{who}{label(task) if task.named else task.name}, coroutine {task.coro}, {made}"
    if task.cancelling or task.outcome == "cancelled":
        text += f"; {cancelled(task, snap)}"
    return [[(f" {part}", "text.quiet")] for part in wrap(text, width - 2)[:2]]


def sorted_rows(rows: list[Place], snap: Snapshot, sort: str, now: float) -> list[Place]:
    """The greatest first; the state that a task is in now counts too."""
    states = {"busy": ("running",), "ready": ("ready", "created"), "waiting": ("suspended",)}[sort]
    spent = {"busy": attrgetter("running_s"), "ready": attrgetter("ready_s"), "waiting": attrgetter("suspended_s")}[sort]

    def key(place: Place) -> float:
        task = snap.tasks.get(place.task)
        if task is None:
            return 0.0
        return float(-(spent(task) + (max(0.0, now - task.since) if task.state in states else 0.0)))

    return [Place(place.task, "", 0, False) for place in sorted(rows, key=key)]
