"""The one-line bars as widgets. The title bar posts Pressed when its button is clicked, the tab strip Opened."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.strip import Strip

from asyncplay.late import dataclass
from asyncplay.ui.render import bars, projector
from asyncplay.ui.render.rows import Row, ascii_row, cut, strip
from asyncplay.ui.widgets.plain_lines import PlainLines


class Bar(PlainLines):
    """One row that somebody sets."""

    DEFAULT_CSS = "Bar { height: 1; width: 1fr; }"

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._last: Row | None = None

    def draw(self, width: int) -> Row:
        return []

    ascii = False

    def _row(self, width: int) -> Row:
        return ascii_row(self.draw(width)) if self.ascii else self.draw(width)

    def changed(self) -> None:
        row = self._row(self.size.width)
        if row != self._last:
            self._last = row
            self.refresh()

    def content_line(self, y: int) -> Strip:
        return strip(self._row(self.size.width), self.size.width)


class TitleBar(Bar):
    """What is open, the run's state, the button."""

    class Pressed(Message):
        """The button."""

    title, state, running, toast, extra, dirty = "", "", False, "", "", False

    projector = False
    about = ""
    """How it runs."""
    button_keys = ("", "")

    def draw(self, width: int) -> Row:
        if self.projector:
            return projector.title_row(self.title, self.state, width, self.toast, self.dirty)
        return bars.title_row(self.title, self.state, self.running, width, self.toast, self.extra, self.dirty, self.button_keys, self.about)

    def on_click(self, event: events.Click) -> None:
        if self.size.width - bars.BUTTON <= event.x:
            self.post_message(self.Pressed())


class TabStrip(Bar):
    """The tabs of the tab area."""

    @dataclass
    class Opened(Message):
        digit: str

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.tabs: list[tuple[str, str]] = []
        self.current, self.focused_tab = "", False
        self.news: set[str] = set()
        self.banner = self.about = ""
        """Stand in place of the tabs while a question is asked."""

    def draw(self, width: int) -> Row:
        if self.banner:
            about = f"─ {self.about} " if self.about else ""
            words = cut(f"▌{self.banner}▐ {about}", width)
            return [(words + "─" * (width - cell_len(words)), "focus")]
        return bars.tab_row([(digit, name, name in self.news) for digit, name in self.tabs], self.current, self.focused_tab, width)

    @dataclass
    class Dragged(Message):
        """To that row of the screen; `over`: let go."""

        y: int
        over: bool = False

    _dragged = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._dragged = False
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self.app.mouse_captured is self and event.screen_y != self.region.y:
            self._dragged = True
            self.post_message(self.Dragged(int(event.screen_y)))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self.app.mouse_captured is self:
            self.release_mouse()
            if self._dragged:
                self.post_message(self.Dragged(int(event.screen_y), over=True))

    def on_click(self, event: events.Click) -> None:
        if self._dragged:
            return
        for start, end, digit in bars.tab_places([(digit, name, name in self.news) for digit, name in self.tabs], self.current, self.size.width):
            if start <= event.x < end:
                self.post_message(self.Opened(digit))
                return


class KeyBar(Bar):
    """The footer."""

    pane, hints = "", ""

    def draw(self, width: int) -> Row:
        return bars.footer_row(self.pane, self.hints, width)
