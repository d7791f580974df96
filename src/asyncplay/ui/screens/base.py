"""What the parts of the main screen have in common: the playground, the panes by name, words in the title, and doing things after typing.

The screen is put together from parts by concern (`runs`, `focus`, `asking`, `drawing`, …), each a class in a file of its own.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.layout import Layout

from asyncplay.ui import _hacks
from asyncplay.ui.document import Document
from asyncplay.ui.layout import Plan, Wish, plan
from asyncplay.ui.playground import Playground
from asyncplay.ui.screens.arrange import Places
from asyncplay.ui.screens.table import TABS
from asyncplay.ui.widgets.bars import TabStrip, TitleBar
from asyncplay.ui.widgets.editor import Editor
from asyncplay.ui.widgets.pane import Pane
from asyncplay.ui.widgets.tasks import TasksPane

TOAST_S = 4.0


class Base(_hacks.TerminalsSize):
    """Parts call each other through what is named here."""

    tab = "output"
    """What the tab area shows: a pane's id, or `question` or `prompt`."""
    front = "editor"
    """Who had the focus last: what is seen where there is room for one pane only."""
    alone = False
    """The pane in front is maximised."""
    projector = False
    _error_toast = ""

    def __init__(self, playground: Playground) -> None:
        super().__init__()
        self.playground = playground
        self._places = Places()
        self.sizes: dict[str, int] = dict(playground.keeper.state.sizes)
        """Where the dividers were put."""

    @property
    def layout(self) -> Layout:
        return self._places

    def plan(self, width: int = 0, height: int = 0) -> Plan:
        """Where everything stands, in the terminal as it is or in one of that size."""
        lesson = self.playground.document.lesson is not None
        wish = Wish(self.tab, self.front if self.alone else None, self.front, TABS, lesson, self.sizes, self.projector)
        return plan(width or self.size.width, height or self.size.height, wish)

    @property
    def editor(self) -> Editor:
        return self.query_one(Editor)

    @property
    def tasks(self) -> TasksPane:
        return self.query_one(TasksPane)

    @property
    def strip(self) -> TabStrip:
        return self.query_one(TabStrip)

    def panes(self) -> list[Pane]:
        """All of them, seen or not; before the first picture those that it shows."""
        return [pane for pane in self.children if isinstance(pane, Pane)]

    # other parts give these

    def frame(self) -> None:
        """Look at the run, and show all panes in view what there is."""
        raise NotImplementedError

    def frame_soon(self) -> None:
        """The same, when the time for another frame has come."""
        raise NotImplementedError

    def draw_bars(self) -> None:
        """Title, strip, settings, footer."""
        raise NotImplementedError

    def rearrange(self) -> None:
        """Something else is to be in view."""
        raise NotImplementedError

    def draw_title(self) -> None:
        """Row 1 alone."""
        raise NotImplementedError

    def open_tab(self, name: str, focus: bool = False) -> None:
        """Show a pane, or a question, in the tab area."""
        raise NotImplementedError

    def go_to(self, name: str) -> None:
        """Give a pane the focus; it comes into view."""
        raise NotImplementedError

    def seek(self, place: int) -> None:
        """Move the playhead to a number of events."""
        raise NotImplementedError

    def show_document(self, document: Document) -> None:
        """Another text in the editor; nothing of a run before it is shown."""
        raise NotImplementedError

    # shared

    def after_typing(self, call: Callable[[], object]) -> None:
        """Once the editor has taken the keys that were typed before: a command overtakes them on its way."""
        self.editor.call_later(call)

    def toast(self, text: str) -> None:
        """Words in the title's place, for four seconds."""
        title = self.query_one(TitleBar)
        text = self.playground.keys.fill(text)
        title.toast = text
        title.changed()
        self.set_timer(TOAST_S, lambda: self._untoast(text))

    def tell_error(self, text: str, until_run: bool = False) -> None:
        """What went wrong, where, and what to do: in the Note, until it is mended, or until the next run."""
        text = self.playground.keys.fill(text)
        self.playground.trouble, self.playground.trouble_passes = text, until_run
        title = self.query_one(TitleBar)
        title.toast = self._error_toast = text
        title.changed()
        self.frame()

    def press(self, key: str) -> None:
        """A key was pressed, whoever takes it: the words of an error have been seen, and give the title its cells back."""
        if self._error_toast:
            self._untoast(self._error_toast)
            self._error_toast = ""

    def _untoast(self, text: str) -> None:
        title = self.query_one(TitleBar)
        if title.toast == text:
            title.toast = ""
            title.changed()
