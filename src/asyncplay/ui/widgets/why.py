"""The Why pane: the Note whole, and below it each event as a sentence. Moving through the sentences moves the playhead."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from asyncplay import late
from asyncplay.ui.frame import Frame
from asyncplay.ui.render import why as render
from asyncplay.ui.render.rows import Row, wrap
from asyncplay.ui.widgets.finding import Sifting
from asyncplay.ui.widgets.pane import Target

if TYPE_CHECKING:
    from asyncplay.insight.why import sentence
else:
    (sentence,) = late.functions("asyncplay.insight.why", "sentence")

FRESH = 200
"""The last events' sentences may still change: what the loop did next is not yet known."""
KEPT = 4000


class WhyPane(Sifting):
    """Sentences are made for the rows in view only, and kept."""

    LABEL, SELECTS = "WHY", False
    HINTS = (
        "Esc to editor │ ↑↓ Event  %film.play!  %film.next_step %film.previous_step Step  "
        "@film.live!  %help.show All keys  / Filter  %film.next_print %film.previous_print Print"
    )

    def __init__(self, ascii: bool = False, id: str | None = None) -> None:
        super().__init__(ascii, id=id)
        self._told: dict[int, str] = {}
        self._place = -1

    def forget(self) -> None:
        super().forget()
        self._told.clear()
        self._place = -1

    def show(self, frame: Frame) -> None:
        self.frame = frame
        self.look()
        here = self._here()
        if here != self._place:
            self._place = here
            self._bring_into_view(here)
        self.changed()

    def ask(self, text: str) -> None:
        self._place = -1
        super().ask(text)

    def total(self) -> int:
        return self.frame.recording.seq if self.frame.recording is not None else 0

    def fits(self, place: int, words: list[str]) -> bool:
        recording = self.frame.recording
        assert recording is not None
        text = render.plain(recording.events[place], recording.latest())
        return all(word in text for word in words)

    def _here(self) -> int:
        """The row of the event under the playhead, or of the last one before it."""
        return bisect_left(self.found, self.frame.seq) - 1 if self.words else self.frame.seq - 1

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

    def row(self, index: int, width: int) -> Row:
        recording = self.frame.recording
        assert recording is not None
        place = self.place_of(index)
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
            self.post_message(self.Moved(Target(seq=self.place_of(max(0, min(row, self.count() - 1))) + 1)))

    def action_choose(self) -> None:
        """The line of the event under the playhead."""
        if 0 <= self._here() < self.count():
            self.post_message(self.Chosen(self, self._here()))

    def target(self, index: int) -> Target:
        recording = self.frame.recording
        assert recording is not None
        event = recording.events[self.place_of(index)]
        line = getattr(event, "line", None) or getattr(event, "def_line", None)
        task = self.frame.snap.tasks.get(getattr(event, "task", None) or 0)
        return Target(line or (task.line if task is not None else None))

    def on_click(self, event: object) -> None:
        y = getattr(event, "y", 0) - len(self.head(self.size.width))
        if y >= 0:
            self._go(self.top + y)
