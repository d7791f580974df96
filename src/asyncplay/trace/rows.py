"""Tasks' states as rows, and the tasks of a moment made from them as they are asked for.

A row is the state of one task at one keyframe. Rows are numbers in columns: ten thousand tasks that change all the time cost a few
megabytes. A row becomes a TaskState only when somebody looks at that task.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from dataclasses import MISSING, fields
from itertools import islice
from operator import attrgetter
from typing import Any, cast

from asyncplay.trace.columns import Column, Layout, Table, Unfit, grown
from asyncplay.trace.snapshot import TaskState

_NAMES = [field.name for field in fields(TaskState)]
FIXED = tuple(field.name for field in fields(TaskState) if field.default is MISSING and field.name != "name")
"""What never changes of a task."""
MOVING = Layout(TaskState, [name for name in _NAMES if name not in FIXED])
assert [FIXED[0], "name", *FIXED[1:], *MOVING.names[1:]] == _NAMES, "a task's fields: its id, its name, what is fixed, what moves"
_fixed = cast("Any", attrgetter(*FIXED))


class Rows:
    """All states of tasks that keyframes need. Only grows."""

    __slots__ = ("columns", "count", "fixed", "of", "order", "table")

    def __init__(self, table: Table) -> None:
        self.table = table
        self.columns: list[Column] = [array("B" if code == "I" else code) for code in MOVING.typecodes]
        self.count = 0
        self.fixed: dict[int, tuple[Any, ...]] = {}
        """What never changes, by task, in order of creation."""
        self.order = array("I")
        self.of: dict[int, Column] = {}
        """The rows of each task."""

    def add(self, tasks: list[TaskState]) -> None:
        """A row for each; Unfit, and nothing added, if one does not fit."""
        if any(not 0 < task.id <= 0xFFFF_FFFE for task in tasks):
            raise Unfit("a task's number")
        new = MOVING.pack(tasks, self.table)
        self.columns = list(map(grown, self.columns, new))
        for n, task in enumerate(tasks, self.count):
            found = self.of.get(task.id)
            if found is None:
                found = self.of[task.id] = array("I")
                self.fixed[task.id] = _fixed(task)
                self.order.append(task.id)
            found.append(n)
        self.count += len(tasks)

    def make(self, task: int, row: int) -> TaskState:
        """The state in that row."""
        moving = MOVING.row(self.columns, row, self.table)
        fixed = self.fixed[task]
        return TaskState(fixed[0], moving[0], *fixed[1:], *moving[1:])


class Base:
    """The tasks of one keyframe, made as they are asked for; shared by all that goes on from it."""

    __slots__ = ("count", "end", "made", "rows")

    def __init__(self, rows: Rows, end: int, count: int) -> None:
        self.rows = rows
        self.end = end
        """Rows from here on are of later keyframes."""
        self.count = count
        self.made: dict[int, TaskState] = {}

    def get(self, task: int) -> TaskState | None:
        found = self.made.get(task)
        if found is None:
            rows = self.rows.of.get(task)
            n = bisect_left(rows, self.end) if rows is not None else 0
            if rows is None or not n:
                return None
            found = self.made[task] = self.rows.make(task, rows[n - 1])
        return found

    def has(self, task: int) -> bool:
        rows = self.rows.of.get(task)
        return rows is not None and rows[0] < self.end

    def ids(self) -> Iterator[int]:
        return islice(self.rows.order, self.count)


class Tasks(dict[int, TaskState]):
    """Tasks by id in order of creation: those of a keyframe, and over them those that changed since, which are what the dict itself holds."""

    __slots__ = ("base", "born")

    def __init__(self, base: Base, changed: Mapping[int, TaskState] | Iterable[Any] = (), born: tuple[int, ...] = ()) -> None:
        super().__init__(changed)
        self.base = base
        self.born = born
        """Tasks that are not in the keyframe."""

    def __missing__(self, task: int) -> TaskState:
        found = self.base.get(task)
        if found is None:
            raise KeyError(task)
        return found

    def get(self, task: Any, default: Any = None) -> Any:
        if dict.__contains__(self, task):
            return dict.__getitem__(self, task)
        found = self.base.get(task)
        return default if found is None else found

    def __contains__(self, task: object) -> bool:
        return dict.__contains__(self, task) or (isinstance(task, int) and self.base.has(task))

    def bear(self, task: TaskState) -> None:
        self[task.id] = task
        self.born = (*self.born, task.id)

    def __len__(self) -> int:
        return self.base.count + len(self.born)

    def __bool__(self) -> bool:
        return len(self) > 0

    def __iter__(self) -> Iterator[int]:
        yield from self.base.ids()
        yield from self.born

    def whole(self) -> dict[int, TaskState]:
        """All tasks, made."""
        changed, made, make = super().get, self.base.made.get, self.base.get
        found = {task: changed(task) or made(task) or make(task) for task in self.base.ids()}
        return {**found, **{task: self[task] for task in self.born}}  # type: ignore[dict-item]

    def keys(self) -> KeysView[int]:  # type: ignore[override]
        return KeysView(self)

    def values(self) -> ValuesView[TaskState]:  # type: ignore[override]
        return self.whole().values()

    def items(self) -> ItemsView[int, TaskState]:  # type: ignore[override]
        return self.whole().items()

    def copy(self) -> Tasks:
        return Tasks(self.base, dict.items(self), self.born)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, dict) and self.whole() == (other.whole() if isinstance(other, Tasks) else other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None

    def __repr__(self) -> str:
        return repr(self.whole())
