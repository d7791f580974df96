"""The playground's screen: composes the panes, and is put together from its parts (see `base`)."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

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
from asyncplay.ui.screens.table import make
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


class MainScreen(Lessons, Projecting, Dividing, Predicting, Playing, Filming, Writing, KeptRuns, Keeping, Drawing, Link):
    """Everything there is."""

    def __init__(self, playground: Playground) -> None:
        super().__init__(playground)
        _hacks.add_bindings(self, commands.bindings(playground.commands))

    def compose(self) -> ComposeResult:
        ascii = self.playground.ascii
        yield TitleBar(id="title")
        yield Editor(id="editor", ascii=ascii)
        yield Line(ascii, id="line")
        yield Line(ascii, id="line2")
        yield TabStrip(id="tabs")
        yield from make(ascii)
        yield ChoicePane(id="question")
        yield PromptPane(id="prompt")
        yield DifferencePane(id="difference")
        yield FindPane(id="find")
        yield PredictPane(ascii, id="predict")
        yield LessonsPane(ascii, id="lessons")
        yield TimeBar(ascii, self.next_settings(), id="bar")
        yield KeyBar(id="keys")
        yield Stage(id="stage")
        yield Rule(id="rule")
        yield Pressed(id="pressed")

    def on_mount(self) -> None:
        for bar in self.query(Bar):
            bar.ascii = self.playground.ascii
        for pane in self.query(Rows):
            pane.ascii, pane.keys = self.playground.ascii, self.playground.keys
        self.query_one(TimelinePane).folded = self.tasks.folded  # folded in one, folded in both
        self.show_document(self.playground.document)
        self.tell_level()
        self.playground.engine.on_level = self.tell_level
        self.editor.focus()

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
