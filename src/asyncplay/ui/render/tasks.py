"""The Tasks pane as rows: a tree of who made whom, each task's mark, name, what it waits for, and its line."""

from __future__ import annotations

from asyncplay.insight.words import GLYPHS, label, mark, role, wait_words
from asyncplay.trace.snapshot import Snapshot, TaskState
from asyncplay.ui.render.rows import Row, fit, wrap
from asyncplay.ui.theme import task_role

TREE_MAX = 3000
"""Beyond so many tasks they are listed in the order of their creation: a tree of them says nothing, and costs."""
WORDS, LINE = 12, 4
Placed = tuple[int, str]
LEGEND = (
    "No run yet. Press F5 to run.",
    "Then you see here, live:",
    "{running}1 runs       {ready}2 ready",
    "{waiting}3 waits      {blocking}4 blocks all",
    "{done}5 done       {failed}6 failed",
    "{cancelled}7 cancelled  {unknown}8 unknown",
    "(the number is the task's)",
)


def legend(ascii: bool) -> list[Row]:
    """What the pane shows before the first run: what the marks mean."""
    glyphs = {name: pair[ascii] for name, pair in GLYPHS.items()}
    return [[(f" {text.format(**glyphs)}", "text.quiet")] for text in LEGEND]


def order(snap: Snapshot, library: bool) -> list[Placed]:
    """Ids in the order of the rows, each with the branches before its name."""
    shown = [task for task in snap.tasks.values() if library or not task.library]
    if len(shown) > TREE_MAX:
        return [(task.id, "") for task in shown]
    ids = {task.id for task in shown}
    below: dict[int | None, list[int]] = {}
    for task in shown:
        below.setdefault(task.parent if task.parent in ids else None, []).append(task.id)
    rows: list[Placed] = []
    stack: list[tuple[int, int, bool]] = [(one, 0, False) for one in reversed(below.get(None, []))]
    while stack:
        one, depth, last = stack.pop()
        rows.append((one, "" if not depth else "  " * min(depth - 1, 3) + ("└ " if last else "├ ")))
        children = below.get(one, [])
        stack += [(child, depth + 1, child == children[-1]) for child in reversed(children)]
    return rows


def title(snap: Snapshot, library: bool, hidden: bool) -> str:
    """`TASKS 2: 0 run 0 ready 2 wait`."""
    counts = snap.counts if library else snap.own_counts
    ready = counts.get("ready", 0) + counts.get("created", 0)
    total = sum(counts.values())
    if snap.finished is not None and total and counts.get("done", 0) == total:
        return f"TASKS {total}: all are over"
    return f"TASKS {total}: {counts.get('running', 0)} run {ready} ready {counts.get('suspended', 0)} wait"


def task_row(task: TaskState, branch: str, snap: Snapshot, now: float, width: int, selected: bool, ascii: bool) -> Row:
    """One task."""
    kind = role(task, snap, now)
    name_width = max(6, width - 4 - WORDS - LINE - (1 if width > 36 else 0))
    line = f"L{task.line}" if task.line and task.state != "done" else ""
    if ascii:
        branch = branch.replace("└", "`").replace("├", "|")
    words = wait_words(task, snap, now, WORDS)
    return [
        (("▌" if not ascii else ">") if selected else " ", "focus"),
        (f"{GLYPHS[kind][ascii]}{mark(task.id)} ", f"state.{kind}"),
        (fit(branch + label(task), name_width - 1) + " ", task_role(task.id)),
        (fit(words, max(WORDS, width - 4 - name_width - LINE)), f"state.{kind}"),
        (f"{line:>{LINE}}", "text"),
    ]


def details(task: TaskState, snap: Snapshot, width: int) -> list[Row]:
    """Where the selected task comes from."""
    if task.parent is not None and task.parent in snap.tasks:
        parent = snap.tasks[task.parent]
        maker = f"{mark(parent.id)} {label(parent)}"
    else:
        maker = "asyncio.run" if not task.library or task.created_line else "asyncio"
    made = f"made by {maker}" + (f" on line {task.created_line}" if task.created_line else "")
    text = f"{label(task) if task.named else task.name}, coroutine {task.coro}, {made}"
    return [[(f" {part}", "text.quiet")] for part in wrap(text, width - 2)[:2]]
