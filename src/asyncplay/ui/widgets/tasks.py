"""The Tasks pane: every task as a tree, with what it waits for and where."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from asyncplay.ui.frame import Frame
from asyncplay.ui.render import tasks as render_tasks
from asyncplay.ui.render.rows import Row
from asyncplay.ui.widgets.pane import Pane, Target


class TasksPane(Pane):
    """Every task, as a tree. The selection follows the task that runs until somebody selects one."""

    LABEL = "TASKS"
    HINTS = "Esc to editor │ ↑↓ Select  Enter Show line  h Library's  F5 Run  F8 Stop"

    def __init__(self, ascii: bool = False, id: str | None = None) -> None:
        super().__init__(ascii, id=id)
        self.library = False
        self._order: list[render_tasks.Placed] = []
        self._known = (-1, False)

    @dataclass
    class Selected(Message):
        """Somebody selected a task."""

        task: int

    def forget(self) -> None:
        super().forget()
        self._known = (-1, False)

    def show(self, frame: Frame) -> None:
        self.frame = frame
        known = (len(frame.snap.tasks), self.library)
        if known != self._known:
            self._known, self._order = known, render_tasks.order(frame.snap, self.library)
        self.changed()

    def toggle_library(self) -> None:
        self.library = not self.library
        self.show(self.frame)

    def task_at(self, index: int) -> int:
        return self._order[index][0]

    def target(self, index: int) -> Target:
        task = self.frame.snap.tasks[self.task_at(index)]
        return Target(task.line or task.def_line or task.created_line)

    def select(self, index: int | None) -> None:
        super().select(index)
        if self.cursor is not None and self.cursor < len(self._order):
            self.post_message(self.Selected(self._order[self.cursor][0]))

    def count(self) -> int:
        return len(self._order)

    def head(self, width: int) -> list[Row]:
        if self.frame.recording is None:
            return [[(" TASKS", "text.title")], *render_tasks.legend(self.ascii)]
        return [[(f" {render_tasks.title(self.frame.snap, self.library, True)}", "text.title")]]

    def foot(self, width: int) -> list[Row]:
        one = self.frame.selected
        task = self.frame.snap.tasks.get(one) if one is not None else None
        if task is None or self.size.height < 8 or len(self._order) > self.size.height - 4:
            return []
        return render_tasks.details(task, self.frame.snap, width)

    def row(self, index: int, width: int) -> Row:
        one, branch = self._order[index]
        frame = self.frame
        return render_tasks.task_row(frame.snap.tasks[one], branch, frame.snap, frame.now, width, one == frame.selected, self.ascii)
