"""The panes beside and below the editor. They hold what they were last given, and draw it."""

from __future__ import annotations

from asyncplay.insight.words import label
from asyncplay.lessons.lesson import Lesson
from asyncplay.trace.recording import Recording
from asyncplay.trace.snapshot import Snapshot
from asyncplay.ui.render import tasks as render_tasks
from asyncplay.ui.render import text as render_text
from asyncplay.ui.render.bars import rule_row
from asyncplay.ui.render.output import dropped_row, output_row, source_line
from asyncplay.ui.render.rows import Row
from asyncplay.ui.render.text import Problem
from asyncplay.ui.widgets.rows import Rows

EMPTY = Snapshot(0, 0.0)


class TasksPane(Rows):
    """Every task, as a tree. The selection follows the task that runs until somebody selects one."""

    LABEL = "TASKS"
    HINTS = "Esc to editor │ ↑↓ Select  Enter Show line  h Library's  F5 Run  F8 Stop"

    def __init__(self, ascii: bool, id: str | None = None) -> None:
        super().__init__(id=id)
        self.ascii = ascii
        self.snap, self.now = EMPTY, 0.0
        self.library = False
        self.started = False
        self.chosen: int | None = None
        self._order: list[render_tasks.Placed] = []
        self._known = (-1, False)

    def begin(self) -> None:
        """Another run: nobody is selected."""
        self.started, self.chosen, self.cursor, self.top = True, None, None, 0

    def show(self, snap: Snapshot, now: float) -> None:
        self.snap, self.now = snap, now
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
        self.show(self.snap, self.now)

    def task_at(self, index: int) -> int:
        return self._order[index][0]

    def select(self, index: int | None) -> None:
        super().select(index)
        if self.cursor is not None and self.cursor < len(self._order):
            self.chosen = self._order[self.cursor][0]
            self.changed()

    def count(self) -> int:
        return len(self._order)

    def head(self, width: int) -> list[Row]:
        if not self.started:
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


class NotePane(Rows, can_focus=False):
    """One place for words."""

    LABEL, SELECTS = "NOTE", False

    def __init__(self, ascii: bool, id: str | None = None) -> None:
        super().__init__(id=id)
        self.ascii = ascii
        self.title, self.text = "NOTE", ""

    def show(self, title: str, text: str) -> None:
        self.title, self.text = title, text
        self.changed()

    def head(self, width: int) -> list[Row]:
        return [rule_row(self.title, width, self.ascii)]

    def count(self) -> int:
        return len(render_text.note_rows(self.text, self.size.width))

    def row(self, index: int, width: int) -> Row:
        return render_text.note_rows(self.text, width)[index]


class OutputPane(Rows):
    """What was printed, when, by whom."""

    LABEL, FOLLOWS_END = "OUTPUT", True
    HINTS = "Esc to editor │ ↑↓ Select  Enter Show line  F5 Run  F8 Stop  F1 Help"
    EMPTY_TEXT = (
        "Nothing printed yet. Press F5 to run: every line the program prints comes here,", "with its time and its task.", "",
        "New here? F1 shows the keys.", "F2 lists the lessons. Ctrl+N opens an empty snippet of your own.",
    )  # fmt: skip

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.recording: Recording | None = None
        self.snap = EMPTY
        self._name_width = 9

    def show(self, recording: Recording, snap: Snapshot) -> None:
        if recording is not self.recording:
            self.recording, self.cursor, self.top, self._name_width = recording, None, 0, 9
        self.snap = snap
        if len(snap.tasks) < 100:
            self._name_width = min(16, max([9, *(len(label(task)) for task in snap.tasks.values() if not task.library)]))
        self.changed()

    def head(self, width: int) -> list[Row]:
        if self.recording is None:
            return [[(f" {line}", "text.quiet")] for line in self.EMPTY_TEXT]
        if self.snap.finished is not None and not self.snap.output:
            return [[(" The program printed nothing.", "text.quiet")]]
        return []

    def foot(self, width: int) -> list[Row]:
        row = dropped_row(self.snap)
        return [row] if row else []

    def count(self) -> int:
        return len(self.recording.output) if self.recording else 0

    def row(self, index: int, width: int) -> Row:
        assert self.recording is not None
        return output_row(self.recording.output[index], self.snap, self._name_width)

    def line_of(self, index: int) -> int | None:
        """The line of the snippet that this row leads to."""
        assert self.recording is not None
        return source_line(self.recording.output, index, self.recording.path)


class LessonPane(Rows):
    """The lesson's text."""

    LABEL, SELECTS = "LESSON", False
    HINTS = "Esc to editor │ ↑↓ Scroll  F2 Lessons  F5 Run  F1 Help"
    lesson: Lesson | None = None
    over = False

    def show(self, lesson: Lesson | None, over: bool) -> None:
        if lesson is not self.lesson:
            self.top = 0
        self.lesson, self.over = lesson, over
        self.changed()

    def count(self) -> int:
        return len(render_text.lesson_rows(self.lesson, self.over, self.size.width))

    def row(self, index: int, width: int) -> Row:
        return render_text.lesson_rows(self.lesson, self.over, width)[index]


class ProblemsPane(Rows):
    """Errors, warnings and advice of the run, each with its line."""

    LABEL = "PROBLEMS"
    HINTS = "Esc to editor │ ↑↓ Select  Enter Show line  F5 Run  F1 Help"
    problems: list[Problem] = []

    def show(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.changed()

    def head(self, width: int) -> list[Row]:
        return [] if self.problems else [[(" No problems found.", "text.quiet")]]

    def count(self) -> int:
        return len(self.problems)

    def row(self, index: int, width: int) -> Row:
        return render_text.problem_row(self.problems[index])
