"""The playground's screen: composes the panes, and is put together from its parts (see `base`)."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from asyncplay.ui import commands
from asyncplay.ui.document import Document
from asyncplay.ui.screens.asking import Asking
from asyncplay.ui.screens.drawing import Drawing
from asyncplay.ui.screens.table import TABS, make
from asyncplay.ui.widgets.bars import KeyBar, SettingsBar, TabStrip, TitleBar
from asyncplay.ui.widgets.editor import Editor
from asyncplay.ui.widgets.questions import ChoicePane, PromptPane


class MainScreen(Asking, Drawing):
    """Everything there is."""

    BINDINGS = [*commands.bindings()]
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (40, "-narrow"), (80, "-normal"), (100, "-roomy"), (120, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (8, "-low"), (16, "-short"), (24, "-base"), (30, "-high"), (40, "-tall")]

    def compose(self) -> ComposeResult:
        ascii = self.playground.ascii
        yield TitleBar(id="title")
        with Horizontal(id="top"):
            yield Editor(id="editor")
            with Vertical(id="side"):
                yield from make("side", ascii)
        yield TabStrip([(spec.digit, spec.title) for spec in TABS.values()], id="tabs")
        with Vertical(id="area"):
            yield from make("area", ascii)
            yield ChoicePane(id="question")
            yield PromptPane(id="prompt")
        yield SettingsBar(id="settings")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        self.show_document(self.playground.document)
        self.editor.focus()

    def show_document(self, document: Document) -> None:
        self.playground.open(document)
        self.editor.show(document.text, document.first_line)
        self.strip.tabs = [(spec.digit, spec.title) for spec in TABS.values() if not spec.lessons_only or document.lesson is not None]
        self.strip.news.clear()
        for pane in self.panes():
            pane.forget()
        self.open_tab("output")
        self.call_after_refresh(self.frame)

    @on(Editor.Changed)
    def _text_changed(self) -> None:
        self.draw_title()
