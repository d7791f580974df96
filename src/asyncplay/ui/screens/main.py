"""The playground's screen: composes the panes, and is put together from its parts (see `base`)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.css.query import NoMatches
from textual.widget import AwaitMount, Widget

from asyncplay.ui import _hacks, commands
from asyncplay.ui.document import Document
from asyncplay.ui.playground import Playground
from asyncplay.ui.screens.dividing import Dividing
from asyncplay.ui.screens.drawing import Drawing
from asyncplay.ui.screens.filming import Filming
from asyncplay.ui.screens.keeping import Keeping
from asyncplay.ui.screens.keeping_runs import KeptRuns
from asyncplay.ui.screens.lessons import Lessons
from asyncplay.ui.screens.link import Link
from asyncplay.ui.screens.playing import Playing
from asyncplay.ui.screens.predicting import Predicting
from asyncplay.ui.screens.projecting import Projecting
from asyncplay.ui.screens.table import PANES
from asyncplay.ui.screens.writing import Writing
from asyncplay.ui.widgets.bars import Bar, KeyBar, TabStrip, TitleBar
from asyncplay.ui.widgets.differences import DifferencePane
from asyncplay.ui.widgets.editor import Editor
from asyncplay.ui.widgets.find import FindPane
from asyncplay.ui.widgets.lessons import LessonsPane
from asyncplay.ui.widgets.line import Line
from asyncplay.ui.widgets.predict import PredictPane
from asyncplay.ui.widgets.projector import Pressed, Rule, Stage
from asyncplay.ui.widgets.questions import ChoicePane, PromptPane
from asyncplay.ui.widgets.rows import Rows
from asyncplay.ui.widgets.timebar import TimeBar
from asyncplay.ui.widgets.timeline import TimelinePane

ALWAYS = ("title", "editor", "tabs", "tasks", "bar", "keys")
"""Mounted at once, even where the terminal has no room for them: each frame is told to them."""


class MainScreen(Lessons, Projecting, Dividing, Predicting, Playing, Filming, Writing, KeptRuns, Keeping, Drawing, Link):
    """Everything there is."""

    _later: dict[str, Callable[[], Widget]]
    """What is not mounted yet."""

    def __init__(self, playground: Playground) -> None:
        super().__init__(playground)
        self._later = {}
        _hacks.add_bindings(self, commands.bindings(playground.commands))

    def compose(self) -> ComposeResult:
        """What the first picture shows; the rest comes by `complete`."""
        boxes = self.plan(*self.app.size).boxes
        makers = self._makers()
        self._order = list(makers)
        self._later = {name: make for name, make in makers.items() if name not in boxes and name not in ALWAYS}
        for name, make in makers.items():
            if name not in self._later:
                yield self._dressed(make())

    def _makers(self) -> dict[str, Callable[[], Widget]]:
        """How all of them are made, by id, in the order in which Tab goes."""
        ascii = self.playground.ascii
        return {
            "title": lambda: TitleBar(id="title"),
            "editor": lambda: Editor(id="editor", ascii=ascii),
            "line": lambda: Line(ascii, id="line"),
            "line2": lambda: Line(ascii, id="line2"),
            "tabs": lambda: TabStrip(id="tabs"),
            **{spec.id: partial(spec.widget, ascii, id=spec.id) for spec in PANES},
            "question": lambda: ChoicePane(id="question"),
            "prompt": lambda: PromptPane(id="prompt"),
            "difference": lambda: DifferencePane(id="difference"),
            "find": lambda: FindPane(id="find"),
            "predict": lambda: PredictPane(ascii, id="predict"),
            "lessons": lambda: LessonsPane(ascii, id="lessons"),
            "bar": lambda: TimeBar(ascii, self.next_settings(), id="bar"),
            "keys": lambda: KeyBar(id="keys"),
            "stage": lambda: Stage(id="stage"),
            "rule": lambda: Rule(id="rule"),
            "pressed": lambda: Pressed(id="pressed"),
        }

    def _dressed(self, widget: Widget) -> Widget:
        if isinstance(widget, Bar | Rows):
            widget.ascii = self.playground.ascii
        if isinstance(widget, Rows):
            widget.keys = self.playground.keys
        return widget

    def complete(self) -> AwaitMount | None:
        """Mount what the first picture did without: after it, or as soon as somebody asks for any of it."""
        if not self._later or not self.is_attached:
            return None
        rest = [self._dressed(make()) for make in self._later.values()]
        self._later = {}
        mounted = self.mount(*rest)
        self.query_one(TimelinePane).folded = self.tasks.folded  # folded in one, folded in both
        self.sort_children(key=lambda widget: self._order.index(widget.id) if widget.id in self._order else len(self._order))
        self.call_after_refresh(self.frame)
        return mounted

    def query_one(self, selector: Any, expect_type: Any = None) -> Any:
        """As ever: nobody has to know what is mounted yet."""
        try:
            return super().query_one(selector, expect_type)
        except NoMatches:
            if self.complete() is None:
                raise
        return super().query_one(selector, expect_type)

    def on_mount(self) -> None:
        self.show_document(self.playground.document)
        self.tell_level()
        self.playground.engine.on_level = self.tell_level
        self.editor.focus()
        shown = self.playground.frame()
        for pane in self.panes():
            pane.frame = shown  # they have no size yet: the first picture shows it

    def tell_level(self) -> None:
        """The settings of the next run, its sandbox among them."""
        if self.is_attached:
            bar = self.query_one(TimeBar)
            bar.settings = self.next_settings()
            bar.changed()

    def show_document(self, document: Document) -> None:
        self.playground.open(document)
        self.editor.show(document.text, document.first_line)
        self.strip.news.clear()
        if self.playground.shown is not None:
            self.show_run()
        else:
            for pane in self.panes():
                pane.forget()
        self.open_tab("output")
        self.call_after_refresh(self.frame)

    @on(Editor.Changed)
    def _text_changed(self) -> None:
        self.draw_title()
