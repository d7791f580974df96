"""The order of tasks in panes: a tree of who made whom, foldable and filterable. Pure; made anew only when something of it changed."""

from __future__ import annotations

from collections.abc import Set

from asyncplay.insight.words import label, mark
from asyncplay.late import dataclass
from asyncplay.trace.snapshot import Snapshot, TaskState

DEEPEST = 3
"""Deeper than that, branches are not indented further."""


@dataclass(frozen=True, slots=True)
class Place:
    """A task's row."""

    task: int
    branch: str
    """What stands before its name: `└ `."""
    children: int
    """How many tasks it made that are shown or folded away."""
    folded: bool


def tree(snap: Snapshot, folded: Set[int] = frozenset(), text: str = "", library: bool = False) -> list[Place]:
    """Rows, top to bottom. With `text`, tasks whose name, number or state holds it, as a list without branches."""
    shown = [task for task in snap.tasks.values() if library or not task.library]
    if text:
        words = text.casefold().split()
        return [Place(task.id, "", 0, False) for task in shown if all(_matches(task, word) for word in words)]
    ids = {task.id for task in shown}
    below: dict[int | None, list[int]] = {}
    for task in shown:
        below.setdefault(task.parent if task.parent in ids else None, []).append(task.id)
    rows: list[Place] = []
    stack = [(one, 0, False) for one in reversed(below.get(None, ()))]
    while stack:
        one, depth, last = stack.pop()
        children = below.get(one, ())
        branch = "" if not depth else "  " * min(depth - 1, DEEPEST) + ("└ " if last else "├ ")
        rows.append(Place(one, branch, len(children), one in folded))
        if children and one not in folded:
            stack += [(child, depth + 1, child == children[-1]) for child in reversed(children)]
    return rows


def _matches(task: TaskState, word: str) -> bool:
    return word in label(task).casefold() or word == mark(task.id) or word == str(task.id) or word == task.state or word == task.outcome


class Tree:
    """Keeps the last answer: the order changes only when a task is made or named, or the question is another one."""

    def __init__(self) -> None:
        self._key: object = None
        self._rows: list[Place] = []

    def rows(self, snap: Snapshot, folded: Set[int] = frozenset(), text: str = "", library: bool = False) -> list[Place]:
        key = (len(snap.tasks), frozenset(folded), text, library, snap.seq if text else 0)
        if key != self._key:
            self._key, self._rows = key, tree(snap, folded, text, library)
        return self._rows
