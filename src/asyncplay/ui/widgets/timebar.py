"""The time bar: before a run the settings of the next one, then the scrubber. Posts Sought when somebody clicks or drags on it."""

from __future__ import annotations

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from asyncplay.late import dataclass
from asyncplay.ui.frame import Frame
from asyncplay.ui.render.bars import settings_row
from asyncplay.ui.render.rows import Row
from asyncplay.ui.render.timebar import cells_at, time_row
from asyncplay.ui.widgets.bars import Bar

FILM_KEYS: list[BindingType] = [
    Binding("left", "screen.film('event', -1)", "Previous event", show=False),
    Binding("right", "screen.film('event', 1)", "Next event", show=False),
    Binding("up", "screen.film('step', -1)", "Previous step", show=False),
    Binding("down", "screen.film('step', 1)", "Next step", show=False),
    Binding("pageup", "screen.film_tenth(-1)", "A tenth of the run back", show=False),
    Binding("pagedown", "screen.film_tenth(1)", "A tenth of the run on", show=False),
    Binding("home", "screen.film_start", "Start", show=False),
    Binding("end", "screen.film_live", "Live", show=False),
]


class TimeBar(Bar, can_focus=True):
    """One row, above the footer."""

    @dataclass
    class Sought(Message):
        """A cell of so many."""

        cell: int
        count: int

    BINDINGS = FILM_KEYS
    LABEL = "TIME"
    HINTS = (
        "Esc to editor │ %film.play!  ←→ Event  ↑↓ Step  %film.goto Time  @film.live!  %help.show All keys  "
        "%film.slower %film.faster Speed  %film.by_step By step"
    )

    def __init__(self, ascii: bool, settings: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self.ascii = ascii
        self.frame = Frame()
        self.settings = settings
        """Of the next run."""
        self._dragged = False

    def show(self, frame: Frame) -> None:
        self.frame = frame
        self.changed()

    def draw(self, width: int) -> Row:
        if self.frame.recording is None:
            return settings_row("no run", self.settings, width)
        return time_row(self.frame, width, self.ascii, self.has_focus)

    def on_focus(self) -> None:
        self.changed()

    def on_blur(self) -> None:
        self.changed()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._dragged = True
        self.capture_mouse()
        self._seek(event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._dragged:
            self._seek(event.x)

    def on_mouse_up(self) -> None:
        self._dragged = False
        self.release_mouse()

    def _seek(self, x: int) -> None:
        first, count = cells_at(self.size.width)
        self.post_message(self.Sought(max(0, min(x - first, count - 1)), count))
