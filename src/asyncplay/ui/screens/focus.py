"""The screen's part that decides what is in view and who has the focus: tabs, digits, Esc, maximising, and where Enter on a row leads."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events, on

from asyncplay.ui.layout import Box
from asyncplay.ui.screens.base import Base
from asyncplay.ui.screens.table import BY_ID, PANES, QUESTIONS, TABS
from asyncplay.ui.widgets.bars import TabStrip
from asyncplay.ui.widgets.finding import Finding
from asyncplay.ui.widgets.listing import TaskListing
from asyncplay.ui.widgets.pane import Pane
from asyncplay.ui.widgets.questions import ChoicePane
from asyncplay.ui.widgets.rows import Rows

RING = ("tasks", "loop", "timeline", "lesson", "locals")
"""Panes that have a place of their own where there is room, in the order of Ctrl+T."""


class Focus(Base):
    """Nothing moves the focus but a key or a click."""

    _came_from = ("output", "editor")
    """Tab and focus before the question."""
    _boxes: Mapping[str, Box] | None = None

    def open_tab(self, name: str, focus: bool = False) -> None:
        asked = self.tab not in TABS
        self.tab = name
        if name in BY_ID:
            self.strip.news.discard(BY_ID[name].title)
        if focus:
            self.go_to(name)
        elif asked and self.front in QUESTIONS:
            self.go_to("editor")  # the question has gone
        else:
            self.rearrange()

    def open_question(self, name: str, focus: bool = True) -> None:
        """A question in the tab area; leaving it leads back to where one was."""
        if self.tab in TABS:
            self._came_from = (self.tab, self.front)
        self.open_tab(name, focus=focus)

    def go_to(self, name: str) -> None:
        """Give a pane the focus; it comes into view."""
        self.front = name
        if name in self.plan().tabs:
            self.tab = name
            self.strip.news.discard(BY_ID[name].title)
        self.rearrange()
        self.set_focus(self.query_one(f"#{name}"), scroll_visible=False)
        if name in BY_ID:
            self.frame()  # at once: the next key may be there already

    def rearrange(self) -> None:
        if (boxes := self.plan().boxes) != self._boxes:
            self._boxes = boxes
            self.strip.refresh(layout=True)  # of a child: the screen's own would not arrange its children anew
        self.call_after_refresh(self.frame)
        shown = self.query_one(f"#{self.tab}")
        if isinstance(shown, Rows) and not isinstance(shown, Pane):
            self.call_after_refresh(shown.changed)
        self.draw_bars()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if event.widget.id is not None and event.widget.id != self.front and event.widget is self.focused:  # else it is late news
            self.front = event.widget.id
            self.rearrange()
        self.call_after_refresh(self.draw_bars)

    def action_go(self, name: str) -> None:
        self.go_to(name)

    def action_pane(self, name: str) -> None:
        if name != "lesson" or self.playground.document.lesson is not None:
            self.go_to(name)

    def action_next_pane(self) -> None:
        ring = list(dict.fromkeys(["editor", *RING, self.tab, "bar"]))
        boxes = self.plan().boxes
        ring = [one for one in ring if one in boxes] if len(boxes) > 3 else ring
        here = ring.index(self.front) if self.front in ring else -1
        self.go_to(ring[(here + 1) % len(ring)])

    def action_out(self) -> None:
        front = self.query_one(f"#{self.front}")
        if self.editor.close_offer() or (isinstance(front, Finding) and front.stop_finding()):
            return
        if self.front in QUESTIONS:
            self.leave_question()
        elif self.alone:
            self.action_maximise()
        elif self.front == "editor" and not self.editor.selection.is_empty:
            self.editor.move_cursor(self.editor.cursor_location)
        elif self.front != "editor":
            self.go_to("editor")
        else:
            self.go_to("bar" if "bar" in self.plan().boxes and self.playground.shown is not None else self.tab)

    @on(ChoicePane.Left)
    def leave_question(self) -> None:
        """No answer: everything is as before."""
        self.tab, front = self._came_from
        self.go_to(front)

    def action_maximise(self) -> None:
        self.alone = not self.alone
        self.rearrange()

    def action_library(self) -> None:
        for pane in self.panes():
            if isinstance(pane, TaskListing):
                pane.toggle_library()

    @on(TabStrip.Opened)
    def _tab_clicked(self, event: TabStrip.Opened) -> None:
        self.action_pane(next(spec.id for spec in PANES if spec.digit == event.digit))

    @on(Rows.Chosen)
    def _go_there(self, event: Rows.Chosen) -> None:
        target = event.pane.target(event.index) if isinstance(event.pane, Pane) else None
        if target is None or (target.line is None and target.seq is None):
            self.toast("No line of the snippet belongs to it")
            return
        if target.seq is not None:
            self.seek(target.seq)
        if target.line is None:
            return
        self.editor.reveal_line(target.line)
        if target.seq is None:
            self.go_to("editor")
