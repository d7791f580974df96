"""The screen's part that decides what is in view and who has the focus: tabs, digits, Esc, maximising, and where Enter on a row leads."""

from __future__ import annotations

from textual import on
from textual.widget import Widget

from asyncplay.ui.screens.base import Base
from asyncplay.ui.screens.table import BY_ID, TABS
from asyncplay.ui.widgets.bars import TabStrip
from asyncplay.ui.widgets.pane import Pane
from asyncplay.ui.widgets.questions import ChoicePane
from asyncplay.ui.widgets.rows import Rows

PLACES = ("editor", "side", "area")


class Focus(Base):
    """Nothing moves the focus but a key or a click."""

    def open_tab(self, name: str, focus: bool = False) -> None:
        self.tab = name
        for pane in self.query_one("#area").children:
            pane.display = pane.id == name
        if name in TABS:
            self.strip.news.discard(TABS[name].title)
        shown = self.query_one(f"#{name}")
        if focus:
            self.set_focus(shown)
        if isinstance(shown, Pane):
            self.call_after_refresh(self.frame)
        elif isinstance(shown, Rows):
            self.call_after_refresh(shown.changed)
        self.draw_bars()

    def action_pane(self, name: str) -> None:
        spec = BY_ID[name]
        if spec.place == "side":
            self.set_focus(self.query_one(f"#{name}"))
        elif not spec.lessons_only or self.playground.document.lesson is not None:
            self.open_tab(name, focus=True)

    def action_next_pane(self) -> None:
        ring: list[Widget] = [self.editor, self.tasks, self.query_one(f"#{self.tab}")]
        here = ring.index(self.focused) if self.focused in ring else -1
        self.set_focus(ring[(here + 1) % len(ring)])

    def action_out(self) -> None:
        if self.tab not in TABS and self.focused is not None and self.focused.id == self.tab:
            self.leave_question()
        elif self.has_class("-maximised"):
            self.action_maximise()
        elif self.focused is self.editor and not self.editor.selection.is_empty:
            self.editor.move_cursor(self.editor.cursor_location)
        elif self.focused is self.editor:
            self.set_focus(self.query_one(f"#{self.tab}"))
        else:
            self.set_focus(self.editor)

    @on(ChoicePane.Left)
    def leave_question(self) -> None:
        """No answer: everything is as before."""
        self.open_tab("output")
        self.set_focus(self.editor)

    def action_maximise(self) -> None:
        for name in PLACES:
            self.remove_class(f"-only-{name}")
        if not self.has_class("-maximised") and self.focused is not None:
            place = next((name for name in PLACES if self.query_one(f"#{name}") in self.focused.ancestors_with_self), "editor")
            self.add_class(f"-only-{place}")
        self.toggle_class("-maximised")

    def action_library(self) -> None:
        self.tasks.toggle_library()

    def action_repaint(self) -> None:
        self.refresh(repaint=True, layout=True)

    @on(TabStrip.Opened)
    def _tab_clicked(self, event: TabStrip.Opened) -> None:
        self.action_pane(next(spec.id for spec in TABS.values() if spec.digit == event.digit))

    @on(Rows.Chosen)
    def _go_there(self, event: Rows.Chosen) -> None:
        target = event.pane.target(event.index) if isinstance(event.pane, Pane) else None
        if target is None or target.line is None:
            self.toast("No line of the snippet belongs to it")
            return
        self.editor.reveal_line(target.line)
        self.set_focus(self.editor)
