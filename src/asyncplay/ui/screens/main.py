"""The playground's screen: composes the panes, routes keys and messages, and once a frame hands one snapshot to all of them."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widget import Widget

from asyncplay.ui import commands
from asyncplay.ui.document import Document
from asyncplay.ui.playground import Playground
from asyncplay.ui.render.marks import editor_marks, problem_marks
from asyncplay.ui.render.text import problems
from asyncplay.ui.screens.asking import Asking
from asyncplay.ui.widgets.bars import KeyBar, SettingsBar, TabStrip, TitleBar
from asyncplay.ui.widgets.editor import Editor
from asyncplay.ui.widgets.panes import LessonPane, NotePane, OutputPane, ProblemsPane, TasksPane
from asyncplay.ui.widgets.questions import ChoicePane, PromptPane
from asyncplay.ui.widgets.rows import Rows

FRAME_S = 0.1
TOAST_S = 4.0
TABS = {"output": ("1", "Output"), "lesson": ("5", "Lesson"), "problems": ("8", "Problems")}


class MainScreen(Asking, Screen[None]):
    """Everything there is."""

    BINDINGS = [*commands.bindings()]
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (40, "-narrow"), (80, "-normal"), (100, "-roomy"), (120, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (8, "-low"), (16, "-short"), (24, "-base"), (30, "-high"), (40, "-tall")]

    def __init__(self, playground: Playground) -> None:
        super().__init__()
        self.playground = playground
        playground.on_change = self._run_changed
        self._frame_at = 0.0
        self._pending = False
        self._shown_end: object = None

    def compose(self) -> ComposeResult:
        ascii = self.playground.ascii
        yield TitleBar(id="title")
        with Horizontal(id="top"):
            yield Editor(id="editor")
            with Vertical(id="side"):
                yield TasksPane(ascii, id="tasks")
                yield NotePane(ascii, id="note")
        yield TabStrip(list(TABS.values()), id="tabs")
        with Vertical(id="area"):
            yield OutputPane(id="output")
            yield LessonPane(id="lesson")
            yield ProblemsPane(id="problems")
            yield ChoicePane(id="question")
            yield PromptPane(id="prompt")
        yield SettingsBar(id="settings")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        self.editor = self.query_one(Editor)
        self.tasks, self.output = self.query_one(TasksPane), self.query_one(OutputPane)
        self._ticker = self.set_interval(FRAME_S, self.frame, pause=True)
        self._tab = "output"
        self.show_document(self.playground.document)
        self.editor.focus()

    # the document

    def show_document(self, document: Document) -> None:
        """Another text in the editor; nothing of a run before it is shown."""
        self.playground.forget()
        self.playground.document = document
        self.editor.show(document.text, document.first_line)
        strip = self.query_one(TabStrip)
        strip.tabs = [TABS[name] for name in TABS if name != "lesson" or document.lesson is not None]
        strip.news.clear()
        for pane in (TasksPane, OutputPane):
            fresh = self.query_one(pane)
            fresh.cursor, fresh.top = None, 0
        self.tasks.started, self.tasks.chosen, self.tasks.current = False, None, None
        self.output.recording = None
        self.open_tab("output")
        self.call_after_refresh(self.frame)

    @on(Editor.Changed)
    def _text_changed(self) -> None:
        self._draw_title()

    # runs

    @work(exclusive=True, group="run")
    async def _start_run(self) -> None:
        await self.playground.run(self.editor.text)
        self.editor.hold_places(self.playground.ran_text)
        self.editor.clear_marks()
        self.tasks.begin()
        self.query_one(TabStrip).news.clear()
        if self._tab in ("question", "prompt"):
            self.open_tab("output")
        self._ticker.resume()
        self.frame()

    def action_run(self) -> None:
        self.after_typing(self._start_run)

    def after_typing(self, call: Callable[[], object]) -> None:
        """Once the editor has taken the keys that were typed before: a command overtakes them on its way."""
        self.editor.call_later(call)

    def action_stop(self) -> None:
        began = time.monotonic()
        if not self.playground.stop():
            self.toast("Nothing runs. F5 runs it")
            return
        self._stop_began = began

    _stop_began: float | None = None

    def _run_changed(self) -> None:
        if not self._pending:
            self._pending = True
            wait = max(0.0, FRAME_S - (time.monotonic() - self._frame_at))
            self.set_timer(wait, self.frame)

    def frame(self) -> None:
        """One look at the run for all panes."""
        if not self.is_mounted:
            return
        self._pending, self._frame_at = False, time.monotonic()
        playground, session = self.playground, self.playground.session
        snap, now = playground.snapshot()
        self.tasks.show(snap, now)
        if session is not None:
            self.output.show(session.recording, snap)
            self.editor.show_marks(*editor_marks(snap, now, playground.ascii), problem_marks(snap))
        self.query_one(NotePane).show(*playground.note(snap, now))
        self.query_one(LessonPane).show(playground.document.lesson, snap.finished is not None)
        if session is not None and session.over and self._shown_end is not session:
            self._run_ended(session)
        elif session is None:
            self.query_one(ProblemsPane).show([])
        if not playground.running:
            self._ticker.pause()
        self._draw_bars()

    def _run_ended(self, session: object) -> None:
        self._shown_end = session
        found = problems(self.playground.session.recording) if self.playground.session else []
        self.query_one(ProblemsPane).show(found)
        if found and self._tab != "problems":
            self.query_one(TabStrip).news.add("Problems")
        if self._stop_began is not None:
            self.toast(f"Stopped after {time.monotonic() - self._stop_began:.1f} s")
            self._stop_began = None

    # bars

    def _draw_bars(self) -> None:
        self._draw_title()
        word, python = self.playground.settings()
        settings = self.query_one(SettingsBar)
        settings.first, settings.python = word, python
        settings.changed()
        strip, focused = self.query_one(TabStrip), self.focused
        strip.current = TABS[self._tab][1] if self._tab in TABS else ""
        strip.banner = getattr(self.query_one(f"#{self._tab}"), "LABEL", "") if self._tab not in TABS else ""
        strip.focused_tab = focused is not None and focused.id == self._tab
        strip.changed()
        keys = self.query_one(KeyBar)
        keys.pane, keys.hints = getattr(focused, "LABEL", "PLAYGROUND"), getattr(focused, "HINTS", "Ctrl+T Next pane  F5 Run  F1 Help  ^Q Quit")
        if isinstance(focused, Editor):
            again = "F5 Rerun F8 Stop" if self.playground.running else "F5 Run"
            keys.pane, keys.hints = "EDITOR", f"Esc to panels │ F1 Help F2 Lessons {again}  ^P All  ^Q Quit"
        keys.changed()

    def _draw_title(self) -> None:
        title, playground = self.query_one(TitleBar), self.playground
        snap, now = playground.snapshot()
        title.title = playground.document.title + (" *" if playground.document.is_dirty(self.editor.text) else "")
        title.state, title.running = playground.state(snap, now), playground.running
        title.changed()

    def toast(self, text: str) -> None:
        """Words in the title's place, for four seconds."""
        title = self.query_one(TitleBar)
        title.toast = text
        title.changed()
        self.set_timer(TOAST_S, lambda: self._untoast(text))

    def _untoast(self, text: str) -> None:
        title = self.query_one(TitleBar)
        if title.toast == text:
            title.toast = ""
            title.changed()

    def on_descendant_focus(self) -> None:
        self.call_after_refresh(self._draw_bars)

    # panes

    def open_tab(self, name: str, focus: bool = False) -> None:
        """Show a pane in the tab area."""
        self._tab = name
        for pane in self.query_one("#area").children:
            pane.display = pane.id == name
        strip = self.query_one(TabStrip)
        if name in TABS:
            strip.news.discard(TABS[name][1])
        shown = self.query_one(f"#{name}")
        if focus:
            self.set_focus(shown)
        if isinstance(shown, Rows):
            self.call_after_refresh(shown.changed)
        self._draw_bars()

    def action_pane(self, name: str) -> None:
        if name == "tasks":
            self.set_focus(self.tasks)
        elif name != "lesson" or self.playground.document.lesson is not None:
            self.open_tab(name, focus=True)

    def action_next_pane(self) -> None:
        ring: list[Widget] = [self.editor, self.tasks, self.query_one(f"#{self._tab}")]
        here = ring.index(self.focused) if self.focused in ring else -1
        self.set_focus(ring[(here + 1) % len(ring)])

    def action_out(self) -> None:
        if self._tab not in TABS and self.focused is not None and self.focused.id == self._tab:
            self.leave_question()
        elif self.has_class("-maximised"):
            self.action_maximise()
        elif self.focused is self.editor and not self.editor.selection.is_empty:
            self.editor.move_cursor(self.editor.cursor_location)
        elif self.focused is self.editor:
            self.set_focus(self.query_one(f"#{self._tab}"))
        else:
            self.set_focus(self.editor)

    def action_maximise(self) -> None:
        for name in ("editor", "side", "area"):
            self.remove_class(f"-only-{name}")
        if not self.has_class("-maximised") and self.focused is not None:
            place = next((name for name in ("editor", "side", "area") if self.query_one(f"#{name}") in self.focused.ancestors_with_self), "editor")
            self.add_class(f"-only-{place}")
        self.toggle_class("-maximised")

    def action_library(self) -> None:
        self.tasks.toggle_library()

    def action_repaint(self) -> None:
        self.refresh(repaint=True, layout=True)

    @on(Rows.Chosen)
    def _show_line(self, event: Rows.Chosen) -> None:
        line = None
        if event.pane is self.tasks:
            task = self.tasks.snap.tasks[self.tasks.task_at(event.index)]
            line = task.line or task.def_line or task.created_line
        elif isinstance(event.pane, OutputPane):
            line = event.pane.line_of(event.index)
        elif isinstance(event.pane, ProblemsPane):
            line = event.pane.problems[event.index].line
        if line is None:
            self.toast("No line of the snippet belongs to it")
            return
        self.editor.reveal_line(line)
        self.set_focus(self.editor)

    @on(TitleBar.Pressed)
    def _button(self) -> None:
        if self.playground.running:
            self.action_stop()
        else:
            self.action_run()

    @on(TabStrip.Opened)
    def _tab_clicked(self, event: TabStrip.Opened) -> None:
        self.action_pane(next(name for name, (digit, _) in TABS.items() if digit == event.digit))

    def action_copy_or_interrupt(self) -> None:
        if self.focused is self.editor and not self.editor.selection.is_empty:
            self.editor.action_copy()
            self.toast("Copied")
        elif not self.playground.interrupt():
            self.toast("Ctrl+Q quits")
