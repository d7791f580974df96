"""The screen's part that acts on the program while it runs: pause, step, cancel a task, breakpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from asyncplay.ui.screens.base import Base
from asyncplay.ui.widgets.editor import Editor

if TYPE_CHECKING:
    from asyncplay.engine.session import Session


class Program(Base):
    """Keys to session. The film is another thing: `filming`."""

    @property
    def _session(self) -> Session | None:
        return self.playground.session if self.playground.running else None

    def action_pause(self) -> None:
        """Pause the program, or let it go on."""
        session = self._session
        if session is None:
            self.toast("Nothing runs. @program.run runs it, @program.step starts it paused")
            return
        if session.paused or session.pausing:
            session.resume()
        else:
            session.pause()
            if self.playground.frame().snap.blocked_now is not None:
                self.toast("It pauses when the step that runs has ended")
        self.playground.film.back_to_live()
        self.frame()

    def action_program_step(self) -> None:
        """One task step; from idle: start paused."""
        session = self._session
        if session is None:
            self.start_run(paused=True)
            return
        session.step()
        self.playground.film.back_to_live()
        self.frame()

    def start_run(self, paused: bool = False) -> None:
        """Run what the editor shows, once typing is through."""
        raise NotImplementedError

    def action_cancel_task(self) -> None:
        """Cancel the selected task."""
        session, task = self._session, self.playground.frame().selected
        if session is None:
            self.toast("Nothing runs: there is nothing to cancel")
        elif task is not None:
            session.cancel(task)
            self.toast(f"Asked task {task} to cancel")

    # breakpoints

    def action_breakpoint(self) -> None:
        """On the cursor's line; in Tasks: wherever the selected task steps."""
        if self.focused is self.tasks:
            self._break_at_task()
            return
        self.after_typing(self._break_here)

    def _break_here(self, task: int | None = None) -> None:
        row = self.editor.cursor_location[0]
        line = row + self.editor.line_number_start
        there = self.editor.toggle_breakpoint(row, task)
        only = f" for task {task}" if task is not None else ""
        self.toast(f"Breakpoint on line {line}{only}" if there else f"No breakpoint on line {line} any more")

    def action_breakpoint_for_task(self) -> None:
        """On the cursor's line, for the selected task only."""
        task = self.playground.frame().selected
        if task is None:
            self.toast("Select a task first")
            return
        self._break_here(task)

    def _break_at_task(self) -> None:
        task, points = self.playground.frame().selected, self.editor.breakpoints
        if task is None:
            return
        points.tasks ^= {task}
        self.toast(f"Breakpoint at every step of task {task}" if task in points.tasks else f"No breakpoint at task {task} any more")
        self._tell_breakpoints()

    @on(Editor.BreakpointsMoved)
    def _tell_breakpoints(self) -> None:
        session = self._session
        if session is not None:
            session.set_breakpoints(self.editor.breakpoint_lines(), self.editor.breakpoints.tasks)
