"""Panes that list tasks, Tasks and Timeline: in one order, foldable and filterable, with asyncio's own hidden or shown."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from itertools import islice

from asyncplay.insight.tree import Place, Tree
from asyncplay.trace.snapshot import Snapshot, TaskState
from asyncplay.ui.frame import Frame
from asyncplay.ui.widgets.finding import Finding
from asyncplay.ui.widgets.pane import Target

TREE_MAX = 3000


class TaskListing(Finding):
    """The tasks that there are at the end of the recording, so that rows stay where they are while the playhead moves."""

    library = False
    """asyncio's own tasks are listed too."""

    def __init__(self, ascii: bool = False, id: str | None = None) -> None:
        super().__init__(ascii, id=id)
        self.folded: set[int] = set()
        self.rows: list[Place] = []
        self._tree = Tree()
        self._flat: list[Place] = []
        self._counted = 0
        self._counted_library = False

    def forget(self) -> None:
        super().forget()
        self.folded.clear()
        self.rows, self._flat, self._counted = [], [], 0

    @property
    def known(self) -> Mapping[int, TaskState]:
        """All tasks that are listed, by id."""
        return self.frame.recording.latest().tasks if self.frame.recording is not None else {}

    def show(self, frame: Frame) -> None:
        self.frame = frame
        self.rows = self.listed()
        self.changed()

    def listed(self) -> list[Place]:
        """The rows, for the frame."""
        recording = self.frame.recording
        return self.in_order(recording.latest()) if recording is not None else []

    def in_order(self, snap: Snapshot) -> list[Place]:
        """As a tree; so many tasks that a tree says nothing, and costs, in the order in which they were made."""
        if len(snap.tasks) <= TREE_MAX or self.words or self.folded:
            return self._tree.rows(snap, self.folded, self.words, self.library)
        if len(snap.tasks) < self._counted or self._counted_library != self.library:
            self._flat, self._counted, self._counted_library = [], 0, self.library
        if len(snap.tasks) > self._counted:
            new = islice(snap.tasks.values(), self._counted, None)
            self._flat = self._flat + [Place(task.id, "", 0, False) for task in new if self.library or not task.library]
            self._counted = len(snap.tasks)
        return self._flat

    def toggle_library(self) -> None:
        """asyncio's own tasks, shown or hidden."""
        self.library = not self.library
        self.show(self.frame)

    def row_of(self, task: int | None) -> int | None:
        """Where a task is listed."""
        if task is None:
            return None
        if self.rows is self._flat:  # in the order of their numbers
            row = bisect_left(self.rows, task, key=lambda place: place.task)
            return row if row < len(self.rows) and self.rows[row].task == task else None
        return next((row for row, place in enumerate(self.rows) if place.task == task), None)

    def found_text(self) -> str:
        counts = self.frame.recording.latest().own_counts if self.frame.recording is not None else {}
        return f"{len(self.rows)} of {sum(counts.values())}"

    def count(self) -> int:
        return len(self.rows)

    def task_target(self, task: int) -> Target:
        """Its line at the playhead."""
        found = self.frame.snap.tasks.get(task) or self.known[task]
        return Target(found.line or found.def_line or found.created_line)
