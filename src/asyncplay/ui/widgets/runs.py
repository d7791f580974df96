"""The Runs pane: the settings of the next run, and every run of this session that is kept in memory. Enter on one opens what can be done."""

from __future__ import annotations

from textual.message import Message

from asyncplay.late import dataclass
from asyncplay.ui.frame import Frame
from asyncplay.ui.next_run import NextRun
from asyncplay.ui.render import runs as render
from asyncplay.ui.render.rows import Row
from asyncplay.ui.run import Run
from asyncplay.ui.widgets.pane import Pane


class RunsPane(Pane):
    """The first row is of the next run; the others are of runs, the last first."""

    LABEL = "RUNS"
    HINTS = "Esc to editor │ ↑↓ Select  Enter What can be done  @program.run!  %help.show All keys"

    @dataclass
    class Asked(Message):
        """Enter on a run; None: on the settings of the next one."""

        run: Run | None

    def __init__(self, ascii: bool = False, id: str | None = None) -> None:
        super().__init__(ascii, id=id)
        self.runs: list[Run] = []
        self.shown: Run | None = None
        self.settings = NextRun()

    def give(self, runs: list[Run], shown: Run | None, settings: NextRun) -> None:
        """What there is to list."""
        self.runs, self.shown, self.settings = runs[::-1], shown, settings

    def show(self, frame: Frame) -> None:
        if self.cursor is None:
            self.cursor = 1 if self.runs else 0
        super().show(frame)

    def foot(self, width: int) -> list[Row]:
        return [] if self.runs else [[(self.keys.fill(render.NONE_YET), "text.quiet")]]

    def count(self) -> int:
        return len(self.runs) + 1

    def row(self, index: int, width: int) -> Row:
        if not index:
            return render.next_row(self.settings)
        run = self.runs[index - 1]
        return render.run_row(run, run is self.shown, width, self.ascii)

    def action_choose(self) -> None:
        self.post_message(self.Asked(self.runs[self.cursor - 1] if self.cursor else None))  # nothing selected: the first row
