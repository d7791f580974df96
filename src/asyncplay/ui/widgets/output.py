"""The Output pane: what was printed, when, by whom."""

from __future__ import annotations

from bisect import bisect_left

from asyncplay.insight.words import label, mark
from asyncplay.trace.events import OutputWritten
from asyncplay.ui.frame import Frame
from asyncplay.ui.render.output import SHOWN_MAX, difference_piece, dropped_row, output_row, source_line
from asyncplay.ui.render.rows import Row
from asyncplay.ui.widgets.finding import Sifting
from asyncplay.ui.widgets.pane import Target


class OutputPane(Sifting):
    """What was printed, when, by whom."""

    LABEL, FOLLOWS_END = "OUTPUT", True
    HINTS = "Esc to editor │ ↑↓ Select  Enter Go there  / Filter  @film.live!  %help.show All keys  %film.next_print %film.previous_print Print"
    EMPTY_TEXT = (
        "Nothing printed yet. Press @program.run to run: every line the program prints comes here,", "with its time and its task.", "",
        "New here? @help.show shows the keys; @help.show again gives a tour of two minutes.",
        "@lesson.list lists the lessons. @document.new opens an empty snippet of your own.",
    )  # fmt: skip

    _name_width = 9
    _printed = 0

    def forget(self) -> None:
        super().forget()
        self._name_width, self._printed = 9, 0

    def show(self, frame: Frame) -> None:
        snap = frame.snap
        if len(snap.tasks) < 100:
            self._name_width = min(16, max([9, *(len(label(task)) for task in snap.tasks.values() if not task.library)]))
        moved = not frame.live and snap.output != self._printed
        self._printed = snap.output
        self.frame = frame
        self.look()
        if moved and self.cursor is None:
            self._bring_into_view(snap.output)
        self.changed()

    def _bring_into_view(self, printed: int) -> None:
        """What was printed last, with a line or two of what is to come."""
        room = self.room()
        if self.words:
            printed = bisect_left(self.found, printed)
        if not self.top <= printed - 1 < self.top + room - 1:
            self.top = max(0, printed - max(1, room - 2))

    @property
    def follows(self) -> bool:
        return self.frame.live

    def head(self, width: int) -> list[Row]:
        frame, snap = self.frame, self.frame.snap
        find = super().head(width)
        if frame.recording is None:
            return [[(f" {self.keys.fill(line)}", "text.quiet")] for line in self.EMPTY_TEXT]
        if not frame.live and not snap.output and frame.recording.output and not frame.played:
            return [*find, [(f" Nothing printed by {frame.now:.{frame.digits}f} s. Later lines are in brackets:", "text.quiet")]]
        if snap.finished is not None and not snap.output:
            return [[(" The program printed nothing.", "text.quiet")]]
        return find

    def foot(self, width: int) -> list[Row]:
        row = dropped_row(self.frame.snap)
        return [row] if row else []

    def total(self) -> int:
        if self.frame.played:
            return self.frame.snap.output
        return len(self.frame.recording.output) if self.frame.recording else 0

    def fits(self, place: int, words: list[str]) -> bool:
        recording = self.frame.recording
        assert recording is not None
        line = recording.output[place]
        task = recording.latest().tasks.get(line.task or 0)
        text = f"{line.text[:SHOWN_MAX]} {f'{mark(task.id)} {task.id} {task.label}' if task is not None else ''} {line.stream}".casefold()
        return all(word in text for word in words)

    def row(self, index: int, width: int) -> Row:
        recording = self.frame.recording
        assert recording is not None
        place = self.place_of(index)
        line = recording.output[place]
        row = output_row(line, recording.latest(), self._name_width, place >= self.frame.snap.output)
        return [*row, difference_piece(self.ascii)] if line.seq == self._first_difference() else row

    def _first_difference(self) -> int | None:
        """The place of the first output that was not predicted."""
        recording = self.frame.recording
        return next((place for place in self.frame.differences if recording and isinstance(recording.events[place], OutputWritten)), None)

    def target(self, index: int) -> Target:
        """Of a line of a traceback or a warning the line that it names; else the moment at which it was printed, and from where."""
        recording = self.frame.recording
        assert recording is not None
        index = self.place_of(index)
        line = source_line(recording.output, index, recording.path)
        return Target(line) if recording.output[index].stream == "stderr" else Target(line, recording.output[index].seq + 1)
