"""The Problems pane: errors, warnings and advice of the run, each with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asyncplay.ui.frame import Frame
from asyncplay.ui.render import text as render_text
from asyncplay.ui.render.rows import Row
from asyncplay.ui.render.text import Problem
from asyncplay.ui.widgets.pane import Pane, Target

if TYPE_CHECKING:
    from asyncplay.trace.recording import Recording


class ProblemsPane(Pane):
    """They are looked for once, when the run is over."""

    LABEL = "PROBLEMS"
    HINTS = "Esc to editor │ ↑↓ Select  Enter Show line  @program.run!  @help.show!"

    def __init__(self, ascii: bool = False, id: str | None = None) -> None:
        super().__init__(ascii, id=id)
        self.problems: list[Problem] = []
        self.written: list[Problem] = []
        """Of the text as it is now, run or not."""
        self._looked_at: Recording | None = None

    def forget(self) -> None:
        super().forget()
        self.problems, self._looked_at = [], None

    def show(self, frame: Frame) -> None:
        if frame.over and frame.recording is not self._looked_at:
            self._looked_at = frame.recording
            self.problems = render_text.problems(frame.recording)
        super().show(frame)

    def head(self, width: int) -> list[Row]:
        return [] if self.count() else [[(" No problems found.", "text.quiet")]]

    def count(self) -> int:
        return len(self.written) + len(self.problems)

    def row(self, index: int, width: int) -> Row:
        return render_text.problem_row(self._at(index))

    def _at(self, index: int) -> Problem:
        return (self.written + self.problems)[index]

    def target(self, index: int) -> Target:
        return Target(self._at(index).line)
