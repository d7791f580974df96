"""The Tasks pane: every task as a tree, with what it waits for and where. Keeps which task is selected."""

from __future__ import annotations

from asyncplay.ui.frame import NOTHING, Frame
from asyncplay.ui.render import tasks as render_tasks
from asyncplay.ui.render.rows import Row
from asyncplay.ui.widgets.pane import Pane, Target


class TasksPane(Pane):
    """Every task, as a tree. The selection follows the task that runs until somebody selects one."""

    LABEL = "TASKS"
    HINTS = "Esc to editor │ ↑↓ Select  Enter Show line  h Library's  F5 Run  F8 Stop"

    def __init__(self, ascii: bool = False, id: str | None = None) -> None:
        super().__init__(ascii, id=id)
        self.snap, self.now = NOTHING, 0.0
        self.library = False
        self.chosen: int | None = None
        self._order: list[render_tasks.Placed] = []
        self._known = (-1, False)

    def forget(self) -> None:
        """Nobody is selected."""
        super().forget()
        self.chosen, self.current, self._known = None, None, (-1, False)

    def show(self, frame: Frame) -> None:
        self.frame, self.snap, self.now = frame, frame.snap, frame.now
        snap = frame.snap
        known = (len(snap.tasks), self.library)
        if known != self._known:
            self._known, self._order = known, render_tasks.order(snap, self.library)
        if self.chosen is None and (snap.running is not None or self.current not in snap.tasks):
            self.current = snap.running if snap.running is not None else self._order[0][0] if self._order else None
        self.changed()

    current: int | None = None

    def selected(self) -> int | None:
        """The task whose place is shown."""
        return self.chosen if self.chosen is not None else self.current

    def toggle_library(self) -> None:
        self.library = not self.library
        self.show(self.frame)

    def task_at(self, index: int) -> int:
        return self._order[index][0]

    def target(self, index: int) -> Target:
        task = self.snap.tasks[self.task_at(index)]
        return Target(task.line or task.def_line or task.created_line)

    def select(self, index: int | None) -> None:
        super().select(index)
        if self.cursor is not None and self.cursor < len(self._order):
            self.chosen = self._order[self.cursor][0]
            self.changed()

    def count(self) -> int:
        return len(self._order)

    def head(self, width: int) -> list[Row]:
        if self.frame.recording is None:
            return [[(" TASKS", "text.title")], *render_tasks.legend(self.ascii)]
        return [[(f" {render_tasks.title(self.snap, self.library, True)}", "text.title")]]

    def foot(self, width: int) -> list[Row]:
        one = self.selected()
        task = self.snap.tasks.get(one) if one is not None else None
        if task is None or self.size.height < 8 or len(self._order) > self.size.height - 4:
            return []
        return render_tasks.details(task, self.snap, width)

    def row(self, index: int, width: int) -> Row:
        one, branch = self._order[index]
        return render_tasks.task_row(self.snap.tasks[one], branch, self.snap, self.now, width, one == self.selected(), self.ascii)
