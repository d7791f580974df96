"""The screen's part that starts, stops and interrupts runs, and tells when one has ended."""

from __future__ import annotations

import time

from textual import on, work

from asyncplay.ui.run import Run
from asyncplay.ui.screens.program import Program
from asyncplay.ui.widgets.bars import TitleBar
from asyncplay.ui.widgets.problems import ProblemsPane


class Runs(Program):
    """Keys and button to playground."""

    _stop_began: float | None = None
    _told_end: Run | None = None

    @work(exclusive=True, group="run")
    async def _start_run(self, paused: bool) -> None:
        editor = self.editor
        editor.hold_places()
        await self.playground.run(editor.text, paused, editor.breakpoint_lines())
        if self.playground.session is not None and editor.breakpoints.tasks:
            self.playground.session.set_breakpoints(editor.breakpoint_lines(), editor.breakpoints.tasks)
        self.show_run()
        if self.tab in ("question", "prompt"):
            self.open_tab("output")

    def show_run(self) -> None:
        """The panes, the marks and the film are another run's now."""
        run = self.playground.shown
        if run is not None:
            self.editor.hold_places(run.text)
        self.editor.clear_marks()
        for pane in self.panes():
            pane.forget()
        self.strip.news.clear()
        self.frame()

    def action_run(self) -> None:
        self.start_run()

    def start_run(self, paused: bool = False) -> None:
        self.after_typing(lambda: self._start_run(paused))

    def action_stop(self) -> None:
        began = time.monotonic()
        if not self.playground.stop():
            self.toast("Nothing runs. @program.run runs it")
            return
        self._stop_began = began

    def tell_end(self, run: Run) -> None:
        """The run on show is over: what is there to be told, once."""
        if self._told_end is run:
            return
        self._told_end = run
        if self.query_one(ProblemsPane).problems and self.tab != "problems":
            self.strip.news.add("Problems")
        if run.recording.latest().deadlock and self.tab != "waits":
            self.strip.news.add("Waits")
        if self._stop_began is not None:
            self.toast(f"Stopped after {time.monotonic() - self._stop_began:.1f} s")
            self._stop_began = None

    @on(TitleBar.Pressed)
    def _button(self) -> None:
        if self.playground.running:
            self.action_stop()
        else:
            self.action_run()

    def action_copy_or_interrupt(self) -> None:
        """Once the editor has what was typed before: in a lump of keys the selection may be on its way, and the program would be interrupted."""
        if self.focused is self.editor:
            self.after_typing(self._copy_or_interrupt)
        else:
            self._copy_or_interrupt()

    def _copy_or_interrupt(self) -> None:
        if self.focused is self.editor and not self.editor.selection.is_empty:
            self.editor.action_copy()
            self.toast("Copied")
        elif not self.playground.interrupt():
            self.toast("@quit quits")
