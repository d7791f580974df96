"""Panes that list tasks, Tasks and Timeline: in one order, foldable and filterable, with asyncio's own hidden or shown."""

from __future__ import annotations

from collections.abc import Mapping

from asyncplay.insight.tree import Place, Tree
from asyncplay.trace.snapshot import TaskState
from asyncplay.ui.frame import Frame
from asyncplay.ui.widgets.finding import Finding
from asyncplay.ui.widgets.pane import Target


class TaskListing(Finding):
    """The tasks that there are at the end of the recording, so that rows stay where they are while the playhead moves."""

    library = False
    """asyncio's own tasks are listed too."""

    def __init__(self, ascii: bool = False, id: str | None = None) -> None:
        super().__init__(ascii, id=id)
        self.folded: set[int] = set()
        self.rows: list[Place] = []
        self._tree = Tree()

    def forget(self) -> None:
        super().forget()
        self.folded.clear()
        self.rows = []

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
        return self._tree.rows(recording.latest(), self.folded, self.words, self.library) if recording is not None else []

    def found_text(self) -> str:
        own = sum(not task.library for task in self.known.values())
        return f"{len(self.rows)} of {own}"

    def count(self) -> int:
        return len(self.rows)

    def task_target(self, task: int) -> Target:
        """Its line at the playhead."""
        found = self.frame.snap.tasks.get(task) or self.known[task]
        return Target(found.line or found.def_line or found.created_line)
