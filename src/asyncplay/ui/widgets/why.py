"""The Why pane: the Note whole, and below it each event as a sentence. Moving through the sentences moves the playhead."""

from __future__ import annotations

import time
from bisect import bisect_left

from asyncplay.insight.why import sentence
from asyncplay.ui.frame import Frame
from asyncplay.ui.render import why as render
from asyncplay.ui.render.rows import Row, wrap
from asyncplay.ui.widgets.finding import Finding
from asyncplay.ui.widgets.pane import Target

SLICE_S = 0.01
"""So long at most a filter looks through events before the next frame."""
FRESH = 200
"""The last events' sentences may still change: what the loop did next is not yet known."""
KEPT = 4000


class WhyPane(Finding):
    """Sentences are made for the rows in view only, and kept."""

    LABEL, SELECTS = "WHY", False
    HINTS = "Esc to editor │ ↑↓ Event  / Filter  Space Play  s S Step  p P Print  F4 Live  ? All keys"

    def __init__(self, ascii: bool = False, id: str | None = None) -> None:
        super().__init__(ascii, id=id)
        self._told: dict[int, str] = {}
        self._found: list[int] = []
        """Places of the events that fit the filter."""
        self._looked = 0
        self._place = -1

    def forget(self) -> None:
        super().forget()
        self._told.clear()
        self._refilter()

    def _refilter(self) -> None:
        self._found, self._looked, self._place = [], 0, -1

    def _ask(self, text: str) -> None:
        self._refilter()
        super()._ask(text)

    def show(self, frame: Frame) -> None:
        self.frame = frame
        if self.words:
            self._look()
        here = self._here()
        if here != self._place:
            self._place = here
            self._bring_into_view(here)
        self.changed()

    def _look(self) -> None:
        """Go on looking through the events; a long recording takes a few frames."""
        recording = self.frame.recording
        if recording is None:
            return
        words, events, latest = self.words.casefold().split(), recording.events, recording.latest()
        end = time.monotonic() + SLICE_S
        while self._looked < len(events) and (self._looked % 256 or time.monotonic() < end):
            text = render.plain(events[self._looked], latest)
            if all(word in text for word in words):
                self._found.append(self._looked)
            self._looked += 1
        if self._looked < len(events):
            self.set_timer(0.02, lambda: self.show(self.frame))

    def _here(self) -> int:
        """The row of the event under the playhead, or of the last one before it."""
        return bisect_left(self._found, self.frame.seq) - 1 if self.words else self.frame.seq - 1

    def _bring_into_view(self, row: int) -> None:
        room = self.room()
        if self.frame.live:
            self.top = max(0, self.count() - room)
        elif not self.top <= row < self.top + room:
            self.top = max(0, min(row - room // 2, self.count() - room))

    # rows

    def head(self, width: int) -> list[Row]:
        frame = self.frame
        if frame.recording is None:
            return [[(render.NONE_YET, "text.quiet")]]
        title, text = frame.note
        lines = wrap(text, width - len(title) - 3)[: max(1, self.size.height // 2)]
        rows: list[Row] = [[(f" {title if not n else ' ' * len(title)}  ", "text.title"), (line, "text")] for n, line in enumerate(lines)]
        return [*rows, *super().head(width)]

    def found_text(self) -> str:
        total = self.frame.recording.seq if self.frame.recording is not None else 0
        return f"{len(self._found)} of {total}" + (f", looked at {self._looked}" if self._looked < total and self.words else "")

    def count(self) -> int:
        recording = self.frame.recording
        if recording is None:
            return 0
        return len(self._found) if self.words else recording.seq

    def _event(self, row: int) -> int:
        return self._found[row] if self.words else row

    def row(self, index: int, width: int) -> Row:
        recording = self.frame.recording
        assert recording is not None
        place = self._event(index)
        event = recording.events[place]
        task = getattr(event, "task", None)
        seq = self.frame.seq
        return render.why_row(recording.index.times[place], task, self._tell(place), place == seq - 1, place >= seq, self.ascii)

    def _tell(self, place: int) -> str:
        recording = self.frame.recording
        assert recording is not None
        told = self._told.get(place)
        if told is None:
            told = sentence(recording, place + 1)
            if place < recording.seq - FRESH or self.frame.over:
                if len(self._told) >= KEPT:
                    self._told.clear()
                self._told[place] = told
        return told

    # moving

    def action_move(self, by: int) -> None:
        self._go(self._here() + by)

    def action_page(self, by: int) -> None:
        self._go(self._here() + by * self.room())

    def _go(self, row: int) -> None:
        if self.count():
            self.post_message(self.Moved(Target(seq=self._event(max(0, min(row, self.count() - 1))) + 1)))

    def action_choose(self) -> None:
        """The line of the event under the playhead."""
        if 0 <= self._here() < self.count():
            self.post_message(self.Chosen(self, self._here()))

    def target(self, index: int) -> Target:
        recording = self.frame.recording
        assert recording is not None
        event = recording.events[self._event(index)]
        line = getattr(event, "line", None) or getattr(event, "def_line", None)
        task = self.frame.snap.tasks.get(getattr(event, "task", None) or 0)
        return Target(line or (task.line if task is not None else None))

    def on_click(self, event: object) -> None:
        y = getattr(event, "y", 0) - len(self.head(self.size.width))
        if y >= 0:
            self._go(self.top + y)
