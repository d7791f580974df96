"""The Output pane: what was printed, when, by whom."""

from __future__ import annotations

from asyncplay.insight.words import label
from asyncplay.ui.frame import Frame
from asyncplay.ui.render.output import dropped_row, output_row, source_line
from asyncplay.ui.render.rows import Row
from asyncplay.ui.widgets.pane import Pane, Target


class OutputPane(Pane):
    """What was printed, when, by whom."""

    LABEL, FOLLOWS_END = "OUTPUT", True
    HINTS = "Esc to editor │ ↑↓ Select  Enter Show line  F5 Run  F8 Stop  F1 Help"
    EMPTY_TEXT = (
        "Nothing printed yet. Press F5 to run: every line the program prints comes here,", "with its time and its task.", "",
        "New here? F1 shows the keys.", "F2 lists the lessons. Ctrl+N opens an empty snippet of your own.",
    )  # fmt: skip

    _name_width = 9

    def forget(self) -> None:
        super().forget()
        self._name_width = 9

    def show(self, frame: Frame) -> None:
        snap = frame.snap
        if len(snap.tasks) < 100:
            self._name_width = min(16, max([9, *(len(label(task)) for task in snap.tasks.values() if not task.library)]))
        super().show(frame)

    def head(self, width: int) -> list[Row]:
        if self.frame.recording is None:
            return [[(f" {line}", "text.quiet")] for line in self.EMPTY_TEXT]
        if self.frame.snap.finished is not None and not self.frame.snap.output:
            return [[(" The program printed nothing.", "text.quiet")]]
        return []

    def foot(self, width: int) -> list[Row]:
        row = dropped_row(self.frame.snap)
        return [row] if row else []

    def count(self) -> int:
        return len(self.frame.recording.output) if self.frame.recording else 0

    def row(self, index: int, width: int) -> Row:
        assert self.frame.recording is not None
        return output_row(self.frame.recording.output[index], self.frame.snap, self._name_width)

    def target(self, index: int) -> Target:
        recording = self.frame.recording
        assert recording is not None
        return Target(source_line(recording.output, index, recording.path))
