"""The Tasks pane: every task as a tree, with what it waits for, where, and how it has spent its time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.message import Message

from asyncplay import late
from asyncplay.insight.tree import Place
from asyncplay.late import dataclass
from asyncplay.ui.frame import Frame
from asyncplay.ui.render import tasks as render
from asyncplay.ui.render.rows import Row
from asyncplay.ui.widgets.listing import TaskListing
from asyncplay.ui.widgets.pane import Target

if TYPE_CHECKING:
    from asyncplay.insight.lanes import totals
else:
    (totals,) = late.functions("asyncplay.insight.lanes", "totals")

SECONDS = 10.0
"""From so long a run on times are in seconds."""
SORT_AGAIN_S = 1.0


class TasksPane(TaskListing):
    """The rows are those of the moment on show. Sorted or not, they keep their order while the pane has the focus."""

    LABEL = "TASKS"
    HINTS = (
        "Esc to editor │ ↑↓ Select  Enter Line  / Filter  u Sort  Del Cancel  %help.show All keys  "
        "@program.breakpoint!  ←→ Fold  %tasks.library asyncio's"
    )
    BINDINGS = [
        Binding("left", "fold(True)", "Fold", show=False),
        Binding("right", "fold(False)", "Unfold", show=False),
        Binding("u", "sort", "Sort", show=False),
        Binding("delete", "screen.cancel_task", "Cancel", show=False),
    ]

    @dataclass
    class Selected(Message):
        """Somebody selected a task."""

        task: int

    def __init__(self, ascii: bool = False, id: str | None = None) -> None:
        super().__init__(ascii, id=id)
        self.sort = "tree"
        self._sorted: list[Place] = []
        self._sorted_at = -1.0

    def forget(self) -> None:
        super().forget()
        self._sorted_at = -1.0

    # the rows

    def listed(self) -> list[Place]:
        if self.sort == "tree":
            return self.in_order(self.frame.snap)
        return self._in_order(self._tree.rows(self.frame.snap, frozenset(), self.words, self.library))

    def ask(self, text: str) -> None:
        self._sorted_at = -1.0
        super().ask(text)

    def _in_order(self, rows: list[Place]) -> list[Place]:
        """Sorted anew when it is time, and nobody is looking for a row in it."""
        now, old = self.frame.now, self._sorted
        due = self._sorted_at < 0 or (not self.has_focus and abs(now - self._sorted_at) >= SORT_AGAIN_S)
        if due:
            self._sorted_at = now
            self._sorted = render.sorted_rows(rows, self.frame.snap, self.sort, now)
        elif len(rows) != len(old):
            there, known = {place.task: place for place in rows}, {place.task for place in old}
            self._sorted = [place for place in old if place.task in there] + [place for place in rows if place.task not in known]
        return self._sorted

    def show(self, frame: Frame) -> None:
        super().show(frame)
        if frame.chosen and frame.selected is not None:
            row = self.row_of(frame.selected)
            if row != self.cursor:
                self.cursor = row
                self.changed()

    def action_sort(self) -> None:
        self.sort = render.SORTS[(render.SORTS.index(self.sort) + 1) % len(render.SORTS)]
        self._sorted_at, self.top = -1.0, 0
        self.show(self.frame)

    def action_fold(self, fold: bool) -> None:
        """The selected task's children; a task without any folds the one that made it."""
        task = self.frame.selected
        row = self.row_of(task)
        if task is None or row is None:
            return
        if fold and (not self.rows[row].children or task in self.folded):
            parent = self.frame.snap.tasks[task].parent
            if parent is not None and self.row_of(parent) is not None:
                self.post_message(self.Selected(parent))
            return
        (self.folded.add if fold else self.folded.discard)(task)
        self.show(self.frame)

    def select(self, index: int | None) -> None:
        super().select(index)
        if self.cursor is not None and self.cursor < len(self.rows):
            self.post_message(self.Selected(self.rows[self.cursor].task))

    def action_move(self, by: int) -> None:
        if self.cursor is None:
            self.cursor = self.row_of(self.frame.selected)
        super().action_move(by)

    def target(self, index: int) -> Target:
        return self.task_target(self.rows[index].task)

    # drawing

    @property
    def unit(self) -> str:
        return "s" if self.frame.end >= SECONDS else "ms"

    def head(self, width: int) -> list[Row]:
        if self.frame.recording is None:
            return [[(" TASKS", "text.title")], *render.legend(self.ascii, self.keys)]
        rows: list[Row] = [[(f" {render.title(self.frame.snap, self.library, width)}", "text.title")]]
        return [*rows, *([render.columns_row(width)] if render.has_columns(width) else []), *super().head(width)]

    def foot(self, width: int) -> list[Row]:
        snap, height = self.frame.snap, self.size.height
        if self.frame.recording is None:
            return []
        left = height - 1 - len(self.rows) - (2 if render.has_columns(width) else 0)
        hint = [render.hint_row(self.sort, self.unit)] if render.has_columns(width) else []
        task = snap.tasks.get(self.frame.selected) if self.frame.selected is not None else None
        details = render.details(task, snap, width) if task is not None and left >= 2 else []
        over = render.over_rows(snap, width, self.keys) if self.frame.live else []
        return [*hint, *(over if left >= len(over) + len(details) else []), *details]

    def row(self, index: int, width: int) -> Row:
        place, frame = self.rows[index], self.frame
        task, selected = frame.snap.tasks[place.task], place.task == frame.selected
        if not render.has_columns(width):
            return render.task_row(task, place, frame.snap, frame.now, width, selected, self.ascii)
        assert frame.recording is not None
        times = totals(frame.recording, frame.snap, task.id, frame.now)
        return render.wide_row(task, place, frame.snap, frame.now, width, selected, self.ascii, times, self.unit)
